"""The servers that `tests/load/push.py` compares, each as a process of its own."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from typing import ClassVar

import msgspec
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from antiphon.app.web.websocket_server import WebSocketServer
from antiphon.kernel.clock import SystemClock
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, UserId, WallboardId
from antiphon.live.contract import Key, Picture, Touched
from antiphon.live.hub import BOARD_EVERY_S, LiveHub
from antiphon.live.socket import LiveSocket

QUEUE = "q"
# Where the screens tell that all of them look; then things begin to happen.
BEGIN = "/begin"


class Stamp(msgspec.Struct, frozen=True):
    """A value that says when it came to be, with a ballast as large as the real one's."""

    at_ns: int
    ballast: str = "x" * 240


class Changed(Event, frozen=True, kw_only=True):
    """A figure of the queue changed, or with an agent: an offer was made."""

    type: ClassVar[str] = "load.changed"
    agent_id: AgentId | None = None

    def stream(self) -> str:
        return "load"


class StampedViews:
    """Pictures that hold nothing but when they were drawn."""

    def __init__(self) -> None:
        self.offers: dict[AgentId, int] = {}

    def own(self, agent_id: AgentId) -> Picture:
        """The newest offer."""
        at = self.offers.get(agent_id)
        return {} if at is None else {("offer", "o"): Stamp(at)}

    def own_queues(self, agent_id: AgentId) -> Collection[str]:
        """Everybody serves the one queue."""
        return (QUEUE,)

    def board(self, *, is_watched: bool) -> Picture:
        """The queue, drawn now."""
        return {("queue", QUEUE): Stamp(time.monotonic_ns())}

    def wallboard(self, wallboard_id: WallboardId, overseer: UserId | None) -> Picture:
        """There is none."""
        return {}

    def sight_of(self, overseer: UserId) -> Callable[[Key], bool] | None:
        """Everything."""
        return None

    def touched(self, event: Event) -> Touched:
        """One desk, or the board."""
        agent_id = getattr(event, "agent_id", None)
        return Touched(is_board=True) if agent_id is None else Touched(agents=frozenset({agent_id}))


class Ours:
    """The product's hub and sockets."""

    def __init__(self, board_every_s: float) -> None:
        self.views, self.clock = StampedViews(), SystemClock()
        self.hub = LiveHub(
            self.views,
            self.clock,
            is_ahead=lambda: False,
            on_agent_lost=lambda _agent_id: None,
            board_every_s=board_every_s,
        )

    async def serve(self, websocket: WebSocket) -> None:
        """One screen."""
        await websocket.accept()
        live = LiveSocket(websocket, self.hub, self.clock)
        agent_id = AgentId(websocket.path_params["number"])
        self.hub.join(live, agent_id, sees_board=False)
        try:
            await live.run(_lives)
        finally:
            self.hub.leave(live)

    async def change(self, _due_ns: int) -> None:
        """A figure changes."""
        self.hub.hear([Changed(at=datetime.now(UTC))])

    async def pop(self, number: int, due_ns: int) -> None:
        """An offer is made."""
        agent_id = AgentId(str(number))
        self.views.offers[agent_id] = due_ns
        self.hub.hear([Changed(at=datetime.now(UTC), agent_id=agent_id)])


class InTurn:
    """What one writes first: each client is awaited before the next."""

    def __init__(self) -> None:
        self.sockets: dict[str, WebSocket] = {}

    async def serve(self, websocket: WebSocket) -> None:
        """One screen."""
        await websocket.accept()
        self.sockets[websocket.path_params["number"]] = websocket
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await websocket.receive_text()

    async def change(self, due_ns: int) -> None:
        """A figure changes; everybody is told before anything else is done."""
        for one in list(self.sockets.values()):
            await self._send(one, "queue", due_ns)

    async def pop(self, number: int, due_ns: int) -> None:
        """An offer is made."""
        found = self.sockets.get(str(number))
        if found is not None:
            await self._send(found, "offer", due_ns)

    async def _send(self, one: WebSocket, entity: str, at_ns: int) -> None:
        value = msgspec.json.encode(Stamp(at_ns)).decode()
        frame = f'{{"kind":"changes","changes":[{{"entity":"{entity}","id":"o","value":{value}}}]}}'
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await one.send_text(frame)


async def _lives() -> bool:
    return True


async def _happen(
    side: Ours | InTurn, all_look: asyncio.Event, screens: int, changes: int, pops: int
) -> None:
    """Changes and pops at their rates, each awaited before the next: one writer."""
    await all_look.wait()
    for due, number in _schedule(screens, changes, pops):
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        due_ns = int(due * 1e9)
        await (side.change(due_ns) if number is None else side.pop(number, due_ns))


def _schedule(screens: int, changes: int, pops: int) -> Iterator[tuple[float, int | None]]:
    """When each change is due, and each pop with the number of its screen."""
    begin = time.monotonic()
    change = pop = 0
    while True:
        if change / changes <= pop / pops:
            yield begin + change / changes, None
            change += 1
        else:
            yield begin + pop / pops, pop % screens
            pop += 1


def _side(name: str) -> Ours | InTurn:
    match name:
        case "antiphon":
            return Ours(BOARD_EVERY_S)
        case "ungathered":
            return Ours(0)
        case _:
            return InTurn()


async def main() -> None:
    """Serve one side until told to end."""
    name, port, screens, changes, pops = sys.argv[1], *map(int, sys.argv[2:6])
    side = _side(name)
    all_look = asyncio.Event()

    async def begin(_request: Request) -> Response:
        all_look.set()
        return Response()

    routes = [WebSocketRoute("/live/{number}", side.serve), Route(BEGIN, begin, methods=["POST"])]
    app = Starlette(routes=routes)
    config = uvicorn.Config(app, port=port, log_level="error", ws=WebSocketServer, lifespan="off")
    work = asyncio.create_task(
        _happen(side, all_look, screens, changes, pops), name="changes and pops"
    )
    await uvicorn.Server(config).serve()
    work.cancel()


if __name__ == "__main__":
    uvloop.run(main())
