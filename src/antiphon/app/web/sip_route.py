"""The phones' way in: SIP over a WebSocket of our own origin, carried on to the engine."""

import asyncio
from typing import Annotated

import structlog
from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketState

from antiphon.edge.caller import Caller, caller_of
from antiphon.edge.parts import part
from antiphon.identity.permissions import Permission
from antiphon.identity.service import SignIn
from antiphon.telephony.api import open_phone
from antiphon.telephony.asterisk.sip_proxy import SUBPROTOCOL, relay
from antiphon.telephony.engine import EngineUnavailable
from antiphon.telephony.lines import Lines

log = structlog.get_logger()
router = APIRouter()

FORBIDDEN = 4403
SIGNED_OUT = 4401
TRY_AGAIN = 1013
# A page has one phone; a second socket is the page being loaded again.
MOST_SOCKETS = 4


class PhoneSocket:
    """A browser's WebSocket as the relay sees it."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def receive(self) -> str | bytes | None:
        """The next message; None once the socket is closed."""
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        text: str | None = message.get("text")
        return text if text is not None else message.get("bytes", b"")

    async def send(self, message: str) -> None:
        """Send a message; nothing happens on a closed socket."""
        if self._is_open:
            await self._websocket.send_text(message)

    async def close(self, code: int) -> None:
        """Close, unless it is closed."""
        if self._is_open:
            await self._websocket.close(code)

    @property
    def _is_open(self) -> bool:
        return (
            self._websocket.client_state is WebSocketState.CONNECTED
            and self._websocket.application_state is WebSocketState.CONNECTED
        )


class PhoneGateway:
    """The phones in pages, by session: they end together with it."""

    def __init__(self, engine_url: str, lines: Lines, sign_in: SignIn) -> None:
        self.engine_url = engine_url
        self.lines = lines
        self._sockets: dict[PhoneSocket, str] = {}
        self._farewells: set[asyncio.Task[None]] = set()
        sign_in.on_session_ended(self._session_ended)

    async def carry(self, websocket: WebSocket, session_id: str) -> None:
        """Carry one phone's messages until it ends."""
        if sum(owner == session_id for owner in self._sockets.values()) >= MOST_SOCKETS:
            await websocket.close(FORBIDDEN)
            return
        await websocket.accept(subprotocol=SUBPROTOCOL)
        socket = PhoneSocket(websocket)
        self._sockets[socket] = session_id
        try:
            await relay(socket, asterisk_ws_url=self.engine_url)
        finally:
            del self._sockets[socket]

    def _session_ended(self, session_id: str) -> None:
        task = asyncio.create_task(self._say_farewell(session_id), name="phones of a session")
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)

    async def _say_farewell(self, session_id: str) -> None:
        for socket in [s for s, owner in self._sockets.items() if owner == session_id]:
            await socket.close(SIGNED_OUT)
        try:
            await self.lines.close_browser_phones(session_id)
        except EngineUnavailable:
            log.warning("phone not removed: engine unavailable")


@router.websocket("/sip")
async def connect_phone(
    websocket: WebSocket, gateway: Annotated[PhoneGateway, part(PhoneGateway)]
) -> None:
    """The phone of the signed-in agent's page; its secret is made known to the engine first."""
    caller: Caller = caller_of(websocket)
    offered = websocket.scope.get("subprotocols", [])
    if caller.agent_id is None or not caller.may(Permission.DESK_USE) or SUBPROTOCOL not in offered:
        await websocket.close(FORBIDDEN)
        return
    try:
        # After a restart of ours the engine may not know the phone any more.
        await open_phone(caller, caller.agent_id, gateway.lines)
    except EngineUnavailable:
        await websocket.close(TRY_AGAIN)
        return
    await gateway.carry(websocket, caller.session_id)
