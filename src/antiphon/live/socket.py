"""One browser's WebSocket: a bounded line of frames, and the few words a page may say.

A frame goes out at once where nothing is in the line and the server has room for it; otherwise the
socket's own task sends the line. A page that cannot keep up is not waited for: its line is dropped,
and it gets a fresh snapshot when it can take one again.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from antiphon.kernel.clock import Clock
from antiphon.live.contract import SEND_AT_ONCE
from antiphon.live.hub import LiveHub

MOST_FRAMES = 128
LARGEST_WORD = 1_000
# A page says one word every few seconds; this many in one second is a page gone wild.
MOST_WORDS_PER_S = 20

RULE_VIOLATION = 1008
SIGNED_OUT = 4401

_encoder = msgspec.json.Encoder()


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says: `ping` or `resync`."""

    kind: str


class LiveSocket:
    """Fulfils `Receiver`; `run` serves the socket until it ends."""

    def __init__(self, websocket: WebSocket, hub: LiveHub, clock: Clock) -> None:
        self._websocket = websocket
        self._hub = hub
        self._clock = clock
        self._send_at_once = _at_once(websocket)
        self._frames: deque[str] = deque()
        # All that was lined up is sent, and the task waits for more.
        self._is_idle = False
        self._wake = asyncio.Event()
        self._is_lagging = False
        self._ends_with: str | None = None
        self._words: deque[float] = deque(maxlen=MOST_WORDS_PER_S)

    def take(self, frame: str) -> None:
        """Send the frame or line it up; give the line up when it is too long."""
        if self._is_lagging or (self._is_idle and self._send_at_once(frame)):
            return
        if len(self._frames) >= MOST_FRAMES:
            self._frames.clear()
            self._is_lagging = True
        else:
            self._frames.append(frame)
        self._wake_up()

    def sign_out(self, reason: str) -> None:
        """Tell the page that its session ended, and close."""
        self._ends_with = reason
        self._wake_up()

    async def run(self, recheck: Callable[[], Awaitable[bool]], every_s: float = 60.0) -> None:
        """Send and listen until one side ends it; `recheck` says whether the session lives."""
        tasks = [
            asyncio.create_task(work, name=f"live socket {name}")
            for name, work in (
                ("sender", self._send()),
                ("listener", self._listen()),
                ("checker", self._check(recheck, every_s)),
            )
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except (WebSocketDisconnect, RuntimeError):
            pass  # the page is gone; starlette says so in either way
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self) -> None:
        while self._ends_with is None:
            if self._is_lagging:
                self._is_lagging = False
                self._take_snapshot()
            while self._frames and self._ends_with is None:
                await self._websocket.send_text(self._frames.popleft())
            if self._is_lagging or self._ends_with is not None:
                continue
            self._wake.clear()
            self._is_idle = True
            await self._wake.wait()
        farewell = {"kind": "signed_out", "reason": self._ends_with}
        await self._websocket.send_text(_encoder.encode(farewell).decode())
        await self._websocket.close(SIGNED_OUT)

    async def _listen(self) -> None:
        while True:
            try:
                text = await self._websocket.receive_text()
            except KeyError:  # a frame of bytes
                text = ""
            if not self._may_speak() or len(text) > LARGEST_WORD:
                await self._websocket.close(RULE_VIOLATION)
                return
            try:
                word = msgspec.json.decode(text, type=Word)
            except msgspec.DecodeError:
                await self._websocket.close(RULE_VIOLATION)
                return
            if word.kind == "ping":
                pong = {"kind": "pong", "server_time": self._clock.now()}
                self.take(_encoder.encode(pong).decode())
            elif word.kind == "resync":
                self._frames.clear()
                self._take_snapshot()

    def _wake_up(self) -> None:
        self._is_idle = False
        self._wake.set()

    def _take_snapshot(self) -> None:
        snapshot = self._hub.snapshot(self)
        if snapshot is not None:
            self.take(snapshot)

    def _may_speak(self) -> bool:
        now = self._clock.monotonic()
        is_full = len(self._words) == MOST_WORDS_PER_S
        self._words.append(now)
        return not is_full or now - self._words[0] > 1.0 - 1e-9

    async def _check(self, recheck: Callable[[], Awaitable[bool]], every_s: float) -> None:
        while True:
            await asyncio.sleep(every_s)
            if not await recheck():
                self.sign_out("session_ended")
                await asyncio.Event().wait()  # the sender closes the socket


def _at_once(websocket: WebSocket) -> Callable[[str], bool]:
    """The server's way to send without awaiting; one that never sends where it has none."""
    offered = websocket.scope.get("extensions", {}).get(SEND_AT_ONCE)
    return offered["send"] if offered else lambda _frame: False
