"""The line in time: whatever was frozen and let go, an instant comes out as it was."""

import random

import pytest
import structlog

from antiphon.app.past.board import draw
from antiphon.app.past.timeline import PastWorld, Timeline, count_agents, utc
from antiphon.journal.contract import Record, decoded
from antiphon.simulation.day import DayPlan, run_day

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """The journal of a short day."""
    # A day says much; the tests that come afterwards listen to the log.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    try:
        return run_day(3, DayPlan(calls=40)).records
    finally:
        structlog.reset_defaults()


@pytest.mark.parametrize("most_bytes", [1 << 20, 40_000])
def test_a_thawed_world_is_the_one_that_was(records: list[Record], most_bytes: int) -> None:
    timeline = Timeline(PastWorld(), freeze_every=50, most_bytes=most_bytes)
    for record in records:
        timeline.take(decoded(record), record)
    assert len(timeline.frozen) > 2
    for position in random.Random(1).sample(range(1, len(records)), 30):
        frozen = timeline.before_position(position)
        assert frozen.position < position
        thawed = frozen.thaw()
        for record in records[frozen.position : position]:
            thawed.apply(decoded(record))
        fresh = PastWorld()
        for record in records[:position]:
            fresh.apply(decoded(record))
        at = records[position - 1].at
        assert draw(thawed, at, position) == draw(fresh, at, position)


def test_what_was_kept_is_read_on_as_if_nothing_had_been(records: list[Record]) -> None:
    whole = Timeline(PastWorld(), freeze_every=50)
    part = Timeline(PastWorld(), freeze_every=50)
    middle = len(records) // 2
    for number, record in enumerate(records):
        whole.take(decoded(record), record)
        if number == middle:
            part = Timeline.revived(part.keep())
            assert part.position == records[middle - 1].position
        part.take(decoded(record), record)
    assert part.minutes == whole.minutes
    last = records[-1]
    assert part.told_until(last.position, 500) == whole.told_until(last.position, 500)
    for position in (middle - 1, middle, middle + 1, len(records)):
        worlds = []
        for line in (part, whole):
            frozen = line.before_position(position)
            world = frozen.thaw()
            for record in records[frozen.position : position]:
                world.apply(decoded(record))
            worlds.append(draw(world, records[position - 1].at, position))
        assert worlds[0] == worlds[1]


def test_the_frozen_worlds_keep_within_their_bytes(records: list[Record]) -> None:
    timeline = Timeline(PastWorld(), freeze_every=10, most_bytes=30_000)
    for record in records:
        timeline.take(decoded(record), record)
    assert sum(len(one.data) for one in timeline.frozen) <= 30_000
    assert timeline.frozen[0].position == 0


def test_a_minute_s_figures_are_those_of_the_world_at_its_end(records: list[Record]) -> None:
    timeline = Timeline(PastWorld())
    for record in records:
        timeline.take(decoded(record), record)
    assert len(timeline.minutes) > 10
    for minute in timeline.minutes[1::4]:
        world = PastWorld()
        for record in records:
            if record.at < utc(minute.at):
                world.apply(decoded(record))
        ready, busy = count_agents(world.agents.live.values())
        told = (minute.waiting, minute.ready, minute.busy)
        assert told == (len(world.routing.waiting), ready, busy)
    assert max(minute.waiting for minute in timeline.minutes) > 0
