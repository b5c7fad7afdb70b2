"""A day's spend limit: every way to the outside is refused at it; nobody in a talk is cut off."""

from datetime import timedelta

import pytest
from tests.support.call_backs import ANNA
from tests.support.centre import QUEUE
from tests.support.outside import invited, sent_outside
from tests.support.placed_calls import FRIEND, CallingCentre

from antiphon.agents.contract import Agent, ChangePresence, Presence, SaveAgent
from antiphon.app.centre.world import World
from antiphon.app.centre.world_snapshot import pack, unpack
from antiphon.interactions.call_control import StartConsult, Target, TargetKind
from antiphon.interactions.states import State
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, CallBackId, InteractionId
from antiphon.routing.callbacks import CallBack, CallBackPostponed, Origin, RequestCallBack
from antiphon.telephony.contract import OutsideRefused
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import LegAnswered, PhoneKind
from antiphon.telephony.outside_phones import OutsidePhoneBarred

pytestmark = pytest.mark.unit

BOB = AgentId("bob")
P1 = InteractionId("p1")
OTHER = "01055554321"


def limited(most: int = 200) -> DialRules:
    return DialRules(allowed_prefixes=("+86",), daily_spend_limit=most)


def spent_out(*others: str) -> CallingCentre:
    """Anna talks with a number outside, for as long as may be paid."""
    centre = CallingCentre("anna", *others)
    centre.do(SaveDialRules(rules=limited()))
    centre.talks_with_friend()
    centre.pass_time(90)
    return centre


def test_a_call_by_hand_is_refused_and_the_one_that_goes_on_is_not_cut_off() -> None:
    centre = spent_out("bob")
    with pytest.raises(RuleBroken) as refused:
        centre.place("p2", by="bob", number=OTHER)
    assert refused.value.code == "dial.spend_limit"
    centre.pass_time(3_600)
    assert centre.state_of("p1") is State.TALKING


def test_a_call_that_was_wished_in_time_is_not_made_any_more() -> None:
    centre = spent_out("bob")
    centre.do(SaveDialRules(rules=limited(1_000)))
    centre.place("p2", by="bob", number=OTHER)
    centre.do(SaveDialRules(rules=limited()))
    centre.own_phone_answers("p2")
    assert centre.dialled() == [FRIEND]
    assert [reason for _, reason, _ in centre.ends()] == ["dial.spend_limit"]


def test_nobody_outside_is_asked_into_a_call() -> None:
    centre = spent_out()
    target = Target(kind=TargetKind.NUMBER, id=OTHER)
    with pytest.raises(RuleBroken) as refused:
        centre.do(StartConsult(interaction_id=P1, agent_id=ANNA, target=target))
    assert refused.value.code == "dial.spend_limit"


def test_a_call_back_waits_until_there_is_money_again() -> None:
    centre = spent_out("bob")
    wish = CallBack(
        id=CallBackId("w"),
        number="+861055550009",
        queue_id=QUEUE,
        order_at=centre.now,
        due_at=centre.now + timedelta(minutes=5),
        origin=Origin.REQUEST,
    )
    with pytest.raises(RuleBroken) as refused:
        centre.do(RequestCallBack(call_back=wish))
    assert refused.value.code == "dial.spend_limit"
    # There is money when the customer asks, and none when the turn comes.
    centre.do(SaveDialRules(rules=limited(10_000)))
    centre.do(RequestCallBack(call_back=wish))
    centre.do(SaveDialRules(rules=limited()))
    centre.pass_time(301)
    postponed = [one.reason for one in centre.events if isinstance(one, CallBackPostponed)]
    assert (postponed, centre.dialled()) == (["dial.spend_limit"], [FRIEND])


def test_a_customer_is_not_passed_on_to_a_number_outside() -> None:
    centre, happened = sent_outside()
    leg = invited(happened).leg_id
    centre.hear(LegAnswered(at=centre.now, leg=leg))
    assert centre.world.dial_guard.spent_since_a_day(centre.now) == 100
    centre.do(SaveDialRules(rules=limited(100)))
    centre.call("c2")
    refused = [one for one in centre.pass_time(30) if isinstance(one, OutsideRefused)]
    assert [(one.interaction_id, one.reason) for one in refused] == [("c2", "dial.spend_limit")]
    centre.leg_ends(leg)


def test_an_agents_phone_outside_is_not_dialled() -> None:
    centre = spent_out()
    mobile = Agent(
        id=BOB,
        name="Bob",
        queues=(QUEUE,),
        phone_kind=PhoneKind.OUTSIDE,
        phone_number="+8613800138000",
    )
    centre.do(SaveAgent(agent=mobile))
    centre.do(ChangePresence(agent_id=BOB, presence=Presence.READY))
    centre.call()
    barred = [one.reason for one in centre.events if isinstance(one, OutsidePhoneBarred)]
    assert barred == ["dial.spend_limit"]


def test_what_was_spent_comes_back_by_replay_and_from_a_snapshot_amid_a_call() -> None:
    centre = spent_out()
    kept = unpack(pack(centre.world))
    anew = World()
    for event in centre.events:
        anew.apply(event)
    before = len(centre.events)
    centre.pass_time(90)
    centre.leg_ends("p1.c.leg")
    centre.pass_time(600)
    for world in (kept, anew):
        for event in centre.events[before:]:
            world.apply(event)
    now = centre.now
    spent = [one.dial_guard.spent_since_a_day(now) for one in (centre.world, kept, anew)]
    assert spent == [300, 300, 300]
