"""Identity on databases of its own: SQLite, and PostgreSQL where its programs are installed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.support.fake_clock import FakeClock
from tests.support.postgres import find_programs, run_server

from antiphon.database.engine import open_database
from antiphon.database.migrations import migrate
from antiphon.identity.passwords import PasswordCost, Passwords
from antiphon.identity.service import SignIn
from antiphon.identity.store import IdentityStore
from antiphon.identity.tables import STEPS
from antiphon.identity.users import Users
from antiphon.kernel.ids import DEFAULT_TENANT

PROGRAMS = find_programs()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server for this run."""
    assert PROGRAMS is not None
    with run_server(PROGRAMS) as address:
        yield address.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(params=["sqlite", *(["postgresql"] if PROGRAMS else [])])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    is_sqlite = request.param == "sqlite"
    engine = open_database(
        f"sqlite+aiosqlite:///{tmp_path / 'data.db'}"
        if is_sqlite
        else request.getfixturevalue("postgresql")
    )
    if not is_sqlite:
        async with engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    await migrate(engine, "identity", STEPS)
    yield engine
    await engine.dispose()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(engine: AsyncEngine) -> IdentityStore:
    return IdentityStore(engine, DEFAULT_TENANT)


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(PasswordCost(time=1, memory=64))


@pytest.fixture
def sign_in(store: IdentityStore, passwords: Passwords, clock: FakeClock) -> SignIn:
    return SignIn(store, passwords, clock)


@pytest.fixture
def users(store: IdentityStore, passwords: Passwords, sign_in: SignIn, clock: FakeClock) -> Users:
    return Users(store, passwords, sign_in, clock)
