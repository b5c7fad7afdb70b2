"""Whether a queue may be saved as it is: each refusal says what to do. Pure."""

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from antiphon.kernel.events import RuleBroken, said_at
from antiphon.kernel.ids import QueueId, SkillId
from antiphon.routing.contract import (
    OverflowKind,
    PreferredAgent,
    Queue,
    QueueOverflow,
    RelaxationStep,
)
from antiphon.routing.scoring import AgentChoice
from antiphon.routing.waiting import ExitKind

LONGEST_S = 86_400
MOST_AT_ONCE = 50
# Calls a minute times seconds of the target, of the busiest queue there may be.
MOST_WEIGHT = 10_000
_MOST_ALTERNATIVES = 8
_MOST_STEPS = 10
_MOST_ADDED = 10


def check_queue(queue: Queue, queues: Mapping[str, Queue]) -> None:
    """Raise RuleBroken for the first thing in `queue` that cannot work; `queues` are the others."""
    _within("routing.priority_out_of_range", queue.priority, 0, 9, "Priorities run from 0 to 9.")
    _within(
        "routing.offer_timeout",
        queue.offer_timeout_s,
        5,
        120,
        "An offer lasts from 5 to 120 seconds.",
    )
    _within(
        "routing.offers_at_once",
        queue.offers_at_once,
        1,
        MOST_AT_ONCE,
        "A customer is offered to 1 to 50 agents at once.",
    )
    for seconds in (queue.priority_step_s, queue.vip_step_s):
        _within(
            "routing.head_start", seconds, 0, 3600, "A head start lasts from 0 to 3600 seconds."
        )
    with said_at("alternative_skills"):
        _check_alternatives(queue)
    _check_weights(queue)
    if queue.share_percent is not None:
        _within(
            "routing.share", queue.share_percent, 1, 100, "A share runs from 1 to 100 per cent."
        )
    _check_ratio(queue)
    with said_at("preferred_wait_s"):
        _check_preference(queue)
    with said_at("relaxation"):
        _check_relaxation(queue, queues)
    _check_patience(queue)
    _check_exits(queue, queues)
    if queue.when_closed is not None:
        _check_overflow(queue, queue.when_closed, "Closed, the queue", "when_closed", queues)
    _check_circle(queue, queues)


def check_known(queue: Queue, *, hours: Container[str], trunks: Container[str]) -> None:
    """Raise RuleBroken for opening hours or a trunk that are not there."""
    rules = queue.waiting.call_back
    within = "waiting.call_back"
    for field, named in (("hours_id", queue.hours_id), (f"{within}.hours_id", rules.hours_id)):
        if named is not None and named not in hours:
            raise RuleBroken(
                "catalogue.unknown", f"There are no opening hours {named!r}.", field=field
            )
    if rules.trunk_id is not None and rules.trunk_id not in trunks:
        sentence = f"There is no trunk {rules.trunk_id!r}."
        raise RuleBroken("catalogue.unknown", sentence, field=f"{within}.trunk_id")


def skills_named(queue: Queue) -> Iterator[tuple[SkillId, int]]:
    """Every skill with a level that the queue asks for."""
    yield from queue.required_skills.items()
    for alternative in queue.alternative_skills:
        yield from alternative.items()


def queues_named(queue: Queue) -> set[str]:
    """The other queues that this one leads to."""
    named = {queue_id for step in queue.relaxation for queue_id in step.add_queues}
    by_key = {way.queue_id for way in queue.waiting.exits.values() if way.queue_id is not None}
    return named | by_key | set(_overflows_to(queue))


def _within(code: str, value: float, least: float, most: float, sentence: str) -> None:
    if not least <= value <= most:
        raise RuleBroken(code, sentence)


def _check_alternatives(queue: Queue) -> None:
    if len(queue.alternative_skills) > _MOST_ALTERNATIVES:
        raise RuleBroken("routing.too_many_alternatives", "Give at most 8 alternatives.")
    for number, alternative in enumerate(queue.alternative_skills):
        if not alternative:
            raise RuleBroken(
                "routing.empty_alternative",
                "Each alternative needs a skill: add one, or take the alternative away.",
                field=f"alternative_skills.{number}",
            )


def _check_weights(queue: Queue) -> None:
    weights = queue.choice_weights
    if weights is None:
        return
    if queue.agent_choice is not AgentChoice.WEIGHTED:
        raise RuleBroken(
            "routing.weights_unused",
            "Weights count only when agents are chosen by weights.",
            field="choice_weights",
        )
    if not any(msgspec.structs.astuple(weights)):
        raise RuleBroken(
            "routing.weights_zero",
            "Without any points all agents are worth the same: give points to something.",
            field="choice_weights.idle_second",
        )


def _check_exits(queue: Queue, queues: Mapping[str, Queue]) -> None:
    for key, way in queue.waiting.exits.items():
        if way.kind is ExitKind.QUEUE and way.queue_id is None:
            raise RuleBroken(
                "routing.exit_target",
                f"The key {key} leads to another queue: name the queue.",
                field=f"waiting.exits.{key}.queue_id",
                key=key,
            )
        if way.queue_id is not None and way.queue_id not in queues and way.queue_id != queue.id:
            raise RuleBroken(
                "catalogue.unknown",
                f"The key {key}: there is no queue {way.queue_id!r}.",
                field=f"waiting.exits.{key}.queue_id",
            )


def _check_ratio(queue: Queue) -> None:
    _within(
        "routing.ratio_weight", queue.ratio_weight, 1, MOST_WEIGHT, "A weight runs from 1 to 10000."
    )
    if queue.weight is not None and queue.share_percent is not None:
        raise RuleBroken(
            "routing.ratio_and_share",
            "Give the queue a share of the work, or an order by ratio, not both.",
            field="share_percent",
        )


def _check_preference(queue: Queue) -> None:
    _within(
        "routing.preferred_wait",
        queue.preferred_wait_s,
        0,
        3600,
        "A customer is kept for one agent for 0 to 3600 seconds.",
    )
    prefers = queue.preferred_agent is not PreferredAgent.NOBODY
    prefers = prefers or queue.preferred_team_id is not None
    if prefers != (queue.preferred_wait_s > 0):
        raise RuleBroken(
            "routing.preference_incomplete",
            "Give both whom a customer is kept for and for how many seconds, or neither.",
        )


def _check_patience(queue: Queue) -> None:
    """Who is kept for one agent until the queue sends them away is never offered to another."""
    ends = [step.after_s for step in queue.relaxation if _always_leaves(step)]
    if ends and queue.preferred_wait_s >= min(ends):
        raise RuleBroken(
            "routing.preferred_wait_too_long",
            f"After {min(ends)} seconds customers go elsewhere, and no other agent would ever be"
            " asked: keep them for less long.",
            field="preferred_wait_s",
            seconds=min(ends),
        )


def _always_leaves(step: RelaxationStep) -> bool:
    is_certain = step.if_waiting_over is None and step.if_expected_wait_over_s is None
    return step.overflow is not None and is_certain


def _check_relaxation(queue: Queue, queues: Mapping[str, Queue]) -> None:
    steps = queue.relaxation
    if len(steps) > _MOST_STEPS:
        raise RuleBroken("routing.too_many_steps", "Give at most 10 steps of relaxation.")
    for number, (before, step) in enumerate(pairwise(steps), start=2):
        if step.after_s <= before.after_s:
            raise RuleBroken(
                "routing.steps_out_of_order",
                f"Step {number} of relaxation comes no later than the one before it: give it more "
                f"than {before.after_s} seconds.",
                field=f"{_place(number)}.after_s",
                step=number,
                seconds=before.after_s,
            )
    for number, step in enumerate(steps, start=1):
        with said_at(_place(number)):
            _check_step(queue, step, number, queues)
        if step.overflow is not None and number < len(steps):
            raise RuleBroken(
                "routing.steps_after_overflow",
                f"Step {number} of relaxation sends customers elsewhere, so nothing can follow it: "
                "make it the last one.",
                field=f"{_place(number)}.overflow",
                step=number,
            )


def _place(number: int) -> str:
    return f"relaxation.{number - 1}"


def _check_step(
    queue: Queue, step: RelaxationStep, number: int, queues: Mapping[str, Queue]
) -> None:
    where = f"Step {number} of relaxation"
    for code, field, least, most, sentence in (
        ("routing.step_time", "after_s", 1, LONGEST_S, "comes after 1 to 86400 seconds"),
        ("routing.step_levels", "lower_levels_by", 0, 9, "lowers levels by 0 to 9"),
        ("routing.step_priority", "raise_priority_by", 0, 9, "raises priority by 0 to 9"),
    ):
        with said_at(f"{_place(number)}.{field}"):
            _within(code, getattr(step, field), least, most, f"{where} {sentence}.")
    _check_dropped(queue, step, number)
    with said_at(f"{_place(number)}.add_queues"):
        if len(step.add_queues) > _MOST_ADDED:
            raise RuleBroken("routing.step_queues", f"{where} adds at most 10 queues.", step=number)
        _check_queues(queue, step.add_queues, where, queues)
    if step.overflow is not None:
        _check_overflow(queue, step.overflow, where, f"{_place(number)}.overflow", queues)
    changes = (step.lower_levels_by, step.drop_skills, step.drop_language, step.drop_team)
    if not any((*changes, step.add_queues, step.raise_priority_by, step.overflow)):
        raise RuleBroken(
            "routing.step_empty", f"{where} changes nothing: give it something to do.", step=number
        )


def _check_dropped(queue: Queue, step: RelaxationStep, number: int) -> None:
    where, place = f"Step {number} of relaxation", _place(number)
    if step.if_waiting_over is not None and step.if_waiting_over < 0:
        raise RuleBroken(
            "routing.step_waiting",
            f"{where} asks for a number of waiting below 0.",
            field=f"{place}.if_waiting_over",
            step=number,
        )
    asked = {skill for skill, _ in skills_named(queue)}
    if not asked.issuperset(step.drop_skills):
        raise RuleBroken(
            "routing.step_skill",
            f"{where} drops a skill that the queue does not ask for.",
            field=f"{place}.drop_skills",
            step=number,
        )
    if step.drop_language and not queue.match_language:
        raise RuleBroken(
            "routing.step_language",
            f"{where} drops the language, which the queue does not ask for.",
            field=f"{place}.drop_language",
            step=number,
        )


def _check_overflow(
    queue: Queue, overflow: QueueOverflow, where: str, place: str, queues: Mapping[str, Queue]
) -> None:
    """What is missing of a way out, and a queue that it cannot lead to, is refused."""
    if overflow.kind is OverflowKind.EXTERNAL and not overflow.number:
        raise RuleBroken(
            "routing.overflow_number",
            f"{where} calls outside: give the number.",
            field=f"{place}.number",
        )
    if overflow.kind is not OverflowKind.QUEUE:
        return
    with said_at(f"{place}.queue_id"):
        if overflow.queue_id is None:
            raise RuleBroken("routing.overflow_target", f"{where} overflows: name the queue.")
        _check_queues(queue, [overflow.queue_id], where, queues)


def _check_queues(
    queue: Queue, targets: Sequence[QueueId], where: str, queues: Mapping[str, Queue]
) -> None:
    for target in targets:
        if target == queue.id:
            raise RuleBroken("routing.step_own_queue", f"{where} names this queue itself.")
        if target not in queues:
            raise RuleBroken("catalogue.unknown", f"{where}: there is no queue {target!r}.")


def _check_circle(queue: Queue, queues: Mapping[str, Queue]) -> None:
    steps = [
        (f"{_place(number)}.overflow", step.overflow)
        for number, step in enumerate(queue.relaxation, start=1)
    ]
    for place, way in (*steps, ("when_closed", queue.when_closed)):
        target = queues.get(way.queue_id) if way is not None and way.queue_id is not None else None
        if target is not None and queue.id in _reachable(target, queues):
            raise RuleBroken(
                "routing.overflow_circle",
                f"Customers sent to {target.name!r} would overflow in a circle back to this queue.",
                field=f"{place}.queue_id",
                queue=target.name,
            )


def _overflows_to(queue: Queue) -> list[str]:
    ways = [*(step.overflow for step in queue.relaxation), queue.when_closed]
    return [way.queue_id for way in ways if way is not None and way.queue_id is not None]


def _reachable(queue: Queue, queues: Mapping[str, Queue]) -> set[str]:
    found: set[str] = set()
    pending = _overflows_to(queue)
    while pending:
        queue_id = pending.pop()
        if queue_id not in found:
            found.add(queue_id)
            target = queues.get(queue_id)
            pending += _overflows_to(target) if target is not None else []
    return found
