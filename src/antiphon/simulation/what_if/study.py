"""A whole what-if: read the day, ask whether it comes out the same, live it several times."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from antiphon.app.centre.world import World
from antiphon.journal.contract import JournalReading, decoded
from antiphon.kernel.ids import QueueId
from antiphon.simulation.what_if.day import Reader, RecordedDay
from antiphon.simulation.what_if.figures import (
    Figures,
    HalfHour,
    Interval,
    course_of,
    differences_of,
    intervals_of,
)
from antiphon.simulation.what_if.plan import Plan, planned
from antiphon.simulation.what_if.reproduction import Reproducer, Reproduction
from antiphon.simulation.what_if.run import Day

# What reading the day counts for in the progress, beside one run.
_READING = 2
_TELL_EVERY = 5_000


class Study(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked: the time, what is different, and how many seeds."""

    begins: datetime
    ends: datetime
    plan: Plan
    seeds: int


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One queue, or all: each figure as it was, as it might have been, and the change."""

    queue_id: QueueId | None
    name: str
    before: dict[str, Interval]
    after: dict[str, Interval]
    change: dict[str, Interval]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """The half-hours of one queue, or of all: by figure, from the day's beginning."""

    queue_id: QueueId | None
    before: dict[str, list[Interval | None]]
    after: dict[str, list[Interval | None]]


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What came out."""

    contacts: int
    seeds: int
    reproduction: Reproduction
    comparisons: list[Comparison]
    courses: list[Course]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What the process of a study says: how far (0 to 1), what came out, or why nothing."""

    progress: float = 1.0
    findings: Findings | None = None
    problem: str = ""


class DayEmpty(Exception):  # noqa: N818 (it says what was found)
    """Nobody waited for an agent in that time."""


class Start(NamedTuple):
    """A world of before the day, and the position of the last record in it."""

    world: World
    position: int


async def study(
    journal: JournalReading,
    asked: Study,
    progress: Callable[[float], None],
    start: Start | None = None,
) -> Findings:
    """Answer what was asked; `progress` hears a share from 0 to 1.

    Without `start` the journal is read from its first record.

    Raises:
        DayEmpty: nobody waited in that time.
        PlanUnfit: the plan speaks of somebody who was not there.
    """
    steps = _READING + 2 * asked.seeds
    recorded, reproduction = await _read(journal, asked, start, lambda part: progress(part / steps))
    if not recorded.contacts:
        raise DayEmpty
    other = planned(recorded, asked.plan)
    before: list[_Run] = []
    after: list[_Run] = []
    for seed in range(asked.seeds):
        before.append(_live(recorded, Plan(), seed))
        progress((_READING + 2 * seed + 1) / steps)
        after.append(_live(other, asked.plan, seed))
        progress((_READING + 2 * seed + 2) / steps)
    return Findings(
        contacts=len(recorded.contacts),
        seeds=asked.seeds,
        reproduction=reproduction,
        comparisons=[
            _comparison(recorded, queue_id, before, after) for queue_id in [None, *recorded.queues]
        ],
        courses=[
            Course(
                queue_id=queue_id,
                before=course_of([run.courses[queue_id] for run in before]),
                after=course_of([run.courses[queue_id] for run in after]),
            )
            for queue_id in before[0].courses
        ],
    )


class _Run(NamedTuple):
    figures: dict[QueueId | None, Figures]
    courses: dict[QueueId | None, list[HalfHour]]


def _live(day: RecordedDay, plan: Plan, seed: int) -> _Run:
    """One run; the queues for which nobody waited have no course."""
    run = Day(day, plan, seed)
    figures = run.live()
    courses: dict[QueueId | None, list[HalfHour]] = {None: run.ledger.course(day.queues.values())}
    for queue_id in dict.fromkeys(contact.request.queue_id for contact in day.contacts):
        if (queue := day.queues.get(queue_id)) is not None:
            courses[queue_id] = run.ledger.course([queue])
    return _Run(figures, courses)


async def _read(
    journal: JournalReading,
    asked: Study,
    start: Start | None,
    progress: Callable[[float], None],
) -> tuple[RecordedDay, Reproduction]:
    world, after = start if start is not None else (None, 0)
    reader = Reader(asked.begins, asked.ends, world)
    reproducer = Reproducer(world)
    most = max(1, await journal.last_position() - after)
    async for record in journal.read(after=after):
        if record.at > asked.ends:
            break
        event = decoded(record)
        reader.take(event)
        reproducer.take(event, counts=record.at >= asked.begins)
        if record.position % _TELL_EVERY == 0:
            progress(_READING * (record.position - after) / most)
    return reader.finish(), reproducer.found


def _comparison(
    day: RecordedDay,
    queue_id: QueueId | None,
    before: list[_Run],
    after: list[_Run],
) -> Comparison:
    old = [run.figures[queue_id] for run in before]
    new = [run.figures[queue_id] for run in after]
    return Comparison(
        queue_id=queue_id,
        name=day.queues[queue_id].name if queue_id is not None else "",
        before=intervals_of(old),
        after=intervals_of(new),
        change=differences_of(old, new),
    )
