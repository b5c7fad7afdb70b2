"""Texts sent at once on a real WebSocket: they arrive, in order, and only while there is room."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from tests.support.patience import PATIENCE_S
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from antiphon.app.web.websocket_server import LARGEST_AT_ONCE, WebSocketServer
from antiphon.live.contract import SEND_AT_ONCE

pytestmark = pytest.mark.api

SMALL = "é" * 1_000
LARGE = "x" * (LARGEST_AT_ONCE + 1)
END = "end"

Story = Callable[[WebSocket, Callable[[str], bool]], Awaitable[None]]


@asynccontextmanager
async def served(story: Story) -> AsyncIterator[tuple[ClientConnection, asyncio.Future[None]]]:
    """A page, and the end of the story that is told to it."""
    told: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def serve(websocket: WebSocket) -> None:
        await websocket.accept()
        try:
            await story(websocket, websocket.scope["extensions"][SEND_AT_ONCE]["send"])
        except Exception as error:
            told.set_exception(error)
        else:
            told.set_result(None)

    listener = socket.create_server(("127.0.0.1", 0))
    app = Starlette(routes=[WebSocketRoute("/", serve)])
    config = uvicorn.Config(app, log_config=None, ws=WebSocketServer, lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="uvicorn")
    try:
        url = f"ws://127.0.0.1:{listener.getsockname()[1]}/"
        async with connect(url, open_timeout=PATIENCE_S) as page:
            yield page, told
    finally:
        server.should_exit = True
        await task


async def heard(page: ClientConnection) -> list[str]:
    """What the page is told up to the end."""
    texts = []
    async with asyncio.timeout(PATIENCE_S):
        while (text := str(await page.recv())) != END:
            texts.append(text)
    return texts


async def test_a_small_text_is_sent_at_once_among_those_that_are_compressed() -> None:
    async def story(websocket: WebSocket, send_at_once: Callable[[str], bool]) -> None:
        await websocket.send_text(LARGE)
        assert send_at_once(SMALL)
        assert send_at_once("")
        assert send_at_once("x" * LARGEST_AT_ONCE)
        assert not send_at_once(LARGE)
        await websocket.send_text(LARGE)
        await websocket.send_text(END)

    async with served(story) as (page, told):
        assert [extension.name for extension in page.protocol.extensions] == ["permessage-deflate"]
        assert await heard(page) == [LARGE, SMALL, "", "x" * LARGEST_AT_ONCE, LARGE]
        await told


async def test_a_page_that_does_not_read_is_refused_and_loses_nothing() -> None:
    sent: list[str] = []

    async def story(websocket: WebSocket, send_at_once: Callable[[str], bool]) -> None:
        # The page has no turn in between, so what the machine keeps for it fills up.
        while send_at_once(text := f"{len(sent)} {SMALL}"):
            sent.append(text)
        await websocket.send_text(END)
        assert send_at_once("again")

    async with served(story) as (page, told):
        assert await heard(page) == sent
        await told


async def test_nothing_is_sent_at_once_to_a_page_that_is_gone_or_sent_away() -> None:
    async def story(websocket: WebSocket, send_at_once: Callable[[str], bool]) -> None:
        assert (await websocket.receive())["type"] == "websocket.disconnect"
        assert not send_at_once(SMALL)

    async with served(story) as (page, told):
        await page.close()
        await told

    async def farewell(websocket: WebSocket, send_at_once: Callable[[str], bool]) -> None:
        await websocket.close(4401)
        assert not send_at_once(SMALL)

    async with served(farewell) as (page, told):
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(page.recv(), PATIENCE_S)
        await told
