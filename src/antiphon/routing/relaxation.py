"""What becomes of a customer who waits long: less is asked for, or another queue takes over. Pure.

`relax` decides about the step that is due; `weakened` is what an event of it makes of the wait.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from antiphon.kernel.events import Event
from antiphon.routing.contract import (
    Queue,
    RelaxationPassed,
    RelaxationStep,
    RequirementRelaxed,
)
from antiphon.routing.demand import relaxed
from antiphon.routing.line import Waiting, moved_on
from antiphon.routing.scoring import Demand


class Outlook(NamedTuple):
    """What a step's conditions are about: how many wait, and what this customer is yet to wait."""

    in_line: int
    expected_wait_s: float | None


def holds(step: RelaxationStep, outlook: Outlook) -> bool:
    """Whether every condition of the step holds; what is not known does not."""
    if step.if_waiting_over is not None and outlook.in_line <= step.if_waiting_over:
        return False
    least = step.if_expected_wait_over_s
    expected = outlook.expected_wait_s
    return least is None or (expected is not None and expected > least)


def relax(
    waiting: Waiting, queue: Queue, target: Queue | None, *, outlook: Outlook, now: datetime
) -> Iterator[Event]:
    """Decide about the step that is due. `target` is the queue it overflows to, if it does."""
    step = waiting.steps[waiting.steps_done]
    number = waiting.steps_done + 1
    if not holds(step, outlook):
        yield RelaxationPassed(at=now, interaction_id=waiting.id, number=number)
    elif target is not None:
        priority = max(waiting.priority, target.priority)
        yield moved_on(waiting, target, now, priority=priority)
    elif step.overflow is not None:
        # The queue it would go to was removed meanwhile, or there is nobody on the line.
        yield RelaxationPassed(at=now, interaction_id=waiting.id, number=number)
    else:
        yield _weaker(waiting, queue, step, number, now)


def _weaker(
    waiting: Waiting, queue: Queue, step: RelaxationStep, number: int, now: datetime
) -> Event:
    demand = relaxed(waiting.demand, step)
    return RequirementRelaxed(
        at=now,
        interaction_id=waiting.id,
        number=number,
        alternatives=tuple(
            sorted(
                (dict(sorted(terms)) for terms in demand.alternatives), key=lambda d: [*d.items()]
            )
        ),
        head_start_s=waiting.head_start_s + step.raise_priority_by * queue.priority_step_s,
    )


def weakened(waiting: Waiting, event: RequirementRelaxed) -> Demand:
    """What is asked for after the event."""
    alternatives = frozenset(frozenset(terms.items()) for terms in event.alternatives)
    return waiting.demand._replace(alternatives=alternatives)
