"""Call-backs: the place is kept, nobody is called twice, and every attempt ends."""

from datetime import timedelta

import pytest
from tests.support.call_backs import ANNA, CallBackCentre, busy_centre, free_anna
from tests.support.centre import NOON, QUEUE

from antiphon.agents.contract import AgentState
from antiphon.app.centre.world import World
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, QueueStep, Step
from antiphon.interactions.contract import InteractionClosed, Outcome
from antiphon.interactions.flow_visits import SendToFlow
from antiphon.interactions.states import State
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, CallBackId, FlowId, InteractionId
from antiphon.routing.callbacks import (
    AssignCallBack,
    CallBack,
    CallBackMissed,
    CallBackPostponed,
    CallBackRequested,
    CancelCallBack,
    Origin,
    RequestCallBack,
    Result,
    StartCallBack,
)
from antiphon.routing.waiting import (
    CalledFirst,
)
from antiphon.telephony.engine import EndCause
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit


def test_the_one_who_hung_up_is_served_at_the_turn_that_waiting_would_have_had() -> None:
    centre = busy_centre()
    centre.pass_time(1)
    centre.wants_call("c4", "01055550004")
    free_anna(centre, "c0")
    order = []
    for _ in range(4):
        name = centre.offered()[-1]
        order.append(name)
        centre.agent_takes(name)
        if ".a" in name:
            centre.customer_answers(name)
        free_anna(centre, name)
    assert order == ["c1.b.a1", "c2", "c3", "c4.b.a1"]
    assert centre.dialled() == ["01055550001", "01055550004"]
    assert centre.finished() == [Result.REACHED, Result.REACHED]


def test_a_key_closes_the_call_with_the_outcome_call_back() -> None:
    centre = busy_centre()
    closed = [e for e in centre.events if isinstance(e, InteractionClosed)]
    assert [(e.interaction_id, e.outcome) for e in closed] == [("c1", Outcome.CALL_BACK)]
    assert centre.state_of("c1.b.a1") is State.WAITING


def test_agent_first_the_customer_is_called_when_the_agent_is_there() -> None:
    centre = busy_centre()
    free_anna(centre, "c0")
    assert centre.dialled() == []
    centre.agent_takes("c1.b.a1")
    assert (centre.dialled(), centre.state_of("c1.b.a1")) == (["01055550001"], State.DIALLING)
    centre.customer_answers("c1.b.a1")
    assert centre.state_of("c1.b.a1") is State.TALKING
    centre.leg_ends("c1.b.a1.c.leg")
    centre.pass_time(31)
    assert centre.finished() == [Result.REACHED]


def test_the_place_is_kept_through_a_flow_that_the_agent_sends_the_customer_to() -> None:
    centre = CallBackCentre("anna")
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    came_at = centre.now
    centre.arrive("c1", "01055550001")
    centre.pass_time(20)
    centre.press("c1", "1")
    centre.leg_ends("c1")
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    centre.customer_answers("c1.b.a1")
    steps: dict[str, Step] = {"wait": QueueStep(queue_id=QUEUE)}
    flow = Flow(id=FlowId("on"), name="On", start="wait", steps=steps, for_agents=True)
    centre.do(SaveFlow(flow=flow))
    call = InteractionId("c1.b.a1")
    centre.do(SendToFlow(interaction_id=call, agent_id=ANNA, flow_id=flow.id, stays=True))
    assert centre.state_of("c1.b.a1") is State.WAITING
    assert centre.world.routing.waiting[call].order_at == came_at


def test_customer_first_the_agent_stays_free_until_the_customer_answered() -> None:
    centre = CallBackCentre("anna", first=CalledFirst.CUSTOMER)
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    centre.wants_call("c1", "01055550001")
    free_anna(centre, "c0")
    assert centre.state_of("c1.b.a1") is State.DIALLING
    assert centre.world.agents.live[ANNA].state is AgentState.READY
    centre.customer_answers("c1.b.a1")
    centre.agent_takes("c1.b.a1")
    assert centre.state_of("c1.b.a1") is State.TALKING
    assert centre.dialled() == ["01055550001"]


@pytest.mark.parametrize("cause", [EndCause.BUSY, EndCause.NO_ANSWER, EndCause.UNREACHABLE])
def test_who_is_not_reached_is_tried_again_and_the_agent_is_free(cause: EndCause) -> None:
    centre = CallBackCentre("anna", attempts=2, retry_after_s=60)
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    centre.wants_call("c1", "01055550001")
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    centre.leg_ends("c1.b.a1.c.leg", cause)
    centre.leg_ends(leg_of_offer(centre.offer_ids()[-1]), by_far_end=False)
    assert centre.world.agents.live[ANNA].state is AgentState.READY
    missed = [e for e in centre.events if isinstance(e, CallBackMissed)]
    assert [(e.reason, e.due_at) for e in missed] == [(cause, centre.now + timedelta(seconds=60))]
    centre.pass_time(60)
    centre.agent_takes("c1.b.a2")
    centre.leg_ends("c1.b.a2.c.leg", cause)
    assert centre.finished() == [Result.GIVEN_UP]
    assert len(centre.dialled()) == 2


def test_who_answered_while_we_were_away_is_told_apart_and_called_again() -> None:
    centre = CallBackCentre("anna", attempts=2, retry_after_s=60)
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    centre.wants_call("c1", "01055550001")
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    centre.leg_ends("c1.b.a1.c.leg", EndCause.FAILED, by_far_end=False)
    missed = [e for e in centre.events if isinstance(e, CallBackMissed)]
    assert [e.reason for e in missed] == ["while_unavailable"]
    centre.leg_ends(leg_of_offer(centre.offer_ids()[-1]), by_far_end=False)
    centre.pass_time(60)
    centre.agent_takes("c1.b.a2")
    assert len(centre.dialled()) == 2


def test_ringing_ends_by_itself() -> None:
    centre = CallBackCentre("anna", ring_s=20)
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    centre.wants_call("c1", "01055550001")
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    centre.pass_time(21)
    assert InteractionId("c1.b.a1") not in centre.world.interactions.open
    assert [e.reason for e in centre.events if isinstance(e, CallBackMissed)] == ["no_answer"]


def test_reports_that_come_twice_call_nobody_twice() -> None:
    centre = busy_centre()
    centre.press("c1", "1")
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    offer = centre.offer_ids()[-1]
    centre.agent_answers(offer)
    centre.do(StartCallBack(call_back_id=CallBackId("c1.b")))
    centre.customer_answers("c1.b.a1")
    centre.customer_answers("c1.b.a1")
    assert centre.dialled() == ["01055550001"]


def test_a_second_wish_of_the_same_number_makes_no_second_call() -> None:
    centre = busy_centre()
    centre.wants_call("c9", "01055550001")
    requests = [e for e in centre.events if isinstance(e, CallBackRequested)]
    assert len(requests) == 1


def test_who_calls_again_and_is_served_is_not_called_back() -> None:
    centre = CallBackCentre("anna")
    centre.arrive("c0", "01055550001")
    centre.leg_ends("c0")
    later = NOON + timedelta(minutes=5)
    centre.do(RequestCallBack(call_back=a_call_back("b1", due_at=later)))
    centre.arrive("c1", "01055550001")
    centre.agent_takes("c1")
    assert centre.finished() == [Result.CALLED_AGAIN]


def a_call_back(name: str, *, number: str = "01055550001", **fields: object) -> CallBack:
    """A call-back that somebody asked for."""
    known: dict[str, object] = {"due_at": NOON, "origin": Origin.REQUEST} | fields
    return CallBack(
        id=CallBackId(name),
        number=number,
        queue_id=QUEUE,
        order_at=NOON,
        **known,  # type: ignore[arg-type]
    )


def test_one_for_a_named_agent_waits_for_that_agent() -> None:
    centre = CallBackCentre("anna", "ben")
    centre.arrive("c0", "01055550001")
    centre.leg_ends("c0")
    centre.arrive("c5", "01055550005")
    first = centre.offered()[-1]
    assert first == "c5"
    busy = centre.offer_of("c5")
    assert busy is not None
    centre.agent_answers(busy.offer_id)
    centre.do(RequestCallBack(call_back=a_call_back("b1", agent_id=busy.agent_id)))
    assert [e.reason for e in centre.events if isinstance(e, CallBackPostponed)] == ["agent_busy"]
    centre.leg_ends("c5")
    centre.pass_time(300)
    offer = centre.offer_of("b1.a1")
    assert offer is not None
    assert offer.agent_id == busy.agent_id


def test_an_agent_calls_back_at_once_by_a_click() -> None:
    centre = CallBackCentre("anna", "ben")
    centre.arrive("c0", "01055550001")
    centre.leg_ends("c0")
    later = NOON + timedelta(minutes=5)
    centre.do(RequestCallBack(call_back=a_call_back("b1", due_at=later)))
    centre.do(StartCallBack(call_back_id=CallBackId("b1"), agent_id=AgentId("ben")))
    offer = centre.offer_of("b1.a1")
    assert offer is not None
    assert offer.agent_id == "ben"


def test_a_wished_time_is_kept() -> None:
    centre = CallBackCentre("anna")
    centre.arrive("c0", "01055550001")
    centre.leg_ends("c0")
    later = NOON + timedelta(minutes=5)
    centre.do(RequestCallBack(call_back=a_call_back("b1", due_at=later)))
    centre.pass_time(299)
    assert "b1.a1" not in centre.offered()
    centre.pass_time(2)
    assert "b1.a1" in centre.offered()


@pytest.mark.parametrize(
    "number", ["01099990000", "+4930123456", "1'; DROP", "+861234567890123456"]
)
def test_a_number_that_never_called_is_refused(number: str) -> None:
    centre = CallBackCentre("anna")
    with pytest.raises(RuleBroken):
        centre.do(RequestCallBack(call_back=a_call_back("b1", number=number)))


def test_a_call_back_can_be_cancelled_and_assigned() -> None:
    centre = busy_centre()
    call_back_id = CallBackId("c1.b")
    centre.do(AssignCallBack(call_back_id=call_back_id, agent_id=ANNA))
    assert centre.world.call_backs.open[call_back_id].agent_id == ANNA
    centre.do(CancelCallBack(call_back_id=call_back_id, reason="changed_mind"))
    assert centre.finished() == [Result.CANCELLED]
    assert InteractionId("c1.b.a1") not in centre.world.interactions.open


def test_a_call_back_that_is_under_way_is_not_cancelled() -> None:
    centre = busy_centre()
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    with pytest.raises(RuleBroken, match="under way"):
        centre.do(CancelCallBack(call_back_id=CallBackId("c1.b"), reason=""))


def test_a_key_leads_to_voicemail() -> None:
    centre = busy_centre()
    centre.press("c2", "2")
    assert centre.state_of("c2") is State.FLOW
    assert InteractionId("c2") not in centre.world.routing.waiting


def test_a_key_that_leads_nowhere_changes_nothing() -> None:
    centre = busy_centre()
    before = len(centre.events)
    centre.press("c2", "9")
    assert len(centre.events) == before


def test_whom_a_fault_of_ours_cut_off_is_called_at_the_place_they_had() -> None:
    centre = CallBackCentre("anna", after_cut_off=True)
    for number, name in enumerate(("c0", "c1", "c2")):
        centre.pass_time(1)
        centre.arrive(name, f"0105555000{number}")
    centre.agent_takes("c0")
    for name in ("c2", "c1", "c0"):
        centre.leg_ends(name, EndCause.FAILED, by_far_end=False)
    centre.pass_time(31)
    order = []
    for _ in range(3):
        name = centre.offered()[-1]
        order.append(name)
        centre.agent_takes(name)
        centre.customer_answers(name)
        free_anna(centre, name)
    assert order == ["c0.b.a1", "c1.b.a1", "c2.b.a1"]
    assert centre.finished() == [Result.REACHED] * 3


@pytest.mark.parametrize(
    ("cause", "by_far_end", "number", "is_wanted"),
    [
        (EndCause.FAILED, False, "01055550001", False),
        (EndCause.NORMAL, True, "01055550001", True),
        (EndCause.NORMAL, False, "01055550001", True),
        (EndCause.FAILED, False, "", True),
    ],
    ids=["the queue does not want it", "hung up", "ended by us", "no number"],
)
def test_nobody_else_is_called_for_being_cut_off(
    cause: EndCause, *, by_far_end: bool, number: str, is_wanted: bool
) -> None:
    centre = CallBackCentre("anna", after_cut_off=is_wanted)
    centre.arrive("c1", number)
    centre.leg_ends("c1", cause, by_far_end=by_far_end)
    assert [e for e in centre.events if isinstance(e, CallBackRequested)] == []


def test_replay_gives_the_same_call_backs() -> None:
    centre = busy_centre()
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    again = World()
    for event in centre.events:
        again.apply(event)
    assert again.call_backs.open == centre.world.call_backs.open
    assert again.deadlines.at == centre.world.deadlines.at
    assert again.calls.calls == centre.world.calls.calls
