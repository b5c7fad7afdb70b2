"""Whether a queue may be saved as it is: each refusal says what to do. Pure."""

from collections.abc import Container, Iterator, Mapping
from itertools import pairwise

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
    if queue.choice_weights is not None and queue.agent_choice is not AgentChoice.WEIGHTED:
        raise RuleBroken(
            "routing.weights_unused",
            "Weights count only when agents are chosen by weights.",
            field="choice_weights",
        )
    if queue.share_percent is not None:
        _within(
            "routing.share", queue.share_percent, 1, 100, "A share runs from 1 to 100 per cent."
        )
    _check_ratio(queue)
    with said_at("preferred_wait_s"):
        _check_preference(queue)
    with said_at("relaxation"):
        _check_relaxation(queue, queues)
    with said_at("waiting"):
        _check_exits(queue, queues)
    if queue.when_closed is not None:
        where = "Closed, the queue"
        with said_at("when_closed"):
            _check_queues(queue, _overflow_targets(queue.when_closed, where), where, queues)
    _check_circle(queue, queues)


def check_known(queue: Queue, *, hours: Container[str], trunks: Container[str]) -> None:
    """Raise RuleBroken for opening hours or a trunk that are not there."""
    rules = queue.waiting.call_back
    for field, named in (("hours_id", queue.hours_id), ("waiting", rules.hours_id)):
        if named is not None and named not in hours:
            raise RuleBroken(
                "catalogue.unknown", f"There are no opening hours {named!r}.", field=field
            )
    if rules.trunk_id is not None and rules.trunk_id not in trunks:
        sentence = f"There is no trunk {rules.trunk_id!r}."
        raise RuleBroken("catalogue.unknown", sentence, field="waiting")


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
    if queue.alternative_skills and not all(queue.alternative_skills):
        raise RuleBroken("routing.empty_alternative", "Each alternative needs a skill.")


def _check_exits(queue: Queue, queues: Mapping[str, Queue]) -> None:
    for key, way in queue.waiting.exits.items():
        if way.queue_id is not None and way.queue_id not in queues and way.queue_id != queue.id:
            raise RuleBroken(
                "catalogue.unknown", f"The key {key}: there is no queue {way.queue_id!r}."
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
                step=number,
                seconds=before.after_s,
            )
    for number, step in enumerate(steps, start=1):
        _check_step(queue, step, number, queues)
        if step.overflow is not None and number < len(steps):
            raise RuleBroken(
                "routing.steps_after_overflow", "Nothing can follow a step that overflows."
            )


def _check_step(
    queue: Queue, step: RelaxationStep, number: int, queues: Mapping[str, Queue]
) -> None:
    where = f"Step {number} of relaxation"
    _within(
        "routing.step_time", step.after_s, 1, LONGEST_S, f"{where} comes after 1 to 86400 seconds."
    )
    _within("routing.step_levels", step.lower_levels_by, 0, 9, f"{where} lowers levels by 0 to 9.")
    _within(
        "routing.step_priority", step.raise_priority_by, 0, 9, f"{where} raises priority by 0 to 9."
    )
    if step.if_waiting_over is not None and step.if_waiting_over < 0:
        raise RuleBroken(
            "routing.step_waiting", f"{where} asks for a number of waiting below 0.", step=number
        )
    asked = {skill for skill, _ in skills_named(queue)}
    for skill in step.drop_skills:
        if skill not in asked:
            raise RuleBroken(
                "routing.step_skill",
                f"{where} drops a skill that the queue does not ask for.",
                step=number,
            )
    if step.drop_language and not queue.match_language:
        raise RuleBroken(
            "routing.step_language",
            f"{where} drops the language, which the queue does not ask for.",
            step=number,
        )
    if len(step.add_queues) > _MOST_ADDED:
        raise RuleBroken("routing.step_queues", f"{where} adds at most 10 queues.", step=number)
    _check_targets(queue, step, where, queues)
    changes = (step.lower_levels_by, step.drop_skills, step.drop_language, step.drop_team)
    if not any((*changes, step.add_queues, step.raise_priority_by, step.overflow)):
        raise RuleBroken(
            "routing.step_empty", f"{where} changes nothing: give it something to do.", step=number
        )


def _check_targets(
    queue: Queue, step: RelaxationStep, where: str, queues: Mapping[str, Queue]
) -> None:
    targets = list(step.add_queues)
    if step.overflow is not None:
        targets += _overflow_targets(step.overflow, where)
    _check_queues(queue, targets, where, queues)


def _overflow_targets(overflow: QueueOverflow, where: str) -> list[QueueId]:
    """The queue that it leads to, if it is one; what is missing is refused."""
    if overflow.kind is OverflowKind.EXTERNAL and not overflow.number:
        raise RuleBroken("routing.overflow_number", f"{where} calls outside: give the number.")
    if overflow.kind is not OverflowKind.QUEUE:
        return []
    if overflow.queue_id is None:
        raise RuleBroken("routing.overflow_target", f"{where} overflows: name the queue.")
    return [overflow.queue_id]


def _check_queues(
    queue: Queue, targets: list[QueueId], where: str, queues: Mapping[str, Queue]
) -> None:
    for target in targets:
        if target == queue.id:
            raise RuleBroken("routing.step_own_queue", f"{where} names this queue itself.")
        if target not in queues:
            raise RuleBroken("catalogue.unknown", f"{where}: there is no queue {target!r}.")


def _check_circle(queue: Queue, queues: Mapping[str, Queue]) -> None:
    steps = [("relaxation", step.overflow) for step in queue.relaxation]
    for field, way in (*steps, ("when_closed", queue.when_closed)):
        target = queues.get(way.queue_id) if way is not None and way.queue_id is not None else None
        if target is not None and queue.id in _reachable(target, queues):
            raise RuleBroken(
                "routing.overflow_circle",
                f"Customers sent to {target.name!r} would overflow in a circle back to this queue.",
                field=field,
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
