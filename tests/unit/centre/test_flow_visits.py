"""A customer is sent into a flow and comes back: to who waits, to who left, or to the queue."""

from collections.abc import Sequence
from typing import TypeVar

import pytest
from tests.support.centre import QUEUE, SmallCentre
from tests.support.talk import ANN, BOB, C1, CLAIRE, CUSTOMER
from tests.support.visit import PAY, Visit

from antiphon.agents.contract import AgentState, ChangePresence, Presence
from antiphon.flows.contract import FlowMoved
from antiphon.flows.graph import (
    HangUpStep,
    QueueStep,
    ReturnStep,
    SayStep,
    Step,
)
from antiphon.flows.run import Say
from antiphon.interactions.call_control import (
    AddParty,
    LeaveConversation,
)
from antiphon.interactions.contract import FlowVisitEnded, InteractionClosed, Outcome, VisitEnd
from antiphon.interactions.flow_visits import SendToFlow, TakeBack
from antiphon.interactions.segments import SegmentKind
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import FlowId
from antiphon.recordings.contract import (
    PauseReason,
    PauseRecording,
    RecordingPaused,
    RecordingResumed,
)
from antiphon.telephony.contract import Place
from antiphon.telephony.engine import LegAnswered, PlaybackEnded, PlaybackId

pytestmark = pytest.mark.unit

E = TypeVar("E", bound=Event)


def of(events: Sequence[Event], kind: type[E]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


def test_an_agent_who_waits_is_joined_again_and_reads_what_the_flow_learnt() -> None:
    visit = Visit()
    begun = of(visit.send(), FlowMoved)
    assert any(isinstance(action, Say) for action in begun[0].actions)
    assert (visit.it.state, visit.it.agent_id) == (State.IN_FLOW, ANN)
    assert visit.is_apart()
    assert visit.state_of(ANN) is AgentState.HANDLING
    ended = visit.press("421234")
    assert [event.reason for event in of(ended, FlowVisitEnded)] == [VisitEnd.RETURNED]
    assert (visit.it.state, visit.it.visit) == (State.TALKING, None)
    assert visit.hear_each_other() == [{visit.ann_leg, CUSTOMER}]
    assert visit.it.data == {"order": "42", "card": "••••"}
    kinds = [segment.kind for segment in visit.it.segments]
    assert kinds[-3:] == [SegmentKind.TALK, SegmentKind.FLOW, SegmentKind.TALK]


def test_keys_that_the_agent_presses_are_not_the_customers() -> None:
    visit = Visit()
    visit.send()
    assert visit.press("42", visit.ann_leg) == []
    assert visit.it.data == {}


def test_while_a_secret_is_asked_for_nothing_is_recorded() -> None:
    visit = Visit()
    visit.send()
    paused = visit.press("42")
    assert [event.reason for event in of(paused, RecordingPaused)] == [PauseReason.STEP]
    assert of(visit.press("123"), RecordingResumed) == []
    assert len(of(visit.press("4"), RecordingResumed)) == 1


def test_a_pause_that_the_agent_wanted_outlasts_the_flow() -> None:
    visit = Visit()
    visit.centre.do(PauseRecording(interaction_id=C1, agent_id=ANN))
    visit.send()
    visit.press("421234")
    assert all(one.is_paused for one in visit.centre.world.recordings.running(C1))


def test_an_agent_who_left_is_called_back_out_of_wrap_up() -> None:
    visit = Visit()
    visit.send(stays=False)
    assert (visit.it.state, visit.it.agent_id) == (State.FLOW, None)
    assert (visit.state_of(ANN), visit.call.customer_place) == (AgentState.WRAP_UP, Place.FLOW)
    visit.press("421234")
    assert (visit.it.state, visit.state_of(ANN)) == (State.TRANSFERRING, AgentState.OFFERED)
    assert visit.hear_music() == {CUSTOMER}
    back = next(iter(visit.call.parties.values()))
    visit.centre.hear(LegAnswered(at=visit.centre.now, leg=back.leg))
    assert (visit.it.state, visit.it.agent_id) == (State.TALKING, ANN)
    assert visit.hear_each_other() == [{back.leg, CUSTOMER}]


def test_with_the_agent_gone_the_customer_is_first_in_the_queue_with_the_data() -> None:
    visit = Visit()
    for other in (BOB, CLAIRE):
        visit.centre.do(ChangePresence(agent_id=other, presence=Presence.OFFLINE))
    visit.send(stays=False)
    visit.centre.pass_time(31)
    visit.centre.do(ChangePresence(agent_id=ANN, presence=Presence.OFFLINE))
    visit.press("421234")
    assert (visit.it.state, visit.it.data["order"]) == (State.WAITING, "42")
    assert visit.centre.world.routing.waiting[C1].is_returning


def test_an_agent_may_leave_later_and_the_flow_goes_on() -> None:
    visit = Visit()
    visit.send()
    visit.press("42")
    visit.wish(LeaveConversation)
    assert (visit.it.state, visit.is_apart()) == (State.FLOW, True)
    assert visit.state_of(ANN) is AgentState.WRAP_UP
    visit.press("1234")
    assert visit.state_of(ANN) is AgentState.OFFERED


def test_who_hangs_up_while_waiting_has_left() -> None:
    visit = Visit()
    visit.send()
    visit.centre.leg_ends(visit.ann_leg)
    assert (visit.it.state, visit.state_of(ANN)) == (State.FLOW, AgentState.WRAP_UP)


def test_a_phone_that_fails_meanwhile_is_rung_again_at_the_end() -> None:
    visit = Visit()
    visit.send()
    visit.centre.leg_ends(visit.ann_leg, by_far_end=False)
    assert (visit.it.state, visit.it.agent_id) == (State.IN_FLOW, ANN)
    visit.press("421234")
    assert visit.it.state is State.SUSPENDED
    again = visit.call.agent_leg
    assert again is not None
    visit.centre.hear(LegAnswered(at=visit.centre.now, leg=again))
    assert visit.hear_each_other() == [{again, CUSTOMER}]


def test_the_agent_takes_the_customer_back_before_the_end() -> None:
    visit = Visit()
    visit.send()
    visit.press("42")
    ended = visit.wish(TakeBack)
    assert [event.reason for event in of(ended, FlowVisitEnded)] == [VisitEnd.TAKEN_BACK]
    assert len(of(ended, RecordingResumed)) == 1
    assert visit.hear_each_other() == [{visit.ann_leg, CUSTOMER}]
    assert visit.press("1234") == []
    assert visit.wish(TakeBack) == []
    assert not [key for key in visit.centre.world.deadlines.at if key.startswith("flow/")]


def test_a_second_click_begins_nothing_twice() -> None:
    visit = Visit()
    visit.send()
    assert visit.send() == []
    visit.wish(LeaveConversation)
    assert visit.wish(LeaveConversation) == []
    assert visit.send() == []


def test_a_flow_that_hangs_up_ends_the_conversation_or_the_call() -> None:
    end: dict[str, Step] = {"end": HangUpStep()}
    visit = Visit(end)
    visit.send()
    assert visit.it.state is State.WRAP_UP
    visit = Visit(end)
    closed = of(visit.send(stays=False), InteractionClosed)
    assert [event.outcome for event in closed] == [Outcome.HANDLED]
    assert visit.state_of(ANN) is AgentState.WRAP_UP


@pytest.mark.parametrize("stays", [True, False])
def test_a_customer_who_leaves_the_flow_was_handled(stays: bool) -> None:
    visit = Visit()
    visit.send(stays=stays)
    visit.centre.leg_ends("c1")
    ended = visit.centre.pass_time(31)
    closed = of(visit.centre.events, InteractionClosed)
    assert [event.outcome for event in closed] == [Outcome.HANDLED], ended
    assert visit.state_of(ANN) is AgentState.READY


def test_a_flow_whose_customer_left_wakes_nobody_in_wrap_up() -> None:
    visit = Visit()
    visit.send()
    visit.press("42123")
    visit.centre.leg_ends("c1")
    visit.centre.pass_time(20)
    assert (visit.it.state, visit.state_of(ANN)) == (State.WRAP_UP, AgentState.WRAP_UP)


def test_a_flow_that_leads_to_a_queue_lets_the_agent_go() -> None:
    visit = Visit({"wait": QueueStep(queue_id=QUEUE)})
    visit.send()
    assert visit.state_of(ANN) is AgentState.WRAP_UP
    offer = visit.centre.offer_of()
    assert offer is not None
    visit.centre.agent_answers(offer.offer_id)
    assert (visit.it.agent_id, visit.it.visit) == (offer.agent_id, None)


def test_what_was_said_to_its_end_moves_the_flow_under_a_waiting_agent() -> None:
    visit = Visit({"say": SayStep(text={"en": "Thank you."}, next="back"), "back": ReturnStep()})
    visit.send()
    said = PlaybackEnded(
        at=visit.centre.now, leg=CUSTOMER, playback=PlaybackId("c1.p2"), is_failed=False
    )
    assert of(visit.centre.hear(said), FlowVisitEnded)
    assert visit.hear_each_other() == [{visit.ann_leg, CUSTOMER}]


def test_flows_that_are_not_for_agents_and_crowded_calls_are_refused() -> None:
    visit = Visit(for_agents=False)
    with pytest.raises(RuleBroken) as refused:
        visit.send()
    assert refused.value.code == "flow.not_for_agents"
    visit = Visit()
    with pytest.raises(RuleBroken) as unknown:
        visit.wish(SendToFlow, flow_id=FlowId("nowhere"), stays=True)
    assert unknown.value.code == "catalogue.unknown"
    visit.answer(visit.pass_to(AddParty, "bob"))
    with pytest.raises(RuleBroken) as crowded:
        visit.send()
    assert crowded.value.code == "transfer.others_in_call"


def test_nobody_else_may_send_or_take_back() -> None:
    visit = Visit()
    with pytest.raises(RuleBroken) as refused:
        visit.wish(SendToFlow, BOB, flow_id=PAY, stays=True)
    assert refused.value.code == "interaction.not_yours"
    visit.send()
    with pytest.raises(RuleBroken) as taken:
        visit.wish(TakeBack, BOB)
    assert taken.value.code == "interaction.not_yours"


def test_who_was_sent_by_nobody_hears_the_end_at_a_step_that_brings_back() -> None:
    centre = SmallCentre(steps={"wait": ReturnStep()})
    closed = of(centre.call(), InteractionClosed)
    assert [event.outcome for event in closed] == [Outcome.FLOW_ENDED]
