"""The journals and databases under contract: each test runs on every one."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.support.postgres import find_programs, make_database, run_server

from antiphon.database.engine import open_database
from antiphon.journal.contract import Journal, JournalBroken
from antiphon.journal.postgres import PostgresJournal
from antiphon.journal.sqlite import SqliteJournal

OnBroken = Callable[[JournalBroken], None]
Opener = Callable[..., Awaitable[Journal]]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server that runs while the tests do."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (the package is called postgresql)")
    with run_server(programs) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    return str(request.param)


@pytest.fixture
def postgres_database(request: pytest.FixtureRequest) -> str:
    """An empty PostgreSQL database."""
    return make_database(request.getfixturevalue("postgres_server"), f"test_{next(_numbers)}")


@pytest.fixture
async def open_journal(
    tmp_path: Path, database_kind: str, request: pytest.FixtureRequest
) -> AsyncIterator[Opener]:
    """Opens the same journal again and again; what is left open is closed at the end."""
    opened: list[Journal] = []
    address = ""
    if database_kind == "postgresql":
        address = request.getfixturevalue("postgres_database")

    async def open_(on_broken: OnBroken | None = None) -> Journal:
        journal: Journal
        if address:
            journal = await PostgresJournal.open(address, on_broken=on_broken)
        else:
            journal = await SqliteJournal.open(tmp_path / "journal.db", on_broken=on_broken)
        opened.append(journal)
        return journal

    yield open_
    for journal in opened:
        await journal.close()


@pytest.fixture
async def journal(open_journal: Opener) -> Journal:
    """An empty journal."""
    return await open_journal()


@pytest.fixture
async def database(
    tmp_path: Path, database_kind: str, request: pytest.FixtureRequest
) -> AsyncIterator[AsyncEngine]:
    """An empty database for projections, of the journal's kind."""
    address = f"sqlite+aiosqlite:///{tmp_path / 'data.db'}"
    if database_kind == "postgresql":
        plain: str = request.getfixturevalue("postgres_database")
        address = plain.replace("postgresql://", "postgresql+psycopg://")
    engine = open_database(address)
    yield engine
    await engine.dispose()
