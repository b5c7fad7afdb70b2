"""The live stream over a real WebSocket: who may follow, what is sent, and how it ends."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from tests.support.web_server import WebServer, serve
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from antiphon.agents.contract import (
    Agent,
    ReasonCode,
    ReportPhone,
    SaveAgent,
    SaveReasonCode,
)
from antiphon.edge.parts import Commands
from antiphon.identity.permissions import Role
from antiphon.identity.service import SignIn
from antiphon.kernel.ids import AgentId, QueueId, ReasonId, UserId
from antiphon.routing.contract import Queue, SaveQueue

pytestmark = pytest.mark.api

ANN = AgentId("ann")


@pytest.fixture
async def server(site: Site) -> AsyncIterator[WebServer]:
    async with serve(site) as server:
        yield server


async def an_agent(site: Site) -> str:
    """Ann, an agent of the queue Sales with a reachable phone; returns her user's id."""
    user_id = await site.add_user("ann", Role.AGENT)
    queue = QueueId("sales")
    for command in (
        SaveQueue(queue=Queue(id=queue, name="Sales")),
        SaveReasonCode(reason=ReasonCode(id=ReasonId("lunch"), name="Lunch")),
        SaveAgent(agent=Agent(id=ANN, name="Ann", user_id=UserId(user_id), queues=(queue,))),
        ReportPhone(agent_id=ANN, is_reachable=True),
    ):
        await site.parts.get(Commands).submit(command)
    return user_id


async def hear(socket: ClientConnection, kind: str) -> Any:
    """The next message of this kind."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            message = json.loads(await socket.recv())
            if message["kind"] == kind:
                return message


async def picture_of(watcher: ClientConnection) -> Any:
    """Ann on the board, in the next message that shows her."""
    while True:
        message = json.loads(await watcher.recv())
        if message["kind"] == "snapshot":
            return message["entities"]["agent"]["ann"]
        for change in message.get("changes", []):
            if (change["entity"], change["id"]) == ("agent", "ann"):
                return change["value"]


async def test_without_a_session_the_handshake_is_401(server: WebServer) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        await server.open("/v1/live", None)
    assert refusal.value.response.status_code == 401


async def test_a_page_of_another_origin_cannot_follow(site: Site, server: WebServer) -> None:
    await an_agent(site)
    page = await site.sign_in("ann")
    with pytest.raises(InvalidStatus) as refusal:
        await server.open("/v1/live", page, origin="http://evil.test")
    assert refusal.value.response.status_code == 403


async def test_an_administrator_without_the_right_to_watch_sees_nothing(
    site: Site, server: WebServer
) -> None:
    await site.add_user("idle", Role.AGENT)  # an agent's role, but no agent
    page = await site.sign_in("idle")
    with pytest.raises(InvalidStatus) as refusal:
        await server.open("/v1/live", page)
    assert refusal.value.response.status_code == 403


async def test_an_agent_gets_a_snapshot_and_then_numbered_changes(
    site: Site, server: WebServer
) -> None:
    await an_agent(site)
    page = await site.sign_in("ann")
    socket = await server.open("/v1/live", page)
    snapshot = await hear(socket, "snapshot")
    assert set(snapshot["entities"]) == {"me", "queue", "thread"}
    me = snapshot["entities"]["me"]["me"]
    assert me["presence"] == "offline"
    assert (me["phone"]["kind"], me["phone"]["is_reachable"]) == ("browser", True)
    answer = await page.put("/v1/desk/presence", json={"presence": "ready"})
    assert answer.status_code == 204
    changes = await hear(socket, "changes")
    assert changes["sequence"] == snapshot["sequence"] + 1
    assert changes["changes"][0]["value"]["state"] == "ready"
    board = await hear(socket, "changes")
    assert board["changes"][0]["value"]["ready_agents"] == 1
    await socket.close()


async def test_a_supervisor_sees_all_agents_and_queues(site: Site, server: WebServer) -> None:
    await an_agent(site)
    socket = await server.open("/v1/live", await site.page_of(Role.SUPERVISOR))
    snapshot = await hear(socket, "snapshot")
    assert set(snapshot["entities"]) == {"queue", "agent"}
    assert snapshot["entities"]["agent"]["ann"]["name"] == "Ann"
    await socket.close()


async def test_ping_is_answered_with_the_servers_time_and_resync_with_a_snapshot(
    site: Site, server: WebServer
) -> None:
    socket = await server.open("/v1/live", await site.page_of(Role.SUPERVISOR))
    first = await hear(socket, "snapshot")
    await socket.send('{"kind":"ping"}')
    assert (await hear(socket, "pong"))["server_time"] == "2026-01-05T12:00:00Z"
    await socket.send('{"kind":"resync"}')
    again = await hear(socket, "snapshot")
    assert (again["epoch"], again["sequence"]) == (first["epoch"], first["sequence"])
    await socket.close()


@pytest.mark.parametrize("word", ["", "{", "[]", '{"kind":5}', "x" * 5000, "\x00", b"{}"])
async def test_a_page_that_talks_nonsense_is_let_go(
    site: Site, server: WebServer, word: str | bytes
) -> None:
    socket = await server.open("/v1/live", await site.page_of(Role.SUPERVISOR))
    await hear(socket, "snapshot")
    await socket.send(word)
    async with asyncio.timeout(PATIENCE_S):
        await socket.wait_closed()
    assert socket.close_code == 1008


async def test_a_page_that_talks_without_end_is_let_go(site: Site, server: WebServer) -> None:
    socket = await server.open("/v1/live", await site.page_of(Role.SUPERVISOR))
    with contextlib.suppress(ConnectionClosed):
        for _ in range(100):
            await socket.send('{"kind":"ping"}')
    async with asyncio.timeout(PATIENCE_S):
        await socket.wait_closed()
    assert socket.close_code == 1008


async def test_signing_out_ends_the_stream_with_a_word(site: Site, server: WebServer) -> None:
    page = await site.page_of(Role.SUPERVISOR)
    socket = await server.open("/v1/live", page)
    await hear(socket, "snapshot")
    await page.delete("/v1/session")
    assert (await hear(socket, "signed_out"))["reason"] == "session_ended"
    async with asyncio.timeout(PATIENCE_S):
        await socket.wait_closed()
    assert socket.close_code == 4401


async def test_an_agent_whose_last_page_is_gone_is_not_ready(site: Site, server: WebServer) -> None:
    await an_agent(site)
    page = await site.sign_in("ann")
    socket = await server.open("/v1/live", page)
    await hear(socket, "snapshot")
    await page.put("/v1/desk/presence", json={"presence": "ready"})
    await socket.close()
    watcher = await server.open("/v1/live", await site.page_of(Role.SUPERVISOR))
    async with asyncio.timeout(PATIENCE_S):
        while (await picture_of(watcher))["presence"] == "ready":
            pass
    assert site.centre.world.agents.live[ANN].reason_id == "system.connection_lost"


async def test_a_session_that_ended_elsewhere_is_noticed(site: Site, server: WebServer) -> None:
    page = await site.page_of(Role.SUPERVISOR)
    found = await site.parts.get(SignIn).find(page.cookies["antiphon_session"])
    assert found is not None
    socket = await server.open("/v1/live", page)
    await hear(socket, "snapshot")
    site.clock.advance(13 * 3600)
    assert await site.parts.get(SignIn).find_by_id(found.session.id) is None
    await hear(socket, "signed_out")
