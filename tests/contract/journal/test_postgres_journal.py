"""What only PostgreSQL can do to a journal."""

import asyncio

import psycopg
import pytest
from tests.contract.journal.samples import TENANT, a_page, pages

from antiphon.journal.contract import JournalBroken, Snapshot, decoded
from antiphon.journal.postgres import PostgresJournal

pytestmark = pytest.mark.contract


async def execute(address: str, statement: str) -> None:
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute(statement.encode())


async def test_a_lost_connection_breaks_the_journal_and_keeps_what_was_acknowledged(
    postgres_database: str,
) -> None:
    broken: asyncio.Queue[JournalBroken] = asyncio.Queue()
    journal = await PostgresJournal.open(postgres_database, on_broken=broken.put_nowait)
    await journal.append(TENANT, pages(1, 3))
    await execute(
        postgres_database,
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'",
    )
    with pytest.raises(JournalBroken):
        await journal.append(TENANT, [a_page(4)])
    with pytest.raises(JournalBroken):
        await journal.append(TENANT, [a_page(5)])
    assert broken.qsize() == 1
    await journal.close()

    again = await PostgresJournal.open(postgres_database)
    assert [decoded(record) async for record in again.read()] == pages(1, 3)
    await again.close()


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("UPDATE journal.record SET data = '{}' WHERE position = 2", 2),
        ("DELETE FROM journal.record WHERE position = 3", 3),
        ("UPDATE journal.record SET tenant = 'other' WHERE position = 4", 4),
    ],
)
async def test_a_record_changed_behind_our_back_is_named(
    postgres_database: str, statement: str, position: int
) -> None:
    journal = await PostgresJournal.open(postgres_database)
    await journal.append(TENANT, pages(1, 6))
    await execute(postgres_database, statement)
    with pytest.raises(JournalBroken, match=f"position {position} is"):
        assert [record async for record in journal.read()]
    await journal.close()


async def test_a_snapshot_that_was_changed_is_ignored(postgres_database: str) -> None:
    journal = await PostgresJournal.open(postgres_database)
    await journal.append(TENANT, pages(1, 6))
    for position in (2, 4):
        await journal.save_snapshot("state", Snapshot(position=position, data=b"whole"))
    await execute(postgres_database, "UPDATE journal.snapshot SET data = 'x' WHERE position = 4")
    assert await journal.load_snapshot("state") == Snapshot(position=2, data=b"whole")
    await journal.close()
