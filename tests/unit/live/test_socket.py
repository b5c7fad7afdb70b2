"""A page that cannot keep up: its line is dropped, and a snapshot puts it right."""

import asyncio
from typing import Any, cast

import pytest
from starlette.websockets import WebSocket
from tests.support.fake_clock import FakeClock
from tests.support.patience import PATIENCE_S

from antiphon.live.hub import LiveHub
from antiphon.live.socket import MOST_FRAMES, LiveSocket

pytestmark = pytest.mark.unit


class SlowWebSocket:
    """Takes a frame only when it is let; never says a word."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.may_take = asyncio.Semaphore(0)
        self.closed: asyncio.Queue[int] = asyncio.Queue()

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


async def test_a_slow_page_gets_a_snapshot_instead_of_an_endless_line() -> None:
    websocket = SlowWebSocket()
    socket = LiveSocket(cast("WebSocket", websocket), cast("LiveHub", FakeHub()), FakeClock())

    async def recheck() -> bool:
        return True

    running = asyncio.create_task(socket.run(recheck))
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
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
