"""Users, sessions, trails and the history behave alike on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.support.day import SALES, Day
from tests.support.postgres import find_programs, make_database, run_server
from tests.support.site import PASSWORD, Site, open_site

from antiphon.database.engine import open_database
from antiphon.edge.parts import Commands
from antiphon.identity.domain import Language
from antiphon.identity.permissions import Role
from antiphon.identity.service import SignIn
from antiphon.kernel.events import RuleBroken
from antiphon.routing.contract import Queue, SaveQueue

pytestmark = pytest.mark.contract

PROGRAMS = find_programs()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    assert PROGRAMS is not None
    with run_server(PROGRAMS) as address:
        yield address


@pytest.fixture(params=["sqlite", *(["postgresql"] if PROGRAMS else [])])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'data.db'}"
    server: str = request.getfixturevalue("postgresql")
    name = f"site_{abs(hash(tmp_path))}"
    return make_database(server, name).replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
async def site(address: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with open_site(tmp_path, address) as site:
        yield site


async def test_of_two_first_administrators_at_once_there_is_one(site: Site) -> None:
    sign_in = site.parts.get(SignIn)
    token = await sign_in.mint_setup_token()

    async def set_up(login: str) -> None:
        await sign_in.set_up_first_administrator(
            token,
            login=login,
            name=login,
            password=PASSWORD,
            language=Language.ENGLISH,
            address="::1",
        )

    ends = await asyncio.gather(set_up("root"), set_up("eve"), return_exceptions=True)
    assert sum(isinstance(end, RuleBroken) for end in ends) == 1


async def test_sessions_users_and_their_versions(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    body = {"login": "ann", "name": "安 🙂", "roles": ["agent"], "password": PASSWORD}
    made = (await page.post("/v1/users", json=body)).json()
    taken = await page.post("/v1/users", json=body | {"login": "ANN"})
    assert (taken.status_code, taken.json()["code"]) == (409, "identity.login_taken")
    edit = {k: v for k, v in made.items() if k not in {"id", "agent_id"}}
    path = f"/v1/users/{made['id']}"
    answers = await asyncio.gather(*(page.put(path, json=edit) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    other = await site.sign_in("ann")
    assert (await page.delete(path)).status_code == 204
    assert (await other.get("/v1/session")).status_code == 401


async def test_the_trail_is_append_only(site: Site, address: str) -> None:
    await site.page_of(Role.ADMIN)
    engine = open_database(address)
    for attempt in ("DELETE FROM identity_audit", "UPDATE identity_audit SET address = 'x'"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with engine.begin() as connection:
                await connection.execute(text(attempt))
    await engine.dispose()


async def test_the_history_is_listed_searched_and_built_anew(site: Site) -> None:
    day = Day(site)
    await day.open()
    await day.handle("c1", note="Wants a BLUE one, 100% sure")
    for number in range(2, 9):
        await day.arrive(f"c{number}", number="+4313456")
    page = await site.page_of(Role.SUPERVISOR)
    for q, found in (("blue", 1), ("100%", 1), ("+43 1 3456", 7), ("_", 0), ("wang", 8)):
        assert len((await day.get(page, "/v1/interactions", q=q))["items"]) == found, q
    first = await day.get(page, "/v1/interactions", limit=5)
    second = await day.get(page, "/v1/interactions", limit=5, cursor=first["next"])
    ids = [item["id"] for item in first["items"] + second["items"]]
    assert ids == [f"c{number}" for number in (8, 7, 6, 5, 4, 3, 2, 1)]
    before = await day.get(page, "/v1/interactions/c1")
    await site.rebuild_history()
    assert await day.get(page, "/v1/interactions/c1") == before


async def test_configuration_changes_stand_in_the_trail(site: Site) -> None:
    day = Day(site)
    await day.open()
    await site.parts.get(Commands).submit(SaveQueue(queue=Queue(id=SALES, name="销售")))
    page = await site.page_of(Role.ADMIN)
    items = (await day.get(page, "/v1/audit"))["items"]
    assert {"name": "销售"} in [item["params"] for item in items]
