"""What goes out at once, and what is lined up; a page that cannot keep up gets a snapshot."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from starlette.websockets import WebSocket
from tests.support.fake_clock import FakeClock
from tests.support.patience import PATIENCE_S

from antiphon.live.contract import SEND_AT_ONCE
from antiphon.live.hub import LiveHub
from antiphon.live.socket import MOST_FRAMES, LiveSocket

pytestmark = pytest.mark.unit


class SlowWebSocket:
    """Takes a frame only when it is let, or at once while it has room; never says a word."""

    def __init__(self) -> None:
        self.has_room = False
        self.scope = {"extensions": {SEND_AT_ONCE: {"send": self.send_at_once}}}
        self.taken: list[str] = []
        self.may_take = asyncio.Semaphore(0)
        self.closed: asyncio.Queue[int] = asyncio.Queue()

    def send_at_once(self, text: str) -> bool:
        if self.has_room:
            self.taken.append(text)
        return self.has_room

    async def send_text(self, text: str) -> None:
        await self.may_take.acquire()
        self.taken.append(text)

    async def receive_text(self) -> str:
        await asyncio.Event().wait()
        return ""

    async def close(self, code: int) -> None:
        self.closed.put_nowait(code)


class FakeHub:
    """Has one snapshot."""

    def snapshot(self, _receiver: Any) -> str:
        return "snapshot"


def a_socket(websocket: SlowWebSocket) -> LiveSocket:
    return LiveSocket(cast("WebSocket", websocket), cast("LiveHub", FakeHub()), FakeClock())


@asynccontextmanager
async def served(socket: LiveSocket) -> AsyncIterator[None]:
    """The socket's task runs, and waits for frames when all are sent."""
    running = asyncio.create_task(socket.run(_lives))
    await _turns()
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _lives() -> bool:
    return True


async def _turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_frame_goes_out_in_the_same_moment_while_the_page_keeps_up() -> None:
    websocket = SlowWebSocket()
    websocket.has_room = True
    socket = a_socket(websocket)
    async with served(socket):
        socket.take("one")
        socket.take("two")
        assert websocket.taken == ["one", "two"]


async def test_what_comes_before_the_socket_is_served_is_not_lost() -> None:
    websocket = SlowWebSocket()
    socket = a_socket(websocket)
    socket.take("first")
    async with served(socket):
        websocket.may_take.release()
        await _turns()
        assert websocket.taken == ["first"]


async def test_no_frame_overtakes_those_that_are_lined_up() -> None:
    websocket = SlowWebSocket()
    socket = a_socket(websocket)
    async with served(socket):
        socket.take("one")
        socket.take("two")
        await _turns()
        # The first is with the server, which waits for the page; there is room again meanwhile.
        websocket.has_room = True
        socket.take("three")
        for _ in range(3):
            websocket.may_take.release()
        await _turns()
        socket.take("four")
        assert websocket.taken == ["one", "two", "three", "four"]


async def test_nothing_follows_the_end_of_the_session() -> None:
    websocket = SlowWebSocket()
    websocket.has_room = True
    socket = a_socket(websocket)
    async with served(socket):
        socket.sign_out("session_ended")
        socket.take("late")
        websocket.may_take.release()
        assert await asyncio.wait_for(websocket.closed.get(), PATIENCE_S) == 4401
        assert [json.loads(text)["kind"] for text in websocket.taken] == ["signed_out"]


async def test_a_slow_page_gets_a_snapshot_instead_of_an_endless_line() -> None:
    websocket = SlowWebSocket()
    socket = a_socket(websocket)
    async with served(socket):
        socket.take("frame 0")
        await asyncio.sleep(0)
        for number in range(1, 10 * MOST_FRAMES):
            socket.take(f"frame {number}")
        for _ in range(3 * MOST_FRAMES):
            websocket.may_take.release()
            await asyncio.sleep(0)
        assert len(websocket.taken) <= MOST_FRAMES + 2
        assert websocket.taken[-1] == "snapshot"
        socket.take("after")
        for _ in range(5):
            await asyncio.sleep(0)
        assert websocket.taken[-2:] == ["snapshot", "after"]
        socket.sign_out("session_ended")
        websocket.may_take.release()
        assert await asyncio.wait_for(websocket.closed.get(), PATIENCE_S) == 4401
