"""What a day came to, and how sure that is: means over several seeds with their 95 % intervals.

*Service level*: answered within the queue's target, of all who were answered or left later than
a short abandon. *Occupancy*: time with work in hand, of all time in which an agent was ready or
had work.
"""

import math
from collections.abc import Sequence

import msgspec

from antiphon.routing.contract import Queue

# The two-sided 95 % points of Student's distribution for 1, 2, ... degrees of freedom.
_STUDENT = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14)
_NORMAL = 1.96


class Tally(msgspec.Struct, kw_only=True):
    """One queue's day: waits in seconds, by how they ended."""

    answered: list[float] = []
    left: list[float] = []


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """One day of one queue, or of all. Shares run from 0 to 1, waits are in seconds."""

    offered: float
    answered: float
    abandoned: float
    service_level: float
    mean_wait_s: float
    p90_wait_s: float
    longest_wait_s: float
    occupancy: float


class HalfHour(msgspec.Struct, frozen=True, kw_only=True):
    """Half an hour of one queue, or of all, in the units of Figures; None where nobody counts.

    `offered`, `service_level` and `mean_wait_s` are of those who came in it; `waiting` is how many
    were in line on average.
    """

    offered: float
    waiting: float
    service_level: float | None
    mean_wait_s: float | None
    occupancy: float | None


class Interval(msgspec.Struct, frozen=True):
    """A mean over the seeds, and half the width of its 95 % interval."""

    mean: float
    within: float


def figures_of(tallies: Sequence[tuple[Tally, Queue]], occupancy: float) -> Figures:
    """The figures of some queues together."""
    answered = sorted(wait for tally, _ in tallies for wait in tally.answered)
    left = [wait for tally, _ in tallies for wait in tally.left]
    service_level = service_level_of(tallies)
    return Figures(
        offered=len(answered) + len(left),
        answered=len(answered),
        abandoned=len(left),
        service_level=1.0 if service_level is None else service_level,
        mean_wait_s=mean_wait_of(tallies) or 0.0,
        p90_wait_s=answered[min(len(answered) - 1, math.ceil(0.9 * len(answered)) - 1)]
        if answered
        else 0.0,
        longest_wait_s=max([*answered, *left], default=0.0),
        occupancy=occupancy,
    )


def service_level_of(tallies: Sequence[tuple[Tally, Queue]]) -> float | None:
    """The share answered within the target; None where nobody counts."""
    counted = in_time = 0
    for tally, queue in tallies:
        counted += len(tally.answered)
        counted += sum(wait >= queue.short_abandon_s for wait in tally.left)
        in_time += sum(wait <= queue.service_level_s for wait in tally.answered)
    return in_time / counted if counted else None


def mean_wait_of(tallies: Sequence[tuple[Tally, Queue]]) -> float | None:
    """In seconds, of those answered; None where nobody was."""
    count = sum(len(tally.answered) for tally, _ in tallies)
    return sum(sum(tally.answered) for tally, _ in tallies) / count if count else None


def interval_of(values: Sequence[float]) -> Interval:
    """The mean of two or more independent runs, and how far the truth may lie from it."""
    count = len(values)
    mean = sum(values) / count
    variance = sum((value - mean) ** 2 for value in values) / (count - 1)
    student = _STUDENT[count - 2] if count - 2 < len(_STUDENT) else _NORMAL
    return Interval(mean, student * math.sqrt(variance / count))


def intervals_of(days: Sequence[Figures]) -> dict[str, Interval]:
    """The interval of each figure, by its name."""
    return {
        name: interval_of([getattr(day, name) for day in days])
        for name in Figures.__struct_fields__
    }


def differences_of(before: Sequence[Figures], after: Sequence[Figures]) -> dict[str, Interval]:
    """The interval of each figure's change; days of equal seeds belong together."""
    pairs = list(zip(before, after, strict=True))
    return {
        name: interval_of([getattr(new, name) - getattr(old, name) for old, new in pairs])
        for name in Figures.__struct_fields__
    }


def course_of(runs: Sequence[Sequence[HalfHour]]) -> dict[str, list[Interval | None]]:
    """The intervals of each figure by half-hour; None where fewer than two runs tell it."""
    return {
        name: [
            _interval_of_some([getattr(half_hour, name) for half_hour in same])
            for same in zip(*runs, strict=True)
        ]
        for name in HalfHour.__struct_fields__
    }


def _interval_of_some(values: Sequence[float | None]) -> Interval | None:
    known = [value for value in values if value is not None]
    return interval_of(known) if len(known) > 1 else None
