"""The live stream's address: who may follow what, and the end of a stream with its session."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, WebSocket

from antiphon.edge.caller import caller_of
from antiphon.edge.parts import part
from antiphon.identity.permissions import Permission, Role
from antiphon.identity.service import SignIn
from antiphon.kernel.clock import Clock
from antiphon.live.hub import LiveHub
from antiphon.live.socket import LiveSocket

router = APIRouter()

FORBIDDEN = 4403
# Pages of one session; a page that opens more is not one of ours.
MOST_SOCKETS = 20


class LiveStreams:
    """The sockets of every session, so that they end together with it."""

    def __init__(self, hub: LiveHub, sign_in: SignIn, clock: Clock) -> None:
        self.hub = hub
        self.clock = clock
        self.sign_in = sign_in
        self._sockets: dict[LiveSocket, str] = {}
        self._counts: Counter[str] = Counter()
        sign_in.on_session_ended(self._end)

    def open(self, websocket: WebSocket, session_id: str) -> LiveSocket | None:
        """A socket of this session; None when it has too many."""
        if self._counts[session_id] >= MOST_SOCKETS:
            return None
        socket = LiveSocket(websocket, self.hub, self.clock)
        self._sockets[socket] = session_id
        self._counts[session_id] += 1
        return socket

    def close(self, socket: LiveSocket) -> None:
        """The socket is gone."""
        session_id = self._sockets.pop(socket)
        self._counts[session_id] -= 1
        if not self._counts[session_id]:
            del self._counts[session_id]
        self.hub.leave(socket)

    def _end(self, session_id: str) -> None:
        for socket, owner in self._sockets.items():
            if owner == session_id:
                socket.sign_out("session_ended")


@router.websocket("/v1/live")
async def follow(websocket: WebSocket, streams: Annotated[LiveStreams, part(LiveStreams)]) -> None:
    """A snapshot, then numbered changes, of what the caller may see."""
    caller = caller_of(websocket)
    has_desk = caller.may(Permission.DESK_USE) and caller.agent_id is not None
    sees_board = caller.may(Permission.CENTRE_WATCH)
    socket = None
    if has_desk or sees_board:
        socket = streams.open(websocket, caller.session_id)
    if socket is None:
        await websocket.close(FORBIDDEN)
        return

    async def recheck() -> bool:
        # An agent on a long call asks for nothing, yet is at work.
        is_at_work = Role.AGENT in caller.roles
        return await streams.sign_in.find_by_id(caller.session_id, is_use=is_at_work) is not None

    await websocket.accept()
    try:
        agent_id = caller.agent_id if has_desk else None
        streams.hub.join(
            socket,
            agent_id,
            sees_board=sees_board,
            sees_numbers=caller.may(Permission.NUMBER_READ),
            overseer=caller.user_id if sees_board and Role.ADMIN not in caller.roles else None,
        )
        await socket.run(recheck)
    finally:
        streams.close(socket)
