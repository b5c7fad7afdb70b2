"""One WebSocket to Asterisk: requests out, answers and events in. It does not reconnect.

Lists are asked for over HTTP beside it: twice Asterisk ended, calls and all, in
`res_http_websocket.so` as it sent a long list; probably it copies a message to its thread's stack.
An answer finds its request by number; an event goes to `on_event` at once, inside the reader, so
nothing piles up here: while `on_event` works, the socket is not read and Asterisk buffers. At most
`_MOST_PENDING` requests wait for answers; one more is refused, as a hung engine would refuse it.
A request that is not answered in time ends the connection: nobody knows what became of it and of
those behind it, and only after a new one everything is compared.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import quote

import msgspec
import structlog
from picows import WSCloseCode, WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from antiphon.telephony.asterisk.ari.beside import Address, Beside, RequestRefused
from antiphon.telephony.asterisk.ari.messages import EVENTS, Event, RESTResponse
from antiphon.telephony.asterisk.ari.requests import Requests
from antiphon.telephony.engine import EngineUnavailable

log = structlog.get_logger()

PING_S = 3.0
_MOST_PENDING = 20_000
# A look that comes so much too late says that our own process had no processor.
_STOOD_STILL_S = 1.0
# A snapshot of thousands of channels is one message.
_MOST_BYTES = 64 << 20
_MOST_QUARANTINED = 20
_LISTS = ("channels", "bridges", "endpoints", "endpoints/PJSIP")
_DATA = (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION)


class Connection(Requests, WSListener):
    """An open connection; it reads by itself from `open` on, until `ended`."""

    def __init__(
        self, address: Address, on_event: Callable[[Event], None], time_limit_s: float
    ) -> None:
        self._address = address
        self._on_event = on_event
        self._time_limit_s = time_limit_s
        # For what must not wait behind other requests.
        self.beside = Beside(address, time_limit_s)
        self._loop = asyncio.get_running_loop()
        self._transport: WSTransport
        self._opened: WSTransport | None = None
        self._last = 0
        # With the time by which the answer must be there, oldest first; None for an answer: the
        # connection ended before.
        self._pending: dict[str, tuple[float, asyncio.Future[RESTResponse | None]]] = {}
        self._look: asyncio.TimerHandle | None = None
        self._begun: list[bytes] = []
        self.ignored: Counter[str] = Counter()
        # The last messages that could not be understood, for people; and how many there were.
        self.quarantine: list[bytes] = []
        self.malformed_count = 0

    @classmethod
    async def open(
        cls,
        address: Address,
        on_event: Callable[[Event], None],
        *,
        time_limit_s: float,
    ) -> Self:
        """Connect and register the application, ours or the one that replaces ours.

        Raises:
            EngineUnavailable: Asterisk is not there or does not let us in.
        """
        # Of all channels and end points, once each: subscribing to end points would have told
        # everything of a channel in our application twice.
        key = quote(f"{address.user}:{address.password}", safe="")
        uri = (
            f"ws://{address.host}:{address.port}/ari/events?app={address.application}"
            f"&api_key={key}&subscribeAll=true"
        )
        connection = cls(address, on_event, time_limit_s)
        try:
            async with asyncio.timeout(time_limit_s):
                connection._transport, _ = await ws_connect(
                    lambda: connection,
                    uri,
                    websocket_handshake_timeout=time_limit_s,
                    enable_auto_ping=True,
                    auto_ping_idle_timeout=PING_S,
                    auto_ping_reply_timeout=PING_S,
                    max_frame_size=_MOST_BYTES,
                    max_redirects=0,
                )
        except (OSError, TimeoutError, WSError) as error:
            connection._give_up()
            raise EngineUnavailable(f"Asterisk's interface: {error}") from error
        return connection

    def _give_up(self) -> None:
        # It may have come about in the moment in which time was up. Left open, it would hear that
        # the next one replaces it, and take that for another control plane.
        self._on_event = _nobody_listens
        if self._opened is not None:
            self._opened.disconnect(graceful=False)

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Called by the library."""
        self._opened = transport

    @property
    def answer_delay_s(self) -> float:
        """How long the oldest request without an answer has been waiting."""
        for limit, waiting in self._pending.values():
            if not waiting.done():
                return self._loop.time() - (limit - self._time_limit_s)
        return 0.0

    async def ended(self) -> None:
        """Wait until the connection ends, whoever ends it."""
        await self._transport.wait_disconnected()

    async def close(self) -> None:
        """End the connection; waiting requests fail."""
        self._transport.send_close(WSCloseCode.OK)
        self._transport.disconnect()
        await self._transport.wait_disconnected()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Called by the library."""
        if frame.msg_type in _DATA:
            if frame.fin and not self._begun:
                self._read(frame.get_payload_as_bytes())
                return
            self._begun.append(frame.get_payload_as_bytes())
            if frame.fin:
                message, self._begun = b"".join(self._begun), []
                self._read(message)
        elif frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Called by the library."""
        if self._look is not None:
            self._look.cancel()
        for _, waiting in self._pending.values():
            if not waiting.done():
                waiting.set_result(None)

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        """Ask, and give the answer's body.

        Raises:
            EngineUnavailable: no answer in time, or no connection.
            RequestRefused: an answer of 400 or above.
        """
        if len(self._pending) >= _MOST_PENDING:
            raise EngineUnavailable("too many requests wait for an answer")
        if self._transport.is_disconnected:
            raise EngineUnavailable(f"{method} {uri}: the connection ended")
        if method == "GET" and uri in _LISTS:
            return await self.beside.request(method, uri, body)
        self._last += 1
        number = str(self._last)
        answered: asyncio.Future[RESTResponse | None] = self._loop.create_future()
        limit = self._loop.time() + self._time_limit_s
        self._pending[number] = (limit, answered)
        if self._look is None:
            self._look = self._loop.call_at(limit, self._end_if_late)
        try:
            self._transport.send(WSMsgType.TEXT, _encode(number, method, uri, body))
            response = await answered
        finally:
            self._pending.pop(number, None)
        if response is None:
            raise EngineUnavailable(f"{method} {uri}: no answer")
        if response.status_code >= 400:
            answer = response.message_body or response.reason_phrase
            raise RequestRefused(response.status_code, f"{method} {uri}", answer)
        return (response.message_body or "").encode()

    def _end_if_late(self) -> None:
        # One look for all requests: a timer of its own would cost each of them more than its send.
        due, self._look = self._look, None
        now = self._loop.time()
        limit = next((limit for limit, one in self._pending.values() if not one.done()), None)
        if limit is None:
            return
        if due is not None and now > due.when() + _STOOD_STILL_S:
            # We stood still ourselves, and what came meanwhile is read only now.
            limit = now + self._time_limit_s
        if limit > now:
            self._look = self._loop.call_at(limit, self._end_if_late)
            return
        log.warning("engine.no_answer", waiting=len(self._pending))
        self._transport.disconnect(graceful=False)

    def _read(self, message: bytes) -> None:
        try:
            kind = _KIND.decode(message).type
            if kind == "RESTResponse":
                response = _RESPONSE.decode(message)
                _, waiting = self._pending.get(response.request_id, _NOBODY)
                if waiting and not waiting.done():
                    waiting.set_result(response)
                return
            decoder = _EVENT_DECODERS.get(kind)
            if decoder is None:
                self.ignored[kind] += 1
                return
            event = decoder.decode(message)
        except msgspec.MsgspecError:
            self.malformed_count += 1
            self.quarantine = [*self.quarantine, message[:4096]][-_MOST_QUARANTINED:]
            return
        self._on_event(event)


class _Kind(msgspec.Struct, frozen=True, kw_only=True):
    type: str


class _Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    type: str
    transaction_id: str
    request_id: str
    method: str
    uri: str
    content_type: str | None = None
    message_body: str | None = None


_KIND = msgspec.json.Decoder(_Kind)
_RESPONSE = msgspec.json.Decoder(RESTResponse)
_EVENT_DECODERS = {name: msgspec.json.Decoder(cls) for name, cls in EVENTS.items()}
_encoder = msgspec.json.Encoder()
_NOBODY: tuple[float, None] = (0.0, None)


def _nobody_listens(_event: Event) -> None:
    pass


def _encode(number: str, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
    fields = {name: value for name, value in body.items() if value is not None}
    return _encoder.encode(
        _Request(
            type="RESTRequest",
            transaction_id=number,
            request_id=number,
            method=method,
            uri=uri,
            content_type="application/json" if fields else None,
            message_body=_encoder.encode(fields).decode() if fields else None,
        )
    )
