"""Calls that agents place: whom they may call, who is free meanwhile, and what is written down."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support.call_backs import ANNA
from tests.support.centre import BREAK, QUEUE
from tests.support.placed_calls import FRIEND, CallingCentre

from antiphon.agents.contract import (
    AgentState,
    ChangePresence,
    Presence,
    ReportPhone,
)
from antiphon.interactions.call_control import FinishWrapUp, HangUpInteraction
from antiphon.interactions.contract import Outcome
from antiphon.interactions.segments import SegmentKind
from antiphon.interactions.states import State
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, CallBackId, InteractionId, QueueId, TrunkId
from antiphon.routing.callbacks import CallBack, Origin, RequestCallBack, Result
from antiphon.routing.contract import Queue, SaveQueue
from antiphon.telephony.contract import AgentRung, CustomerDialled, RemoveTrunk
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import EndCause

pytestmark = pytest.mark.unit

P1 = InteractionId("p1")


def test_the_own_phone_rings_first_and_then_the_customer_is_called() -> None:
    centre = CallingCentre("anna")
    centre.place()
    rung = [event for event in centre.events if isinstance(event, AgentRung)]
    assert [(event.agent_id, event.offer_id) for event in rung] == [("anna", None)]
    assert (centre.dialled(), centre.state_of("p1")) == ([], State.CONNECTING)
    centre.own_phone_answers()
    assert (centre.dialled(), centre.state_of("p1")) == ([FRIEND], State.DIALLING)
    centre.customer_answers("p1")
    assert centre.state_of("p1") is State.TALKING
    interaction = centre.world.interactions.open[P1]
    assert (interaction.is_outbound, interaction.queue_id) == (True, QUEUE)


def test_the_queue_s_number_is_shown_and_its_trunk_is_used() -> None:
    centre = CallingCentre("anna")
    centre.place()
    centre.own_phone_answers()
    dialled = next(event for event in centre.events if isinstance(event, CustomerDialled))
    assert (dialled.shown_number, dialled.trunk_id) == ("1000", "t1")


def test_who_calls_is_offered_nothing_meanwhile() -> None:
    centre = CallingCentre("anna")
    centre.place()
    assert centre.world.agents.live[ANNA].state is AgentState.HANDLING
    centre.arrive("c1", "01055550001")
    assert centre.offered() == []
    centre.own_phone_answers()
    centre.leg_ends("p1.c.leg", EndCause.BUSY)
    centre.leg_ends(centre.own_leg(), by_far_end=False)
    assert centre.offered() == []
    finish = FinishWrapUp(interaction_id=P1, agent_id=ANNA, disposition_id=None, note="busy")
    centre.do(finish)
    assert centre.offered() == ["c1"]


@pytest.mark.parametrize(
    "cause", [EndCause.BUSY, EndCause.NO_ANSWER, EndCause.DECLINED, EndCause.NUMBER_UNKNOWN]
)
def test_why_nobody_was_reached_is_told_and_can_be_written_up(cause: EndCause) -> None:
    centre = CallingCentre("anna")
    centre.place()
    centre.own_phone_answers()
    centre.leg_ends("p1.c.leg", cause)
    assert centre.state_of("p1") is State.WRAP_UP
    assert centre.world.interactions.open[P1].conversation_end_reason == cause
    assert centre.ends() == [("system", cause, centre.now + timedelta(seconds=30))]
    centre.pass_time(31)
    assert centre.outcomes() == [Outcome.NOT_REACHED]


def test_a_conversation_is_wrapped_up_like_any_other() -> None:
    centre = CallingCentre("anna")
    centre.talks_with_friend()
    centre.pass_time(60)
    centre.leg_ends("p1.c.leg")
    record = centre.world.interactions.open[P1]
    assert record.total(SegmentKind.TALK, centre.now) == timedelta(seconds=60)
    centre.pass_time(31)
    assert centre.outcomes() == [Outcome.HANDLED]


@pytest.mark.parametrize("presence", [Presence.READY, Presence.NOT_READY])
def test_after_the_call_the_agent_is_what_the_agent_was(presence: Presence) -> None:
    centre = CallingCentre("anna")
    if presence is Presence.NOT_READY:
        centre.do(ChangePresence(agent_id=ANNA, presence=presence, reason_id=BREAK))
    centre.place()
    centre.own_phone_answers()
    centre.leg_ends("p1.c.leg", EndCause.NO_ANSWER)
    centre.pass_time(31)
    live = centre.world.agents.live[ANNA]
    assert (live.presence, live.work) == (presence, {})


@pytest.mark.parametrize("is_ringing", [True, False])
def test_an_agent_may_think_better_of_it(is_ringing: bool) -> None:
    centre = CallingCentre("anna")
    centre.place()
    if is_ringing:
        centre.own_phone_answers()
    centre.do(HangUpInteraction(interaction_id=P1, agent_id=ANNA))
    assert [reason for _, reason, _ in centre.ends()] == ["cancelled"]
    centre.pass_time(31)
    assert centre.outcomes() == [Outcome.NOT_REACHED]
    assert centre.world.agents.live[ANNA].work == {}


def test_an_own_phone_that_nobody_answers_calls_nobody() -> None:
    centre = CallingCentre("anna")
    centre.place()
    centre.pass_time(21)
    assert (centre.dialled(), centre.outcomes()) == ([], [Outcome.NOT_REACHED])
    live = centre.world.agents.live[ANNA]
    assert (live.presence, live.work) == (Presence.READY, {})


def test_a_phone_lost_in_the_conversation_suspends_it_and_comes_back() -> None:
    centre = CallingCentre("anna")
    centre.talks_with_friend()
    centre.leg_ends(centre.own_leg(), EndCause.FAILED)
    assert centre.state_of("p1") is State.SUSPENDED
    centre.own_phone_answers()
    assert centre.state_of("p1") is State.TALKING
    assert centre.dialled() == [FRIEND]


def test_a_wish_that_comes_twice_is_one_call() -> None:
    centre = CallingCentre("anna")
    centre.place()
    centre.place()
    centre.own_phone_answers()
    centre.own_phone_answers()
    assert centre.dialled() == [FRIEND]
    centre.leg_ends("p1.c.leg", EndCause.BUSY)
    centre.pass_time(31)
    centre.leg_ends(centre.own_leg(), by_far_end=False)
    centre.place()
    assert centre.dialled() == [FRIEND]


def refusal_of(centre: CallingCentre, **how: Any) -> str:
    with pytest.raises(RuleBroken) as refused:
        centre.place(**how)
    return refused.value.code


def test_whom_the_dial_guard_keeps_away_is_not_called() -> None:
    centre = CallingCentre("anna")
    assert refusal_of(centre, number="+4930123456") == "dial.not_allowed"
    assert refusal_of(centre, number="sip:12@host") == "dial.no_number"
    centre.do(SaveDialRules(rules=DialRules(allowed_prefixes=("+86",), hourly_limit=0)))
    assert refusal_of(centre) == "dial.limit"


def test_calling_a_number_does_not_make_it_one_that_called_us() -> None:
    centre = CallingCentre("anna")
    centre.talks_with_friend()
    centre.leg_ends("p1.c.leg")
    centre.pass_time(31)
    centre.do(SaveDialRules(rules=DialRules()))
    assert refusal_of(centre, name="p2") == "dial.not_allowed"


def test_a_rule_that_came_meanwhile_holds() -> None:
    centre = CallingCentre("anna")
    centre.place()
    centre.do(SaveDialRules(rules=DialRules()))
    centre.own_phone_answers()
    assert centre.dialled() == []
    assert [reason for _, reason, _ in centre.ends()] == ["dial.not_allowed"]


def test_who_has_work_in_hand_no_phone_or_is_not_there_calls_nobody() -> None:
    centre = CallingCentre("anna", "bob", "carl")
    centre.place()
    assert refusal_of(centre, name="p2") == "call.busy"
    bob, carl = AgentId("bob"), AgentId("carl")
    centre.do(ReportPhone(agent_id=bob, is_reachable=False))
    assert refusal_of(centre, name="p2", by="bob") == "call.phone_away"
    centre.do(ChangePresence(agent_id=carl, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.do(ChangePresence(agent_id=carl, presence=Presence.OFFLINE))
    assert refusal_of(centre, name="p2", by="carl") == "call.offline"


def test_a_call_is_for_a_queue_that_the_agent_serves() -> None:
    centre = CallingCentre("anna")
    centre.do(SaveQueue(queue=Queue(id=QueueId("other"), name="Other")))
    assert refusal_of(centre, queue_id=QueueId("other")) == "call.queue_not_yours"


def test_without_a_trunk_nobody_is_called() -> None:
    centre = CallingCentre("anna")
    centre.do(RemoveTrunk(id=TrunkId("t1")))
    assert refusal_of(centre) == "call.no_trunk"


def test_who_was_to_be_called_back_and_is_called_by_hand_is_called_once() -> None:
    centre = CallingCentre("anna")
    later = CallBack(
        id=CallBackId("b1"),
        number=FRIEND,
        queue_id=QUEUE,
        order_at=centre.now + timedelta(hours=1),
        due_at=centre.now + timedelta(hours=1),
        origin=Origin.REQUEST,
        language="en",
    )
    centre.do(RequestCallBack(call_back=later))
    centre.talks_with_friend()
    assert centre.finished() == [Result.REACHED]
