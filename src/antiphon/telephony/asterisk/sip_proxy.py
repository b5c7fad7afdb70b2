"""Carries a browser phone's SIP between our origin and Asterisk's WebSocket on loopback.

Asterisk's own port stays closed to the world, since idle sockets can exhaust it. Each browser gets
one socket behind ours; when either side ends, the other does, and Asterisk drops the registration
that came over it. What is too large or too fast ends the connection.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

log = structlog.get_logger()

SUBPROTOCOL = "sip"
# A SIP message with SDP and candidates has 2-4 kB; Asterisk reads frames up to 64 kB.
MOST_BYTES = 16_384
# A phone sends some ten messages for a call; a page that was reloaded registers at once.
MOST_A_SECOND = 40.0
BURST = 120.0
# To an Asterisk that is short of processors; a page that is refused comes again in some seconds.
_CONNECT_S = 10.0
# RFC 6455: going away, policy violation, message too big, try again later.
_GONE, _POLICY, _TOO_BIG, _AGAIN = 1001, 1008, 1009, 1013


class BrowserSocket(Protocol):
    """An accepted WebSocket of a browser, with subprotocol `sip`."""

    async def receive(self) -> str | bytes | None:
        """The next message; None once the socket is closed."""

    async def send(self, message: str) -> None:
        """Send a message; nothing happens on a closed socket."""

    async def close(self, code: int) -> None:
        """Close, unless it is closed."""


async def relay(
    browser: BrowserSocket,
    *,
    asterisk_ws_url: str,
    on_closed: Callable[[], None] = lambda: None,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Carry messages both ways until one side ends; then `on_closed` is called.

    Args:
        browser: the accepted socket.
        asterisk_ws_url: `ws://127.0.0.1:PORT/ws` of Asterisk's HTTP server.
        on_closed: told when the browser's socket is gone, whatever the reason.
        clock: seconds, for the limit of messages.
    """
    code = _GONE
    try:
        code = await _carry(browser, asterisk_ws_url, clock)
    except (OSError, TimeoutError, WebSocketException) as error:
        log.warning("sip_proxy.engine_unreachable", why=type(error).__name__)
        code = _AGAIN
    finally:
        try:
            await browser.close(code)
        finally:
            on_closed()


async def _carry(browser: BrowserSocket, url: str, clock: Callable[[], float]) -> int:
    async with connect(
        url,
        subprotocols=[Subprotocol(SUBPROTOCOL)],
        open_timeout=_CONNECT_S,
        close_timeout=1.0,
        ping_interval=None,
        compression=None,
        max_size=65_536,
        proxy=None,
    ) as engine:
        up = asyncio.create_task(_up(browser, engine, clock), name="sip up")
        down = asyncio.create_task(_down(browser, engine), name="sip down")
        try:
            done, _ = await asyncio.wait([up, down], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (up, down):
                task.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
        return done.pop().result()


async def _up(browser: BrowserSocket, engine: ClientConnection, clock: Callable[[], float]) -> int:
    allowance, last = BURST, clock()
    while (message := await browser.receive()) is not None:
        text = message if isinstance(message, str) else message.decode(errors="replace")
        if len(text) > MOST_BYTES:
            return _TOO_BIG
        now = clock()
        allowance, last = min(BURST, allowance + (now - last) * MOST_A_SECOND) - 1, now
        if allowance < 0:
            return _POLICY
        try:
            await engine.send(text)
        except ConnectionClosed:
            return _AGAIN
    return _GONE


async def _down(browser: BrowserSocket, engine: ClientConnection) -> int:
    async for message in engine:
        text = message if isinstance(message, str) else message.decode(errors="replace")
        await browser.send(text)
    return _AGAIN
