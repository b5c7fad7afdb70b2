"""Projections on every database: exactly once, anew when the version changed, never blocked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from tests.contract.journal.samples import TENANT, PageTurned, a_page, pages

from antiphon.journal.contract import Entry, Journal
from antiphon.journal.progress import ProgressBoard, ProjectionsBehind
from antiphon.journal.projections import Projections
from antiphon.journal.tail import Tail

pytestmark = pytest.mark.contract

metadata = MetaData()
read_pages = Table(
    "read_pages",
    metadata,
    Column("projection", String(20)),
    Column("book", String(20)),
    Column("page", Integer),
)


class PageList:
    """Lists the pages turned; `refuses` tells which page it cannot digest."""

    def __init__(
        self, name: str = "pages", *, version: int = 1, refuses: Callable[[int], bool] | None = None
    ) -> None:
        self.name = name
        self.version = version
        self.batches: list[int] = []
        self.fails: list[Exception] = []
        self._refuses = refuses or (lambda _page: False)

    async def reset(self, connection: AsyncConnection) -> None:
        await connection.execute(read_pages.delete().where(read_pages.c.projection == self.name))

    async def apply(self, connection: AsyncConnection, entries: Sequence[Entry]) -> None:
        for entry in entries:
            event = entry.event
            assert isinstance(event, PageTurned)
            row = {"projection": self.name, "book": event.book, "page": event.page}
            await connection.execute(read_pages.insert().values(row))
            if self._refuses(event.page):
                raise ValueError(f"cannot read {event.book}")
        if self.fails:
            raise self.fails.pop()
        self.batches.append(len(entries))


class Following(NamedTuple):
    """Who follows, and where it is told."""

    tail: Tail
    board: ProgressBoard


@asynccontextmanager
async def following(
    journal: Journal, database: AsyncEngine, *projections: PageList
) -> AsyncIterator[Following]:
    """Projections at work."""
    async with database.begin() as connection:
        await connection.run_sync(metadata.create_all)
    board = ProgressBoard(projection.name for projection in projections)
    tail = Tail(journal, [Projections(database, projections, board.post)])
    task = asyncio.create_task(tail.run())
    try:
        async with asyncio.timeout(60):
            yield Following(tail, board)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def listed(database: AsyncEngine, name: str = "pages") -> list[int]:
    query = select(read_pages.c.page).where(read_pages.c.projection == name)
    async with database.connect() as connection:
        return sorted((await connection.scalars(query)).all())


async def test_a_projection_catches_up_and_follows(journal: Journal, database: AsyncEngine) -> None:
    await journal.append(TENANT, pages(1, 1_200))
    projection = PageList()
    async with following(journal, database, projection) as history:
        await history.board.wait_for(1_200)
        assert len(projection.batches) < 10
        await journal.append(TENANT, pages(1_201, 1_203))
        history.tail.notify()
        await history.board.wait_for(1_203)
    assert await listed(database) == list(range(1, 1_204))


async def test_a_restart_goes_on_and_counts_nothing_twice(
    journal: Journal, database: AsyncEngine
) -> None:
    for first in (1, 11, 21):
        last = await journal.append(TENANT, pages(first, first + 9))
        async with following(journal, database, PageList()) as history:
            await history.board.wait_for(last)
    assert await listed(database) == list(range(1, 31))


async def test_being_stopped_at_any_instant_counts_nothing_twice(
    journal: Journal, database: AsyncEngine
) -> None:
    last = 0
    for stop in range(12):
        last = await journal.append(TENANT, pages(last + 1, last + 30))
        async with following(journal, database, PageList()):
            for _ in range(stop * 7):
                await asyncio.sleep(0)
    async with following(journal, database, PageList()) as history:
        await history.board.wait_for(last)
    assert await listed(database) == list(range(1, last + 1))


async def test_a_higher_version_is_built_anew(journal: Journal, database: AsyncEngine) -> None:
    await journal.append(TENANT, pages(1, 5))
    async with following(journal, database, PageList()) as history:
        await history.board.wait_for(5)
    again = PageList(version=2)
    async with following(journal, database, again) as history:
        await history.board.wait_for(5)
    assert await listed(database) == [1, 2, 3, 4, 5]
    assert again.batches == [5]


async def test_a_record_that_cannot_be_digested_stops_one_and_not_the_others(
    journal: Journal, database: AsyncEngine
) -> None:
    await journal.append(TENANT, pages(1, 10))
    stuck = PageList("stuck", refuses=lambda page: page == 7)
    async with following(journal, database, stuck, PageList()) as history:
        with pytest.raises(ProjectionsBehind, match="stuck: position 7"):
            await history.board.wait_for(10)
        await history.board.wait_for(10, name="pages")
        await journal.append(TENANT, [a_page(11)])
        history.tail.notify()
        await history.board.wait_for(11, name="pages")
        [first, second] = history.board.list()
    assert (first.position, second.position) == (6, 11)
    assert first.stopped_by is not None
    assert "歌" not in first.stopped_by
    assert second.stopped_by is None
    assert await listed(database, "stuck") == [1, 2, 3, 4, 5, 6]


async def test_a_mended_projection_goes_on_where_it_stopped(
    journal: Journal, database: AsyncEngine
) -> None:
    await journal.append(TENANT, pages(1, 10))
    async with following(journal, database, PageList(refuses=lambda page: page == 7)) as history:
        with pytest.raises(ProjectionsBehind):
            await history.board.wait_for(10)
    async with following(journal, database, PageList()) as history:
        await history.board.wait_for(10)
    assert await listed(database) == list(range(1, 11))


async def test_a_database_away_for_a_while_loses_nothing(
    journal: Journal, database: AsyncEngine
) -> None:
    await journal.append(TENANT, pages(1, 3))
    projection = PageList()
    projection.fails = [OperationalError("INSERT", {}, ConnectionError("gone")) for _ in range(2)]
    async with following(journal, database, projection) as history:
        await history.board.wait_for(3)
        assert history.board.list()[0].stopped_by is None
    assert await listed(database) == [1, 2, 3]


async def test_two_runners_at_once_count_nothing_twice(
    journal: Journal, database: AsyncEngine
) -> None:
    await journal.append(TENANT, pages(1, 4))
    async with following(journal, database, PageList()) as first:
        await first.board.wait_for(4)
        async with following(journal, database, PageList()) as second:
            await second.board.wait_for(4)
            position = await journal.append(TENANT, pages(5, 9))
            first.tail.notify()
            second.tail.notify()
            both = (first.board.wait_for(position), second.board.wait_for(position))
            outcomes = await asyncio.gather(*both, return_exceptions=True)
    [behind] = [outcome for outcome in outcomes if outcome is not None]
    assert isinstance(behind, ProjectionsBehind)
    assert "somebody else follows" in str(behind)
    async with database.connect() as connection:
        count = await connection.scalar(select(func.count()).select_from(read_pages))
    assert count == 9
