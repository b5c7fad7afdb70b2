"""Following a journal that somebody else writes: reading without writing, and the tail."""

import asyncio
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from tests.contract.journal.samples import TENANT, pages

from antiphon.journal.contract import Entry, Journal, JournalReading, Snapshot
from antiphon.journal.postgres import postgres_reading
from antiphon.journal.progress import Progress, ProgressBoard, ProjectionsBehind
from antiphon.journal.sqlite import sqlite_reading
from antiphon.journal.tail import Tail

pytestmark = pytest.mark.contract


@pytest.fixture
def reading(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> JournalReading:
    """The same journal, read by somebody who does not write it."""
    if database_kind == "postgresql":
        return postgres_reading(request.getfixturevalue("postgres_database"))
    return sqlite_reading(tmp_path / "journal.db")


class Listener:
    """Remembers what it took, from where it had come to."""

    def __init__(self, position: int = 0) -> None:
        self.position = position
        self.taken: list[int] = []
        self.entries: list[Entry] = []
        self.is_done = asyncio.Event()
        self.until = 0

    @property
    def positions(self) -> Collection[int]:
        return (self.position,)

    async def open(self) -> None:
        """It knows where it is."""

    async def take(self, entries: Sequence[Entry]) -> None:
        if entries[0].record.position != self.position + 1:
            return
        self.entries += entries
        self.taken += [entry.record.position for entry in entries]
        self.position = self.taken[-1]
        if self.position >= self.until:
            self.is_done.set()


async def test_another_process_reads_what_was_appended_and_keeps_snapshots(
    journal: Journal, reading: JournalReading
) -> None:
    assert await reading.last_position() == 0
    await journal.append(TENANT, pages(1, 7))
    assert await reading.last_position() == 7
    assert [record.position async for record in reading.read(after=4)] == [5, 6, 7]
    await journal.append(TENANT, pages(8, 9))
    assert [record.position async for record in reading.read(after=7)] == [8, 9]
    await reading.save_snapshot("world", Snapshot(position=8, data=b"eight"))
    assert await journal.load_snapshot("world") == Snapshot(position=8, data=b"eight")
    assert await reading.load_snapshot("world") == Snapshot(position=8, data=b"eight")
    await reading.close()


async def test_everybody_gets_each_entry_once_from_where_they_are(
    journal: Journal, reading: JournalReading
) -> None:
    await journal.append(TENANT, pages(1, 2_500))
    listeners = [Listener(), Listener(1_200), Listener(2_500), Listener(1_200)]
    tail = Tail(reading, listeners)
    await tail.open()
    assert [listener.taken for listener in listeners] == [
        list(range(1, 2_501)),
        list(range(1_201, 2_501)),
        [],
        list(range(1_201, 2_501)),
    ]
    # Decoded once, and shared.
    assert listeners[0].entries[-1].event is listeners[1].entries[-1].event
    for listener in listeners:
        listener.until = 2_503
        listener.is_done.clear()
    following = asyncio.create_task(tail.run())
    await journal.append(TENANT, pages(2_501, 2_503))
    tail.notify()
    async with asyncio.timeout(30):
        await asyncio.gather(*(listener.is_done.wait() for listener in listeners))
    assert {listener.position for listener in listeners} == {2_503}
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await reading.close()


async def test_who_waits_on_the_board_is_told_of_progress_and_of_an_end() -> None:
    board = ProgressBoard(["history", "trail"])
    both = asyncio.create_task(board.wait_for(5))
    one = asyncio.create_task(board.wait_for(5, name="history"))
    board.post([Progress(name="history", position=5)])
    await one
    assert not both.done()
    board.post([Progress(name="trail", position=3, stopped_by="position 4")])
    with pytest.raises(ProjectionsBehind, match="trail: position 4"):
        await both
