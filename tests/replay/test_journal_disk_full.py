"""A full disk: the reserve carries the work in progress, and nothing unwritten is acknowledged."""

import asyncio
import subprocess
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.contract.journal.samples import TENANT, a_page, pages
from tests.support.small_disk import fill, small_disk

from antiphon.journal.checksum import Head
from antiphon.journal.contract import JournalBroken, JournalFull
from antiphon.journal.group_commit import GroupCommit
from antiphon.journal.replay import replay
from antiphon.journal.sqlite import SqliteJournal
from antiphon.journal.sqlite_store import SqliteStore
from antiphon.kernel.events import Event
from antiphon.kernel.ids import TenantId

pytestmark = pytest.mark.replay

RESERVE = 1024 * 1024
Append = Callable[[TenantId, Sequence[Event]], Awaitable[int]]


@pytest.fixture(name="small_disk")
def a_small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB."""
    with small_disk(tmp_path, megabytes=8) as folder:
        yield folder


def enlarge(small_disk: Path) -> None:
    """Four times the room."""
    subprocess.run(["mount", "-o", "remount,size=32m", str(small_disk)], check=True)


async def append_until_full(append: Append, *, batch: int) -> int:
    """The last position acknowledged before the journal broke for want of room."""
    acknowledged = 0
    while True:
        try:
            acknowledged = await append(TENANT, pages(acknowledged + 1, acknowledged + batch))
        except JournalBroken as error:
            if "full" not in str(error):
                raise
            return acknowledged


async def test_a_full_disk_uses_the_reserve_and_recovers_by_itself(small_disk: Path) -> None:
    told: asyncio.Queue[bool] = asyncio.Queue()
    journal = await SqliteJournal.open(
        small_disk / "journal.db", on_short=told.put_nowait, reserve_bytes=RESERVE
    )
    await journal.append(TENANT, pages(1, 1))
    filler = fill(small_disk)
    position = 1
    while told.empty():
        position = await journal.append(TENANT, pages(position + 1, position + 100))
    assert await told.get() is True
    position = await journal.append(TENANT, pages(position + 1, position + 1000))
    assert told.empty()

    filler.unlink()
    async with asyncio.timeout(20):
        while told.empty():
            position = await journal.append(TENANT, pages(position + 1, position + 1))
            await asyncio.sleep(0.1)
    assert await told.get() is False
    await journal.close()

    journal = await SqliteJournal.open(small_disk / "journal.db", reserve_bytes=RESERVE)
    seen: list[Event] = []
    await replay(journal, lambda event, _record: seen.append(event))
    assert seen == pages(1, position)
    await journal.close()


async def test_a_disk_fuller_than_the_reserve_ends_the_journal_with_all_acknowledged_whole(
    small_disk: Path,
) -> None:
    broken: list[JournalBroken] = []
    path = small_disk / "journal.db"
    journal = await SqliteJournal.open(path, on_broken=broken.append, reserve_bytes=RESERVE)
    acknowledged = await append_until_full(journal.append, batch=500)
    assert len(broken) == 1
    with pytest.raises(JournalFull, match="full"):
        await journal.append(TENANT, [a_page(1)])
    await journal.close()
    enlarge(small_disk)

    journal = await SqliteJournal.open(path, reserve_bytes=RESERVE)
    seen: list[Event] = []
    await replay(journal, lambda event, _record: seen.append(event))
    assert len(seen) >= acknowledged > 500
    assert seen == pages(1, len(seen))
    await journal.close()


class CappedStore(SqliteStore):
    """A store whose file may not grow beyond some pages: SQLite then says that the disk is full."""

    def open(self) -> Head:
        head = super().open()
        self._connection.execute("PRAGMA max_page_count=40")
        return head


async def test_what_does_not_fit_is_refused_whole(tmp_path: Path) -> None:
    told: list[bool] = []
    store = CappedStore(tmp_path / "journal.db", reserve_bytes=4096, on_short=told.append)
    writer = await GroupCommit.start(store)
    acknowledged = await append_until_full(writer.append, batch=50)
    await writer.close()
    assert told == [True]

    journal = await SqliteJournal.open(tmp_path / "journal.db", reserve_bytes=4096)
    seen: list[Event] = []
    await replay(journal, lambda event, _record: seen.append(event))
    assert seen == pages(1, acknowledged)
    await journal.close()
