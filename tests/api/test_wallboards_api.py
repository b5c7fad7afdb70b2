"""Wallboards and their displays over HTTP and WebSocket."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from tests.support.web_server import WebServer, serve
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api

WAITING = {
    "id": "w",
    "kind": "number",
    "figure": "waiting",
    "x": 0,
    "y": 0,
    "width": 3,
    "height": 2,
    "warns_at": 5,
    "alarms_at": 10,
}


@pytest.fixture
async def server(site: Site) -> AsyncIterator[WebServer]:
    async with serve(site) as server:
        yield server


async def a_wall(page: httpx2.AsyncClient, name: str = "Front wall") -> Any:
    answer = await page.post("/v1/wallboards", json={"name": name, "tiles": [WAITING]})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def a_display(page: httpx2.AsyncClient, wall: Any) -> Any:
    body = {"name": "By the door", "wallboard_id": wall["id"]}
    answer = await page.post("/v1/displays", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def hear(socket: ClientConnection) -> Any:
    async with asyncio.timeout(PATIENCE_S):
        return json.loads(await socket.recv())


async def show(server: WebServer, key: str) -> ClientConnection:
    socket = await server.open("/v1/display", None)
    await socket.send(json.dumps({"key": key}))
    return socket


async def closing_code(socket: ClientConnection) -> int | None:
    """How the server ended it; what it said before is passed over."""
    with contextlib.suppress(ConnectionClosed):
        async with asyncio.timeout(PATIENCE_S):
            async for _ in socket:
                pass
    return socket.close_code


async def test_a_display_shows_its_wallboard_and_follows_its_changes(
    site: Site, server: WebServer
) -> None:
    admin = await site.page_of(Role.ADMIN)
    wall = await a_wall(admin)
    display = await a_display(admin, wall)
    socket = await show(server, display["key"])
    picture = (await hear(socket))["entities"]
    assert set(picture) == {"wallboard", "tile"}
    assert picture["wallboard"][wall["id"]]["name"] == "Front wall"
    assert picture["tile"]["w"]["reading"]["value"] == 0
    change = {"name": "Other wall", "tiles": [WAITING], "version": wall["version"]}
    assert (await admin.put(f"/v1/wallboards/{wall['id']}", json=change)).status_code == 200
    (changed,) = (await hear(socket))["changes"]
    assert changed["value"]["name"] == "Other wall"


async def test_a_revoked_display_is_cut_off_and_does_not_come_back(
    site: Site, server: WebServer
) -> None:
    admin = await site.page_of(Role.ADMIN)
    display = await a_display(admin, await a_wall(admin))
    socket = await show(server, display["key"])
    await hear(socket)
    assert (await admin.delete(f"/v1/displays/{display['id']}")).status_code == 204
    assert await closing_code(socket) == 4401
    assert await closing_code(await show(server, display["key"])) == 4401
    assert (await admin.get("/v1/displays")).json()["items"] == []


@pytest.mark.parametrize("word", ["{}", "nonsense", '{"key":1}', '{"key":"guessed"}'])
async def test_without_a_key_of_ours_nothing_is_shown(
    site: Site, server: WebServer, word: str
) -> None:
    socket = await server.open("/v1/display", None)
    await socket.send(word)
    assert await closing_code(socket) == 4401


async def test_the_key_is_told_once_and_opens_nothing_else(site: Site) -> None:
    admin = await site.page_of(Role.ADMIN)
    display = await a_display(admin, await a_wall(admin))
    listed = (await admin.get("/v1/displays")).text
    assert display["key"] not in listed
    assert "key" not in listed
    browser = site.browser()
    headers = {"Authorization": f"Bearer {display['key']}"}
    answer = await browser.get("/v1/wallboards", headers=headers)
    assert answer.status_code == 401


async def test_a_supervisor_follows_a_wallboard_with_the_own_session(
    site: Site, server: WebServer
) -> None:
    boss = await site.page_of(Role.SUPERVISOR)
    wall = await a_wall(boss)
    socket = await server.open(f"/v1/wallboards/{wall['id']}/live", boss)
    assert (await hear(socket))["entities"]["tile"]["w"]["reading"]["unit"] == "count"
    assert (await boss.delete("/v1/session")).status_code == 204
    assert await closing_code(socket) == 4401


async def test_an_agent_follows_no_wallboard(site: Site, server: WebServer) -> None:
    wall = await a_wall(await site.page_of(Role.ADMIN))
    agent = await site.page_of(Role.AGENT)
    with pytest.raises(InvalidStatus) as refused:
        await server.open(f"/v1/wallboards/{wall['id']}/live", agent)
    assert refused.value.response.status_code == 403


async def test_the_figures_name_their_metrics(site: Site) -> None:
    boss = await site.page_of(Role.SUPERVISOR)
    figures = (await boss.get("/v1/wallboard-figures")).json()["items"]
    by_name = {one["figure"]: one for one in figures}
    assert by_name["service_level_recent"]["metric"] == "rt.sl_rolling_30"
    assert by_name["agents_ready"]["is_low_bad"] is True
