"""What the time machine read is kept: the next one reads on, unless another program kept it, and
a what-if begins with it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
import structlog
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S

from antiphon.agents.contract import Skill, SkillSaved
from antiphon.app.past.checkpoint import KEPT, last_before
from antiphon.app.past.keeping import PastKeeper
from antiphon.app.past.machine import TimeMachine
from antiphon.app.past.process import COMMAND
from antiphon.app.past.source import Source
from antiphon.app.past.timeline import PastWorld, Timeline
from antiphon.journal.contract import Record, Snapshot, decoded
from antiphon.journal.sqlite import SqliteJournal, sqlite_reading
from antiphon.kernel.ids import DEFAULT_TENANT, SkillId
from antiphon.simulation.day import DayPlan, run_day
from antiphon.simulation.memory_journal import MemoryJournal
from antiphon.simulation.virtual_time import MORNING
from antiphon.simulation.what_if.plan import Plan
from antiphon.simulation.what_if.study import Findings, Start, Study, study

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


class CountedJournal(MemoryJournal):
    """Says how many records were read."""

    def __init__(self, records: list[Record]) -> None:
        super().__init__()
        self.records = records
        self.read_count = 0

    async def read(self, *, after: int = 0) -> AsyncGenerator[Record, None]:
        async for record in super().read(after=after):
            self.read_count += 1
            yield record


async def test_a_what_if_reads_from_the_last_world_kept_and_finds_the_same(
    records: list[Record],
) -> None:
    journal = CountedJournal(records)
    line = Timeline(PastWorld(), freeze_every=20)
    for record in records:
        line.take(decoded(record), record)
    await journal.save_snapshot(KEPT, Snapshot(position=len(records), data=b"mark" + line.keep()))
    begins = records[len(records) // 2].at
    asked = Study(begins=begins, ends=begins + timedelta(hours=1), plan=Plan(arrivals=2), seeds=2)

    async def found(start: Start | None) -> tuple[Findings, int]:
        journal.read_count = 0
        return await study(journal, asked, lambda _: None, start), journal.read_count

    frozen = await last_before(journal, begins, b"mark")
    assert frozen is not None
    whole, all_read = await found(None)
    short, few_read = await found(Start(frozen.thaw(), frozen.position))
    assert short == whole
    assert whole.contacts > 0
    assert all_read == len(records)
    assert few_read == len(records) - frozen.position
    assert 0 <= sum(record.at < begins for record in records) - frozen.position <= 20

    assert await last_before(journal, begins, b"kram") is None
    before_all = await last_before(journal, records[0].at, b"mark")
    assert before_all is not None
    assert before_all.position == 0


async def nobody_reads() -> bool:
    """Whether every process that read the past has ended."""
    for child in psutil.Process().children():
        # One that ends just now has no command line any more.
        with suppress(psutil.NoSuchProcess):
            if child.cmdline() == list(COMMAND):
                return False
    return True


async def test_what_the_journal_grew_by_is_read_on_and_kept(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "journal.db")
    skill = Skill(id=SkillId("tea"), name="Tea")
    await journal.append(DEFAULT_TENANT, [SkillSaved(at=MORNING, skill=skill, by=None)])
    address = str(tmp_path / "journal.db")
    source = Source(journal=address, is_remote=False, region="CN", timezone="UTC")
    keeper = PastKeeper(source, keep_every=1)
    running = asyncio.create_task(keeper.run())

    async def kept_until() -> int | None:
        snapshot = await journal.load_snapshot(KEPT)
        return snapshot.position if snapshot is not None else None

    keeper.grown(1)
    assert await eventually(kept_until, PATIENCE_S) == 1
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await eventually(nobody_reads, PATIENCE_S)
    await journal.close()
