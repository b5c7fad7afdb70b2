"""The wallboards' streams: for a signed-in supervisor, and for an unattended display with its key.

A display has no session: it says its key as the first word, sees one wallboard, and is cut off in
the moment it is revoked.
"""

import asyncio
import contextlib
from typing import Annotated

import msgspec
from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from antiphon.app.web.live_route import FORBIDDEN, LiveStreams
from antiphon.edge.caller import caller_of
from antiphon.edge.parts import part
from antiphon.identity.permissions import Permission, Role
from antiphon.kernel.ids import DisplayId, WallboardId
from antiphon.live.socket import SIGNED_OUT, LiveSocket
from antiphon.supervision.wallboards import Display, WallboardBook

router = APIRouter()

# A display says its key at once; whoever says nothing is not kept waiting for.
_KEY_WITHIN_S = 10.0
_MOST_SILENT = 64
# A display is one screen; a second socket is the page being loaded again.
_MOST_EACH = 4
_LONGEST_KEY = 200
_TRY_AGAIN = 1013


class KeyWord(msgspec.Struct, frozen=True, kw_only=True):
    """The first word of a display."""

    key: str


class DisplayStreams:
    """The sockets of every display."""

    def __init__(self, streams: LiveStreams, book: WallboardBook) -> None:
        self.streams = streams
        self.book = book
        self.silent = 0
        self._sockets: dict[DisplayId, list[LiveSocket]] = {}

    def open(self, websocket: WebSocket, display: Display) -> LiveSocket | None:
        """A socket of this display; None when it has too many."""
        sockets = self._sockets.setdefault(display.id, [])
        if len(sockets) >= _MOST_EACH:
            return None
        socket = LiveSocket(websocket, self.streams.hub, self.streams.clock)
        sockets.append(socket)
        self.streams.hub.join_wallboard(socket, display.wallboard_id, display.overseer)
        return socket

    def close(self, display_id: DisplayId, socket: LiveSocket) -> None:
        """The socket is gone."""
        self._sockets[display_id].remove(socket)
        if not self._sockets[display_id]:
            del self._sockets[display_id]
        self.streams.hub.leave(socket)

    def end(self, display_id: DisplayId) -> None:
        """The display was revoked: it sees nothing more."""
        for socket in self._sockets.get(display_id, ()):
            socket.sign_out("revoked")


@router.websocket("/v1/wallboards/{wallboard_id}/live")
async def follow_wallboard(
    wallboard_id: str,
    websocket: WebSocket,
    streams: Annotated[LiveStreams, part(LiveStreams)],
) -> None:
    """One wallboard as the signed-in caller may see it."""
    caller = caller_of(websocket)
    may_read = caller.may(Permission.WALLBOARD_READ)
    socket = streams.open(websocket, caller.session_id) if may_read else None
    if socket is None:
        await websocket.close(FORBIDDEN)
        return

    async def recheck() -> bool:
        return await streams.sign_in.find_by_id(caller.session_id, is_use=False) is not None

    await websocket.accept()
    overseer = None if Role.ADMIN in caller.roles else caller.user_id
    try:
        streams.hub.join_wallboard(socket, WallboardId(wallboard_id), overseer)
        await socket.run(recheck)
    finally:
        streams.close(socket)


@router.websocket("/v1/display")
async def follow_as_display(
    websocket: WebSocket, displays: Annotated[DisplayStreams, part(DisplayStreams)]
) -> None:
    """The wallboard of the display whose key is said."""
    if displays.silent >= _MOST_SILENT:
        await websocket.close(_TRY_AGAIN)
        return
    await websocket.accept()
    key = await _hear_key(websocket, displays)
    display = displays.book.find_display(key) if key is not None else None
    if display is None:
        await _close(websocket, SIGNED_OUT)
        return
    socket = displays.open(websocket, display)
    if socket is None:
        await _close(websocket, _TRY_AGAIN)
        return

    async def recheck() -> bool:
        return display.id in displays.book.displays

    try:
        await socket.run(recheck)
    finally:
        displays.close(display.id, socket)


async def _hear_key(websocket: WebSocket, displays: DisplayStreams) -> str | None:
    displays.silent += 1
    try:
        async with asyncio.timeout(_KEY_WITHIN_S):
            word = msgspec.json.decode(await websocket.receive_text(), type=KeyWord)
    except (TimeoutError, WebSocketDisconnect, KeyError, msgspec.DecodeError):
        return None
    finally:
        displays.silent -= 1
    return word.key[:_LONGEST_KEY]


async def _close(websocket: WebSocket, code: int) -> None:
    # The page may have been quicker.
    with contextlib.suppress(RuntimeError):
        await websocket.close(code)
