"""Whoever waits again, by whatever way, keeps all that belongs to them."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from tests.support.admission import LI, ask, rules
from tests.support.call_backs import CallBackCentre
from tests.support.centre import BREAK, NOON, QUEUE, SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveAgent,
    SaveSkill,
    SaveTeam,
    Skill,
    Team,
)
from antiphon.customers.contract import Customer, CustomerId, SaveCustomer
from antiphon.interactions.call_control import Target, TargetKind, TransferInteraction
from antiphon.interactions.contract import InteractionQueued
from antiphon.kernel.ids import AgentId, InteractionId, LegId, QueueId, SkillId, TeamId, UserId
from antiphon.routing.admission.contract import Rule, Terms
from antiphon.routing.contract import OverflowKind, Queue, QueueOverflow, RelaxationStep, SaveQueue
from antiphon.routing.waiting import Exit, ExitKind, WaitingRoom
from antiphon.supervision.contract import MoveWaiting
from antiphon.telephony.engine import DigitPressed

pytestmark = pytest.mark.unit

ANN, SUE, OTHER = AgentId("ann"), UserId("sue"), QueueId("repairs")
CALL = InteractionId("c1")
HEAD_START_S = 90


def prepared(centre: SmallCentre) -> SmallCentre:
    """A rule gives the important customer a language and a head start; another queue is served."""
    centre.do(SaveQueue(queue=Queue(id=OTHER, name="Repairs", priority=2)))
    centre.do(SaveAgent(agent=Agent(id=ANN, name="Ann", queues=(QUEUE, OTHER))))
    centre.do(
        SaveCustomer(customer=Customer(id=CustomerId("li"), name="Li", numbers=(LI,), vip_level=4))
    )
    terms = Terms(language="zh-Hans", head_start_s=HEAD_START_S)
    rules(centre, Rule(id="r", name="Li", when="true", terms=terms))
    return centre


def change_queue(centre: SmallCentre, **changes: object) -> None:
    queue = centre.world.routing.queues.get(QUEUE)
    centre.do(SaveQueue(queue=replace(queue, **changes)))


def pause(centre: SmallCentre) -> None:
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))


def in_conversation(centre: SmallCentre) -> None:
    ask(centre)
    offer = centre.offer_of()
    assert offer is not None
    centre.agent_answers(offer.offer_id)
    centre.pass_time(10)


def by_transfer(centre: SmallCentre) -> None:
    in_conversation(centre)
    to = Target(kind=TargetKind.QUEUE, id=OTHER)
    centre.do(TransferInteraction(interaction_id=CALL, agent_id=ANN, target=to))


def by_a_lost_phone(centre: SmallCentre) -> None:
    in_conversation(centre)
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    centre.pass_time(30)


def by_a_supervisor(centre: SmallCentre) -> None:
    pause(centre)
    ask(centre)
    centre.do(MoveWaiting(interaction_id=CALL, queue_id=OTHER, by=SUE))


def by_a_key(centre: SmallCentre) -> None:
    exits = {"1": Exit(kind=ExitKind.QUEUE, queue_id=OTHER)}
    change_queue(centre, waiting=WaitingRoom(exits=exits))
    pause(centre)
    ask(centre)
    centre.hear(DigitPressed(at=centre.now, leg=LegId("c1"), digit="1"))


def by_overflow(centre: SmallCentre) -> None:
    away = QueueOverflow(kind=OverflowKind.QUEUE, queue_id=OTHER)
    change_queue(centre, relaxation=(RelaxationStep(after_s=20, overflow=away),))
    pause(centre)
    ask(centre)
    centre.pass_time(20)


WAYS = (by_transfer, by_a_lost_phone, by_a_supervisor, by_a_key, by_overflow)


def entries(centre: SmallCentre) -> list[InteractionQueued]:
    return [event for event in centre.events if isinstance(event, InteractionQueued)]


@pytest.mark.parametrize("way", WAYS)
def test_who_waits_again_keeps_channel_language_level_and_place(
    way: Callable[[SmallCentre], None],
) -> None:
    centre = prepared(SmallCentre("ann"))
    way(centre)
    first, *later = entries(centre)
    assert (first.language, first.vip_level) == ("zh-Hans", 4)
    assert (NOON - first.order_at).total_seconds() == HEAD_START_S
    assert later, "nobody waited again"
    for again in later:
        kept = (again.channel, again.language, again.vip_level, again.order_at)
        assert kept == (first.channel, first.language, first.vip_level, first.order_at)


def test_a_call_back_waits_with_the_language_and_level_of_its_customer() -> None:
    centre = CallBackCentre("ann")
    prepared(centre)
    pause(centre)
    ask(centre)
    centre.press("c1", "1")
    centre.leg_ends("c1")
    first, attempt = entries(centre)
    assert attempt.interaction_id != first.interaction_id
    assert (attempt.language, attempt.vip_level) == ("zh-Hans", 4)
    assert attempt.order_at == first.order_at


def test_a_call_back_that_is_passed_on_keeps_the_place_of_the_first_call() -> None:
    centre = CallBackCentre("ann")
    prepared(centre)
    pause(centre)
    ask(centre)
    centre.press("c1", "1")
    centre.leg_ends("c1")
    centre.pass_time(300)
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    attempt = InteractionId("c1.b.a1")
    centre.agent_takes(attempt)
    centre.customer_answers(attempt)
    to = Target(kind=TargetKind.QUEUE, id=OTHER)
    centre.do(TransferInteraction(interaction_id=attempt, agent_id=ANN, target=to))
    first, *_, last = entries(centre)
    assert (last.queue_id, last.order_at) == (OTHER, first.order_at)


def test_terms_of_the_rules_hold_in_the_queue_of_a_transfer_too() -> None:
    centre = prepared(SmallCentre("ann"))
    repair = SkillId("repair")
    centre.do(SaveSkill(skill=Skill(id=repair, name="Repair")))
    centre.do(SaveAgent(agent=Agent(id=ANN, name="Ann", queues=(QUEUE, OTHER), skills={repair: 5})))
    terms = Terms(priority=7, skills={repair: 3})
    rules(centre, Rule(id="r", name="Li", when="true", terms=terms))
    by_transfer(centre)
    last = entries(centre)[-1]
    assert (last.queue_id, last.priority, last.skills) == (OTHER, 7, {repair: 3})


def test_a_new_priority_leaves_a_customer_to_the_team() -> None:
    centre = SmallCentre("ann", "bob")
    team = TeamId("gold")
    centre.do(SaveTeam(team=Team(id=team, name="Gold")))
    ann = centre.world.agents.profiles.get(ANN)
    centre.do(SaveAgent(agent=replace(ann, teams=(team,))))
    change_queue(centre, preferred_team_id=team, preferred_wait_s=60)
    pause(centre)
    centre.call()
    assert centre.offer_of() is None, "Bob is not of the team"
    centre.do(MoveWaiting(interaction_id=CALL, priority=9, by=SUE))
    assert entries(centre)[-1].preferred_team_id == team
    assert centre.offer_of() is None
    centre.pass_time(60)
    offer = centre.offer_of()
    assert offer is not None
    assert offer.agent_id == "bob"
