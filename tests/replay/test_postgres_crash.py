"""PostgreSQL is killed in mid-write: what the journal acknowledged is there when it comes back."""

import asyncio
import random
from collections.abc import Iterator

import pytest
from tests.contract.journal.samples import TENANT, pages
from tests.support.postgres import PostgresServer, find_programs

from antiphon.journal.contract import JournalBroken
from antiphon.journal.postgres import PostgresJournal
from antiphon.journal.replay import replay
from antiphon.kernel.events import Event

pytestmark = pytest.mark.replay

KILLS = 4


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (the package is called postgresql)")
    server = PostgresServer(programs)
    yield server
    server.remove()


async def test_a_killed_server_loses_no_acknowledged_event(server: PostgresServer) -> None:
    acknowledged = 0
    for _ in range(KILLS):
        server.start()
        journal = await PostgresJournal.open(server.address)
        await check_whole(journal, acknowledged)
        acknowledged = await append_until_killed(journal, server)
        await journal.close()
    server.start()
    journal = await PostgresJournal.open(server.address)
    await check_whole(journal, acknowledged)
    await journal.close()
    assert acknowledged > KILLS


async def check_whole(journal: PostgresJournal, acknowledged: int) -> None:
    seen: list[Event] = []
    last = await replay(journal, lambda event, _record: seen.append(event))
    assert last >= acknowledged
    assert seen == pages(1, last)


async def append_until_killed(journal: PostgresJournal, server: PostgresServer) -> int:
    """Several writers at once; returns the last position acknowledged before the kill."""
    next_page = await journal.last_position() + 1
    acknowledged = 0
    under_way = asyncio.Event()

    async def write(size: int) -> None:
        nonlocal next_page, acknowledged
        while True:
            batch = pages(next_page, next_page + size - 1)
            next_page += size
            try:
                acknowledged = max(acknowledged, await journal.append(TENANT, batch))
            except JournalBroken:
                return
            under_way.set()

    async def kill() -> None:
        await under_way.wait()
        await asyncio.sleep(random.random() * 0.1)
        await asyncio.to_thread(server.kill)

    async with asyncio.timeout(60):
        await asyncio.gather(kill(), *(write(size) for size in (1, 2, 7, 40)))
    return acknowledged
