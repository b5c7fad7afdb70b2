"""Group commit: one write for all who wait, answers in order, and an end at the first error."""

import asyncio
import threading
from collections.abc import Sequence
from itertools import chain

import pytest
from tests.contract.journal.samples import TENANT, a_page, pages

from antiphon.journal.checksum import EMPTY, Head, Row
from antiphon.journal.contract import JournalBroken
from antiphon.journal.group_commit import GroupCommit

pytestmark = pytest.mark.unit


class FakeStore:
    """Keeps rows in memory; writes wait for `may_write`, as on a slow disk."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_write = threading.Semaphore(0)
        self.fails_with: Exception | None = None
        self.tidying_fails_with: Exception | None = None
        self.is_closed = False
        self.threads: set[str] = set()

    def open(self) -> Head:
        self.threads.add(threading.current_thread().name)
        return EMPTY

    def write(self, rows: Sequence[Row]) -> None:
        self.threads.add(threading.current_thread().name)
        assert self.may_write.acquire(timeout=20)
        if self.fails_with is not None:
            raise self.fails_with
        self.batches.append([row.position for row in rows])

    def tidy(self) -> None:
        if self.tidying_fails_with is not None:
            raise self.tidying_fails_with

    def close(self) -> None:
        self.is_closed = True

    def release(self, writes: int = 1_000) -> None:
        for _ in range(writes):
            self.may_write.release()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


async def start_appends(writer: GroupCommit, count: int) -> list["asyncio.Task[int]"]:
    """Appends of one event each, all handed in."""
    tasks = [asyncio.create_task(writer.append(TENANT, [a_page(n)])) for n in range(count)]
    await asyncio.sleep(0)
    return tasks


async def test_all_that_wait_for_a_slow_disk_share_one_write(store: FakeStore) -> None:
    writer = await GroupCommit.start(store)
    [first] = await start_appends(writer, 1)
    others = await start_appends(writer, 100)
    store.release()
    assert await first == 1
    assert await asyncio.gather(*others) == list(range(2, 102))
    assert len(store.batches) <= 3
    assert list(chain(*store.batches)) == list(range(1, 102))
    await writer.close()
    assert store.threads == {"journal-writer"}


async def test_a_batch_is_bounded_but_an_append_is_never_split(store: FakeStore) -> None:
    writer = await GroupCommit.start(store, max_batch=10)
    store.release()
    await asyncio.gather(*(writer.append(TENANT, pages(1, 7)) for _ in range(9)))
    await writer.append(TENANT, pages(1, 50))
    assert all(len(batch) <= 14 for batch in store.batches[:-1])
    assert len(store.batches[-1]) == 50
    assert all(len(batch) % 7 == 0 for batch in store.batches[:-1])
    await writer.close()


async def test_a_full_intake_lets_the_next_append_wait_its_turn(store: FakeStore) -> None:
    writer = await GroupCommit.start(store, max_waiting=3)
    tasks = await start_appends(writer, 9)
    store.release()
    assert await asyncio.gather(*tasks) == list(range(1, 10))
    assert max(len(batch) for batch in store.batches) <= 3
    await writer.close()


async def test_a_failed_write_is_told_to_all_and_ends_the_journal(store: FakeStore) -> None:
    broken: list[JournalBroken] = []
    writer = await GroupCommit.start(store, on_broken=broken.append, max_waiting=5)
    store.release(1)
    assert await writer.append(TENANT, [a_page(1)]) == 1
    store.fails_with = OSError("the disk is gone")
    tasks = await start_appends(writer, 9)
    store.release()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(result) for result in results} == {JournalBroken}
    assert len({id(result) for result in results}) == 9
    with pytest.raises(JournalBroken, match="the disk is gone"):
        await writer.append(TENANT, [a_page(2)])
    assert len(broken) == 1
    assert writer.last_position == 1
    await writer.close()
    assert store.is_closed
    assert store.batches == [[1]]


async def test_a_disk_that_fails_while_tidying_breaks_the_journal_after_the_answer(
    store: FakeStore,
) -> None:
    broken: asyncio.Queue[JournalBroken] = asyncio.Queue()
    writer = await GroupCommit.start(store, on_broken=broken.put_nowait)
    store.tidying_fails_with = OSError("fsync failed")
    store.release()
    assert await writer.append(TENANT, [a_page(1)]) == 1
    async with asyncio.timeout(20):
        assert "fsync failed" in str(await broken.get())
    with pytest.raises(JournalBroken):
        await writer.append(TENANT, [a_page(2)])
    await writer.close()


async def test_a_store_that_does_not_open_is_let_go(store: FakeStore) -> None:
    class Damaged(FakeStore):
        def open(self) -> Head:
            raise JournalBroken("position 3 is damaged")

    damaged = Damaged()
    with pytest.raises(JournalBroken, match="position 3"):
        await GroupCommit.start(damaged)
    assert damaged.is_closed


async def test_closing_waits_for_what_was_accepted(store: FakeStore) -> None:
    writer = await GroupCommit.start(store)
    tasks = await start_appends(writer, 20)
    closing = asyncio.create_task(writer.close())
    await asyncio.sleep(0)
    assert not closing.done()
    store.release()
    await closing
    assert await asyncio.gather(*tasks) == list(range(1, 21))
    await writer.close()
