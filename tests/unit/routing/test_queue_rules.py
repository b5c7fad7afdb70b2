"""What cannot work is refused when it is saved, with a sentence that says what to do."""

from typing import Any

import msgspec
import pytest

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import QueueId, SkillId, TrunkId
from antiphon.routing.contract import (
    OverflowKind,
    PreferredAgent,
    Queue,
    QueueOverflow,
    RelaxationStep,
)
from antiphon.routing.queue_rules import check_known, check_queue, queues_named
from antiphon.routing.scoring import AgentChoice, ChoiceWeights
from antiphon.routing.waiting import CallBackRules, Exit, ExitKind, WaitingRoom

pytestmark = pytest.mark.unit

A, B, C = QueueId("a"), QueueId("b"), QueueId("c")
CARDS = SkillId("cards")


def to(queue_id: QueueId | None, kind: OverflowKind = OverflowKind.QUEUE) -> QueueOverflow:
    return QueueOverflow(kind=kind, queue_id=queue_id)


def a_step(**given: Any) -> tuple[RelaxationStep, ...]:
    return (RelaxationStep(**{"after_s": 10, **given}),)


def a_queue(queue_id: QueueId = A, **given: Any) -> Queue:
    return Queue(id=queue_id, name=queue_id, required_skills={CARDS: 3}, **given)


OTHERS: dict[str, Queue] = {
    B: a_queue(B, relaxation=a_step(overflow=to(C))),
    C: a_queue(C, relaxation=a_step(overflow=to(A))),
}

WRONG: list[tuple[str, dict[str, Any]]] = [
    ("routing.priority_out_of_range", {"priority": 10}),
    ("routing.offer_timeout", {"offer_timeout_s": 4}),
    ("routing.head_start", {"priority_step_s": 3601}),
    ("routing.head_start", {"vip_step_s": -1}),
    ("routing.too_many_alternatives", {"alternative_skills": ({CARDS: 1},) * 9}),
    ("routing.empty_alternative", {"alternative_skills": ({CARDS: 1}, {})}),
    ("routing.weights_unused", {"choice_weights": ChoiceWeights()}),
    (
        "routing.weights_zero",
        {"agent_choice": AgentChoice.WEIGHTED, "choice_weights": ChoiceWeights(idle_second=0)},
    ),
    ("routing.share", {"share_percent": 0}),
    ("routing.preferred_wait", {"preferred_wait_s": 3601}),
    ("routing.preference_incomplete", {"preferred_wait_s": 10}),
    ("routing.preference_incomplete", {"preferred_agent": PreferredAgent.LAST_AGENT}),
    (
        "routing.preferred_wait_too_long",
        {
            "preferred_agent": PreferredAgent.LAST_AGENT,
            "preferred_wait_s": 10,
            "relaxation": a_step(overflow=to(None, OverflowKind.VOICEMAIL)),
        },
    ),
    ("routing.too_many_steps", {"relaxation": a_step(raise_priority_by=1) * 11}),
    ("routing.steps_out_of_order", {"relaxation": a_step(raise_priority_by=1) * 2}),
    ("routing.step_time", {"relaxation": a_step(after_s=0, raise_priority_by=1)}),
    ("routing.step_levels", {"relaxation": a_step(lower_levels_by=10)}),
    ("routing.step_priority", {"relaxation": a_step(raise_priority_by=-1)}),
    ("routing.step_waiting", {"relaxation": a_step(if_waiting_over=-1, raise_priority_by=1)}),
    ("routing.step_skill", {"relaxation": a_step(drop_skills=(SkillId("loans"),))}),
    ("routing.step_language", {"relaxation": a_step(drop_language=True)}),
    ("routing.step_queues", {"relaxation": a_step(add_queues=(B,) * 11)}),
    ("routing.step_own_queue", {"relaxation": a_step(add_queues=(A,))}),
    ("routing.step_empty", {"relaxation": a_step()}),
    ("catalogue.unknown", {"relaxation": a_step(add_queues=(QueueId("x"),))}),
    ("routing.overflow_target", {"relaxation": a_step(overflow=to(None))}),
    ("routing.overflow_number", {"relaxation": a_step(overflow=to(None, OverflowKind.EXTERNAL))}),
    ("routing.overflow_circle", {"relaxation": a_step(overflow=to(B))}),
    (
        "routing.steps_after_overflow",
        {"relaxation": (*a_step(overflow=to(C)), *a_step(after_s=20, raise_priority_by=1))},
    ),
]


def second_step(**given: Any) -> dict[str, Any]:
    first = a_step(raise_priority_by=1)
    return {"relaxation": (*first, *a_step(**{"after_s": 20, "raise_priority_by": 1, **given}))}


def key_one(queue_id: QueueId | None) -> dict[str, Any]:
    return {"waiting": WaitingRoom(exits={"1": Exit(kind=ExitKind.QUEUE, queue_id=queue_id)})}


OUTSIDE = to(None, OverflowKind.EXTERNAL)
WHERE = [
    ("preferred_wait_s", {"preferred_wait_s": 10}),
    ("alternative_skills.1", {"alternative_skills": ({CARDS: 1}, {})}),
    ("choice_weights", {"choice_weights": ChoiceWeights()}),
    (
        "choice_weights.idle_second",
        {"agent_choice": AgentChoice.WEIGHTED, "choice_weights": ChoiceWeights(idle_second=0)},
    ),
    ("when_closed.queue_id", {"when_closed": to(A)}),
    ("when_closed.queue_id", {"when_closed": to(C)}),
    ("when_closed.number", {"when_closed": OUTSIDE}),
    ("relaxation.0", {"relaxation": a_step()}),
    ("relaxation.0.overflow.queue_id", {"relaxation": a_step(overflow=to(B))}),
    (
        "relaxation.0.overflow",
        {"relaxation": (*a_step(overflow=to(C)), *a_step(after_s=20, raise_priority_by=1))},
    ),
    ("relaxation.1.after_s", second_step(after_s=10)),
    ("relaxation.1.lower_levels_by", second_step(lower_levels_by=10)),
    ("relaxation.1.raise_priority_by", second_step(raise_priority_by=10)),
    ("relaxation.1.if_waiting_over", second_step(if_waiting_over=-1)),
    ("relaxation.1.drop_skills", second_step(drop_skills=(SkillId("loans"),))),
    ("relaxation.1.drop_language", second_step(drop_language=True)),
    ("relaxation.1.add_queues", second_step(add_queues=(A,))),
    ("relaxation.1.overflow.queue_id", second_step(overflow=to(None))),
    ("relaxation.1.overflow.number", second_step(overflow=OUTSIDE)),
    ("waiting.exits.1.queue_id", key_one(QueueId("x"))),
    ("waiting.exits.1.queue_id", key_one(None)),
    ("hours_id", {"hours_id": "x"}),
    ("waiting.call_back.hours_id", {"waiting": WaitingRoom(call_back=CallBackRules(hours_id="x"))}),
    (
        "waiting.call_back.trunk_id",
        {"waiting": WaitingRoom(call_back=CallBackRules(trunk_id=TrunkId("x")))},
    ),
]


@pytest.mark.parametrize(("field", "given"), WHERE)
def test_a_refusal_names_its_field(field: str, given: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_in_an_empty_house(a_queue(**given))
    assert broken.value.field == field


def check_in_an_empty_house(queue: Queue) -> None:
    check_queue(queue, OTHERS)
    check_known(queue, hours=(), trunks=())


def test_a_queue_that_a_key_leads_to_is_named() -> None:
    exits = {"1": Exit(kind=ExitKind.QUEUE, queue_id=B)}
    queue = a_queue(waiting=WaitingRoom(exits=exits))
    check_queue(queue, OTHERS)
    assert queues_named(queue) == {B}


@pytest.mark.parametrize(("code", "given"), WRONG)
def test_what_cannot_work_is_refused(code: str, given: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_queue(a_queue(**given), OTHERS)
    assert broken.value.code == code
    assert broken.value.message.endswith(".")


def test_what_can_work_is_saved() -> None:
    queue = a_queue(
        alternative_skills=({CARDS: 5}, {SkillId("loans"): 1}),
        match_language=True,
        agent_choice=AgentChoice.WEIGHTED,
        choice_weights=ChoiceWeights(level=10),
        share_percent=70,
        preferred_agent=PreferredAgent.LAST_AGENT,
        preferred_wait_s=90,
        relaxation=(
            *a_step(lower_levels_by=1, drop_language=True, add_queues=(B, C)),
            *a_step(after_s=60, if_waiting_over=5, overflow=to(C)),
        ),
    )
    others = {**OTHERS, C: msgspec.structs.replace(OTHERS[C], relaxation=())}
    check_queue(queue, others)
