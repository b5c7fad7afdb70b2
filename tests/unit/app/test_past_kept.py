"""What the time machine read is kept: the next one reads on, unless another program kept it."""

from pathlib import Path

import pytest
import structlog

from antiphon.agents.contract import Skill, SkillSaved
from antiphon.app.past.machine import TimeMachine
from antiphon.app.past.timeline import PastWorld
from antiphon.journal.contract import Record, decoded
from antiphon.journal.sqlite import SqliteJournal, sqlite_reading
from antiphon.kernel.ids import DEFAULT_TENANT, SkillId
from antiphon.simulation.day import DayPlan, run_day

pytestmark = pytest.mark.unit


@pytest.fixture
def records() -> list[Record]:
    """The journal of a short day."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    try:
        return run_day(4, DayPlan(calls=10)).records
    finally:
        structlog.reset_defaults()


async def test_the_next_machine_reads_on_from_what_was_kept(
    tmp_path: Path, records: list[Record]
) -> None:
    journal = await SqliteJournal.open(tmp_path / "journal.db")
    await journal.append(DEFAULT_TENANT, [decoded(record) for record in records])
    reading = sqlite_reading(tmp_path / "journal.db")

    def a_machine(mark: bytes) -> TimeMachine:
        return TimeMachine(reading, PastWorld(), mark=mark, keep_every=len(records))

    first = a_machine(b"this")
    await first.catch_up()
    at = records[len(records) // 2].at
    told = await first.board(at)

    skill = Skill(id=SkillId("tea"), name="Tea")
    await journal.append(DEFAULT_TENANT, [SkillSaved(at=records[-1].at, skill=skill, by=None)])
    second = a_machine(b"this")
    await second.catch_up()
    assert second.timeline.position == len(records) + 1
    assert [one.position for one in second.timeline.frozen][-1] == len(records)
    assert await second.board(at) == told

    other = a_machine(b"that")
    await other.catch_up()
    assert [one.position for one in other.timeline.frozen] != [
        one.position for one in second.timeline.frozen
    ]
    assert await other.board(at) == told
    await reading.close()
    await journal.close()
