"""A supervisor's acts: what they lead to, what is refused, and that each is on record."""

import msgspec
import pytest
from tests.support.centre import BREAK, QUEUE, SmallCentre

from antiphon.agents.contract import (
    Agent,
    AgentSaved,
    AgentState,
    ChangePresence,
    Presence,
    PresenceChanged,
    ReportPhone,
    SaveAgent,
)
from antiphon.app.centre.stuck import OVERDUE, find_stuck
from antiphon.interactions.contract import InteractionClosed, Outcome
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, MessageId, QueueId, UserId
from antiphon.routing.contract import OfferMade, Queue, SaveQueue
from antiphon.supervision.contract import (
    AgentStateSet,
    AssignAgent,
    FreedReason,
    FreeInteraction,
    HealStuck,
    InteractionFreed,
    MoveWaiting,
    PickWaiting,
    SetAgentState,
    WaitingMoved,
    WaitingPicked,
)
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit

ANN, BOB = AgentId("ann"), AgentId("bob")
SUE = UserId("sue")
CALL = InteractionId("c1")
SERVICE = QueueId("service")


def set_state(agent_id: AgentId, presence: Presence, **more: object) -> SetAgentState:
    command = SetAgentState(
        message_id=MessageId("m1"), agent_id=agent_id, presence=presence, by=SUE, sender_name="Sue"
    )
    return msgspec.structs.replace(command, **more)


def not_ready(centre: SmallCentre, *agents: AgentId) -> None:
    for agent_id in agents:
        choice = ChangePresence(agent_id=agent_id, presence=Presence.NOT_READY, reason_id=BREAK)
        centre.do(choice)


def test_a_supervisor_sets_an_agents_state_and_both_are_on_record() -> None:
    centre = SmallCentre("ann")
    command = set_state(ANN, Presence.NOT_READY, reason_id=BREAK, note=" Please rest. ")
    told, changed = centre.do(command)[:2]
    assert isinstance(told, AgentStateSet)
    assert (told.name, told.note, told.by) == ("ann", "Please rest.", SUE)
    assert isinstance(changed, PresenceChanged)
    assert (changed.presence, changed.by) == (Presence.NOT_READY, SUE)
    assert centre.world.agents.live[ANN].state is AgentState.NOT_READY


def test_setting_what_is_so_already_changes_nothing() -> None:
    centre = SmallCentre("ann")
    assert centre.do(set_state(ANN, Presence.READY)) == []


def test_nobody_is_made_to_be_at_work() -> None:
    centre = SmallCentre("ann")
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.OFFLINE))
    with pytest.raises(RuleBroken, match="not at work"):
        centre.do(set_state(ANN, Presence.READY))


def test_an_agent_in_a_conversation_cannot_be_signed_out() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    with pytest.raises(RuleBroken, match="in hand"):
        centre.do(set_state(ANN, Presence.OFFLINE))


def test_other_queues_let_an_agent_have_whoever_waits_there() -> None:
    centre = SmallCentre("ann")
    centre.do(SaveQueue(queue=Queue(id=SERVICE, name="Service")))
    centre.do(AssignAgent(agent_id=ANN, queues=(SERVICE,), skills={}, by=SUE))
    centre.call()
    assert centre.offer_of() is None
    happened = centre.do(AssignAgent(agent_id=ANN, queues=(SERVICE, QUEUE), skills={}, by=SUE))
    assert any(isinstance(event, AgentSaved) and event.by == SUE for event in happened)
    assert any(isinstance(event, OfferMade) for event in happened)
    with pytest.raises(RuleBroken, match="no queue"):
        centre.do(AssignAgent(agent_id=ANN, queues=(QueueId("nowhere"),), skills={}, by=SUE))


def test_the_last_in_line_can_be_picked_for_an_agent_of_another_queue() -> None:
    centre = SmallCentre("ann")
    not_ready(centre, ANN)
    for name in ("c1", "c2", "c3"):
        centre.call(name)
    centre.do(SaveQueue(queue=Queue(id=SERVICE, name="Service")))
    centre.do(SaveAgent(agent=Agent(id=BOB, name="bob", queues=(SERVICE,))))
    centre.do(ReportPhone(agent_id=BOB, is_reachable=True))
    centre.do(ChangePresence(agent_id=BOB, presence=Presence.READY))
    last = InteractionId("c3")
    happened = centre.do(PickWaiting(interaction_id=last, agent_id=BOB, by=SUE))
    picked, offered = happened[:2]
    assert isinstance(picked, WaitingPicked)
    assert picked.name == "bob"
    assert isinstance(offered, OfferMade)
    assert (offered.interaction_id, offered.agent_id) == (last, BOB)


def test_a_picked_customer_is_taken_from_the_agent_who_was_asked() -> None:
    centre = SmallCentre("ann", "bob")
    centre.call()
    asked = centre.offer_of()
    assert asked is not None
    other = BOB if asked.agent_id == ANN else ANN
    centre.do(PickWaiting(interaction_id=CALL, agent_id=other, by=SUE))
    offer = centre.offer_of()
    assert offer is not None
    assert offer.agent_id == other
    assert centre.world.agents.live[asked.agent_id].state is AgentState.READY
    # Twice changes nothing.
    assert centre.do(PickWaiting(interaction_id=CALL, agent_id=other, by=SUE)) == []


def test_nobody_is_picked_for_an_agent_who_is_not_free() -> None:
    centre = SmallCentre("ann")
    not_ready(centre, ANN)
    centre.call()
    with pytest.raises(RuleBroken, match="ann is not free"):
        centre.do(PickWaiting(interaction_id=CALL, agent_id=ANN, by=SUE))
    with pytest.raises(RuleBroken, match="does not wait"):
        centre.do(PickWaiting(interaction_id=InteractionId("x"), agent_id=ANN, by=SUE))


def test_a_moved_customer_keeps_the_wait_so_far() -> None:
    centre = SmallCentre("ann")
    not_ready(centre, ANN)
    centre.call()
    before = centre.world.routing.waiting[CALL].order_at
    centre.do(SaveQueue(queue=Queue(id=SERVICE, name="Service")))
    centre.pass_time(30)
    happened = centre.do(MoveWaiting(interaction_id=CALL, queue_id=SERVICE, priority=7, by=SUE))
    assert isinstance(happened[0], WaitingMoved)
    assert happened[0].name == "Service"
    waiting = centre.world.routing.waiting[CALL]
    assert (waiting.queue_id, waiting.priority, waiting.order_at) == (SERVICE, 7, before)


def test_a_higher_priority_moves_a_customer_to_the_front() -> None:
    centre = SmallCentre("ann")
    not_ready(centre, ANN)
    centre.call("c1")
    centre.call("c2")
    centre.do(MoveWaiting(interaction_id=InteractionId("c2"), priority=9, by=SUE))
    assert centre.world.routing.position(InteractionId("c2")) == 1
    assert centre.do(MoveWaiting(interaction_id=InteractionId("c2"), priority=9, by=SUE)) == []


def test_freeing_ends_a_conversation_and_frees_its_agent() -> None:
    centre = SmallCentre("ann", wrap_up_s=600)
    centre.talk()
    happened = centre.do(FreeInteraction(interaction_id=CALL, by=SUE))
    freed = happened[0]
    assert isinstance(freed, InteractionFreed)
    assert (freed.name, freed.reason, freed.by) == ("ann", FreedReason.SUPERVISOR, SUE)
    assert centre.world.agents.live[ANN].state is AgentState.READY
    assert centre.world.interactions.open == {}
    with pytest.raises(RuleBroken, match="over already"):
        centre.do(FreeInteraction(interaction_id=CALL, by=SUE))


def test_freeing_ends_a_wait_that_was_offered() -> None:
    centre = SmallCentre("ann")
    centre.call()
    happened = centre.do(FreeInteraction(interaction_id=CALL, by=SUE))
    closed = next(event for event in happened if isinstance(event, InteractionClosed))
    assert closed.outcome is Outcome.FAILED
    assert centre.world.agents.live[ANN].is_available


def test_freeing_ends_a_wrap_up_as_handled() -> None:
    centre = SmallCentre("ann", wrap_up_s=600)
    offer = centre.talk()
    centre.leg_ends(leg_of_offer(offer))
    assert centre.world.agents.live[ANN].state is AgentState.WRAP_UP
    happened = centre.do(FreeInteraction(interaction_id=CALL, by=SUE))
    closed = next(event for event in happened if isinstance(event, InteractionClosed))
    assert closed.outcome is Outcome.HANDLED
    assert centre.world.agents.live[ANN].is_available


def test_a_wrap_up_whose_deadline_was_lost_is_found_and_ended() -> None:
    centre = SmallCentre("ann", wrap_up_s=600)
    offer = centre.talk()
    centre.leg_ends(leg_of_offer(offer))
    assert find_stuck(centre.world, centre.now) == []
    centre.world.deadlines.clear(f"interaction/{CALL}")
    assert [stuck.reason for stuck in find_stuck(centre.world, centre.now)] == ["overdue"]
    freed = centre.do(HealStuck())[0]
    assert isinstance(freed, InteractionFreed)
    assert freed.by is None
    assert centre.world.agents.live[ANN].is_available
    assert centre.do(HealStuck()) == []


def test_a_deadline_that_has_just_fallen_due_is_not_overdue() -> None:
    centre = SmallCentre("ann", wrap_up_s=10)
    offer = centre.talk()
    centre.leg_ends(leg_of_offer(offer))
    due = centre.world.deadlines.at[f"interaction/{CALL}"][0]
    assert find_stuck(centre.world, due) == []
    assert find_stuck(centre.world, due + OVERDUE) == []
    assert find_stuck(centre.world, due + OVERDUE * 1.1) != []


def test_a_customer_who_fell_out_of_line_is_put_back_in() -> None:
    centre = SmallCentre("ann")
    not_ready(centre, ANN)
    centre.call()
    del centre.world.routing.waiting[CALL]
    centre.do(HealStuck())
    assert CALL in centre.world.routing.waiting
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    assert centre.offer_of() is not None
