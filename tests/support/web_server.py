"""A site on a real port of loopback, for what needs a real WebSocket."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import uvicorn
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from websockets.asyncio.client import ClientConnection, connect

from antiphon.app.web.connections import LimitedHttp
from antiphon.app.web.websocket_server import WebSocketServer


class WebServer:
    """A served site; `open` makes WebSockets as a signed-in browser does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.origin = f"http://127.0.0.1:{port}"
        self.opened: list[ClientConnection] = []

    async def open(
        self,
        path: str,
        browser: httpx2.AsyncClient | None,
        *,
        origin: str | None = None,
        subprotocol: str | None = None,
    ) -> ClientConnection:
        """A WebSocket with the browser's cookies."""
        cookies = "; ".join(f"{k}={v}" for k, v in browser.cookies.items()) if browser else ""
        connection = await connect(
            f"ws://127.0.0.1:{self.port}{path}",
            open_timeout=PATIENCE_S,
            additional_headers={"Cookie": cookies} if cookies else None,
            origin=origin or self.origin,  # type: ignore[arg-type] # a plain str will do
            subprotocols=[subprotocol] if subprotocol else None,  # type: ignore[list-item]
        )
        self.opened.append(connection)
        return connection


@asynccontextmanager
async def serve(site: Site, http: type[asyncio.Protocol] = LimitedHttp) -> AsyncIterator[WebServer]:
    """Serve the site while the context lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        site.app, http=http, log_config=None, ws=WebSocketServer, lifespan="off"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="uvicorn")
    served = WebServer(listener.getsockname()[1])
    try:
        yield served
    finally:
        for opened in served.opened:
            await opened.close()
        server.should_exit = True
        await task
