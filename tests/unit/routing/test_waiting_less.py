"""As the wait goes on less is asked for; and a customer is kept for the last agent for a while."""

from typing import Any

import msgspec
import pytest
from tests.support.centre import QUEUE, SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveAgent,
    SaveSkill,
    Skill,
    SystemReason,
)
from antiphon.interactions.call_control import HangUpInteraction
from antiphon.interactions.contract import InteractionQueued
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, SkillId
from antiphon.routing.contract import (
    OverflowKind,
    PreferenceEnded,
    PreferenceEndReason,
    PreferredAgent,
    Queue,
    QueueOverflow,
    RelaxationPassed,
    RelaxationStep,
    RemoveQueue,
    RequirementRelaxed,
    SaveQueue,
)

pytestmark = pytest.mark.unit

ANN, BOB = AgentId("ann"), AgentId("bob")
C1, C2 = InteractionId("c1"), InteractionId("c2")
CARDS, LOANS = SkillId("cards"), SkillId("loans")
OTHER = QueueId("other")


def a_centre(**queue: Any) -> SmallCentre:
    centre = SmallCentre(wrap_up_s=0)
    for skill in (CARDS, LOANS):
        centre.do(SaveSkill(skill=Skill(id=skill, name=skill)))
    centre.do(SaveQueue(queue=Queue(id=OTHER, name="Other")))
    save(centre, **queue)
    return centre


def save(centre: SmallCentre, **queue: Any) -> None:
    sales = centre.world.routing.queues.get(QUEUE)
    centre.do(SaveQueue(queue=msgspec.structs.replace(sales, **queue)))


def add(centre: SmallCentre, name: AgentId, *queues: QueueId, **skills: int) -> None:
    levels = {SkillId(skill): level for skill, level in skills.items()}
    agent = Agent(id=name, name=name, queues=queues or (QUEUE,), skills=levels)
    centre.do(SaveAgent(agent=agent))
    centre.do(ReportPhone(agent_id=name, is_reachable=True))
    centre.do(ChangePresence(agent_id=name, presence=Presence.READY))


def holder(centre: SmallCentre, call: InteractionId = C1) -> AgentId | None:
    offers = centre.world.routing.offers.of(call)
    return offers[0].agent_id if offers else None


def test_a_lower_level_will_do_after_a_while() -> None:
    steps = (RelaxationStep(after_s=20, lower_levels_by=2),)
    centre = a_centre(required_skills={CARDS: 5}, relaxation=steps)
    add(centre, ANN, cards=3)
    centre.call()
    centre.pass_time(19)
    assert holder(centre) is None
    happened = centre.pass_time(1)
    assert [e.number for e in happened if isinstance(e, RequirementRelaxed)] == [1]
    assert holder(centre) == ANN


def test_a_skill_is_dropped_and_another_queues_agents_are_asked_in_turn() -> None:
    steps = (
        RelaxationStep(after_s=10, drop_skills=(LOANS,)),
        RelaxationStep(after_s=30, add_queues=(OTHER,)),
    )
    centre = a_centre(required_skills={CARDS: 1, LOANS: 1}, relaxation=steps)
    add(centre, ANN, OTHER, cards=9)
    centre.call()
    centre.pass_time(29)
    assert holder(centre) is None
    centre.pass_time(1)
    assert holder(centre) == ANN


def test_an_offered_customer_asks_for_less_when_the_offer_comes_back() -> None:
    steps = (RelaxationStep(after_s=10, drop_skills=(CARDS,)),)
    centre = a_centre(required_skills={CARDS: 1}, relaxation=steps, offer_timeout_s=15)
    add(centre, ANN, cards=1)
    centre.call()
    add(centre, BOB)
    assert holder(centre) == ANN
    centre.pass_time(15)
    assert holder(centre) == BOB


def test_a_step_whose_condition_does_not_hold_is_passed_over() -> None:
    steps = (
        RelaxationStep(after_s=10, if_waiting_over=1, drop_skills=(CARDS,)),
        RelaxationStep(after_s=20, drop_skills=(CARDS,)),
    )
    centre = a_centre(required_skills={CARDS: 1}, relaxation=steps)
    add(centre, ANN)
    centre.call()
    happened = centre.pass_time(10)
    assert [e.number for e in happened if isinstance(e, RelaxationPassed)] == [1]
    assert holder(centre) is None
    centre.pass_time(10)
    assert holder(centre) == ANN


def test_a_raised_priority_overtakes() -> None:
    steps = (RelaxationStep(after_s=60, if_waiting_over=0, raise_priority_by=3),)
    centre = a_centre(relaxation=steps, priority_step_s=100)
    centre.call("c1")
    centre.pass_time(61)
    save(centre, relaxation=(), priority=2)
    centre.call("c2")
    add(centre, ANN)
    assert holder(centre, C1) == ANN


def test_an_overflow_goes_on_in_the_other_queue_at_the_same_place() -> None:
    overflow = QueueOverflow(kind=OverflowKind.QUEUE, queue_id=OTHER)
    centre = a_centre(relaxation=(RelaxationStep(after_s=30, overflow=overflow),))
    centre.call()
    arrived_at = centre.world.routing.waiting[C1].order_at
    add(centre, ANN, OTHER)
    happened = centre.pass_time(30)
    [queued] = [e for e in happened if isinstance(e, InteractionQueued)]
    assert (queued.queue_id, queued.order_at) == (OTHER, arrived_at)
    assert holder(centre) == ANN


def test_who_waits_already_is_not_touched_by_new_steps() -> None:
    centre = a_centre(required_skills={CARDS: 1})
    add(centre, ANN)
    centre.call()
    save(centre, relaxation=(RelaxationStep(after_s=1, drop_skills=(CARDS,)),))
    centre.pass_time(60)
    assert holder(centre) is None


def test_an_answered_customer_leaves_no_deadline_behind() -> None:
    centre = a_centre(relaxation=(RelaxationStep(after_s=500, raise_priority_by=1),))
    add(centre, ANN)
    centre.talk()
    assert [key for key in centre.world.deadlines.at if key.startswith(("relax", "prefer"))] == []


def who_was_served(centre: SmallCentre, by: AgentId, other: AgentId) -> None:
    """A first call, answered by `by`; then both are ready, the other for longer."""
    add(centre, by)
    offer = centre.talk("c1")
    assert offer
    add(centre, other)
    centre.pass_time(60)
    centre.do(HangUpInteraction(interaction_id=C1, agent_id=by))


def test_a_customer_goes_to_the_last_agent_although_another_was_free_for_longer() -> None:
    centre = a_centre(preferred_agent=PreferredAgent.LAST_AGENT, preferred_wait_s=20)
    who_was_served(centre, ANN, BOB)
    centre.call("c2")
    assert holder(centre, C2) == ANN


def test_a_customer_is_let_go_when_the_last_agent_takes_too_long() -> None:
    centre = a_centre(
        preferred_agent=PreferredAgent.LAST_AGENT, preferred_wait_s=20, offer_timeout_s=60
    )
    who_was_served(centre, ANN, BOB)
    centre.do(ChangePresence(agent_id=BOB, presence=Presence.OFFLINE))
    centre.call("c2")
    assert holder(centre, C2) == ANN
    centre.call("c3")
    add(centre, BOB)
    third = InteractionId("c3")
    assert holder(centre, third) is None
    happened = centre.pass_time(20)
    ended = [e for e in happened if isinstance(e, PreferenceEnded) and e.interaction_id == third]
    assert [e.reason for e in ended] == [PreferenceEndReason.WAITED]
    assert holder(centre, third) == BOB


def test_a_customer_is_let_go_when_the_last_agent_goes_home() -> None:
    centre = a_centre(preferred_agent=PreferredAgent.LAST_AGENT, preferred_wait_s=300)
    who_was_served(centre, ANN, BOB)
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.OFFLINE))
    centre.do(
        ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=SystemReason.SIGNED_IN)
    )
    centre.call("c2")
    assert holder(centre, C2) is None
    happened = centre.do(ChangePresence(agent_id=ANN, presence=Presence.OFFLINE))
    ended = [e for e in happened if isinstance(e, PreferenceEnded)]
    assert [e.reason for e in ended] == [PreferenceEndReason.AGENT_LEFT]
    assert holder(centre, C2) == BOB


def test_who_missed_the_offer_is_not_waited_for_any_longer() -> None:
    centre = a_centre(preferred_agent=PreferredAgent.LAST_AGENT, preferred_wait_s=300)
    who_was_served(centre, ANN, BOB)
    centre.call("c2")
    centre.pass_time(20)
    assert holder(centre, C2) == BOB


def test_a_queue_that_others_lead_to_is_not_removed() -> None:
    centre = a_centre(relaxation=(RelaxationStep(after_s=5, add_queues=(OTHER,)),))
    with pytest.raises(RuleBroken, match="Sales"):
        centre.do(RemoveQueue(id=OTHER))
