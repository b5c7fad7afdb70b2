"""The web server's end: what it cuts off has ended before it has."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from tests.support.patience import PATIENCE_S

from antiphon.app.web.server import Server

pytestmark = pytest.mark.api

REQUEST = b"GET / HTTP/1.1\r\nHost: antiphon\r\n\r\n"


async def test_an_answer_that_is_cut_off_has_cleaned_up_when_the_server_has_ended() -> None:
    is_asked, told = asyncio.Event(), list[str]()

    async def application(
        _scope: dict[str, Any],
        _receive: Callable[[], Awaitable[Any]],
        _send: Callable[[Any], Awaitable[None]],
    ) -> None:
        is_asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            # As a transaction is rolled back: that takes some turns of the loop.
            for _ in range(10):
                await asyncio.sleep(0)
            told.append("cleaned up")

    config = uvicorn.Config(
        application,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=0,
    )
    server = Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="server")
    _, writer = await asyncio.open_connection(*listener.getsockname())
    writer.write(REQUEST)
    async with asyncio.timeout(PATIENCE_S):
        await is_asked.wait()
        server.should_exit = True
        await serving
    assert told == ["cleaned up"]
    writer.close()
