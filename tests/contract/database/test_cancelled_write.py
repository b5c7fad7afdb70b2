"""A writer that is cancelled leaves the database to the next one at once."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.database.engine import open_database, writing

pytestmark = pytest.mark.contract

metadata = MetaData()
notes = Table("notes", metadata, Column("number", Integer, primary_key=True))


@pytest.fixture
def no_collection() -> Iterator[None]:
    """What a cancelled task leaves behind stays in memory, as it may for minutes."""
    gc.disable()
    yield
    gc.enable()


async def write(database: AsyncEngine, number: int) -> None:
    async with writing(database).begin() as connection:
        await connection.execute(notes.insert().values(number=number))


async def cancel_after(database: AsyncEngine, steps: int) -> None:
    task = asyncio.create_task(write(database, -1 - steps))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.usefixtures("no_collection")
async def test_a_cancelled_writer_does_not_keep_the_lock(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    async with writing(database).begin() as connection:
        await connection.run_sync(metadata.create_all)
    for steps in range(200):
        await cancel_after(database, steps % 50)
        async with asyncio.timeout(4):
            await write(database, steps)
    async with database.connect() as connection:
        written = (await connection.scalars(select(notes.c.number))).all()
    assert [number for number in sorted(written) if number >= 0] == list(range(200))
    await database.dispose()
