"""One WebSocket to Asterisk: requests out, answers and events in. It does not reconnect.

An answer finds its request by number; an event goes to `on_event` at once, inside the reader, so
nothing piles up here: while `on_event` works, the socket is not read and Asterisk buffers. At most
`_MOST_PENDING` requests wait for answers; one more is refused, as a hung engine would refuse it.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import quote

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from antiphon.telephony.asterisk.ari.messages import EVENTS, Event, RESTResponse
from antiphon.telephony.asterisk.ari.requests import Requests
from antiphon.telephony.engine import EngineUnavailable

PING_S = 2.0
_MOST_PENDING = 20_000
# A snapshot of thousands of channels is one message.
_MOST_BYTES = 64 << 20
_MOST_QUARANTINED = 20


class RequestRefused(Exception):  # noqa: N818
    """Asterisk answered with an error; `status` is HTTP's."""

    def __init__(self, status: int, request: str, answer: str) -> None:
        super().__init__(f"{request}: {status} {answer[:200]}")
        self.status = status
        self.answer = answer[:200]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where Asterisk's interface is, and what opens it."""

    port: int
    user: str
    password: str
    application: str
    host: str = "127.0.0.1"


class Connection(Requests):
    """An open connection; made by `open_connection`, read by `run`."""

    def __init__(
        self, socket: ClientConnection, on_event: Callable[[Event], None], time_limit_s: float
    ) -> None:
        self._socket = socket
        self._on_event = on_event
        self._time_limit_s = time_limit_s
        self._last = 0
        # None for an answer: the connection ended.
        self._pending: dict[str, asyncio.Future[RESTResponse | None]] = {}
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
        key = quote(f"{address.user}:{address.password}", safe="")
        uri = (
            f"ws://{address.host}:{address.port}/ari/events?app={address.application}&api_key={key}"
        )
        try:
            socket = await connect(
                uri,
                open_timeout=time_limit_s,
                ping_interval=PING_S,
                ping_timeout=2 * PING_S,
                close_timeout=1.0,
                compression=None,
                max_size=_MOST_BYTES,
                proxy=None,
            )
        except (OSError, TimeoutError, WebSocketException) as error:
            raise EngineUnavailable(f"Asterisk's interface: {error}") from error
        return cls(socket, on_event, time_limit_s)

    async def run(self) -> None:
        """Read until the connection ends, whoever ends it."""
        try:
            async for message in self._socket:
                self._read(message if isinstance(message, bytes) else message.encode())
        except WebSocketException:
            pass  # the end of the connection is all there is to know
        finally:
            self._fail_pending()
            await self._socket.close()

    async def close(self) -> None:
        """End the connection; waiting requests fail."""
        await self._socket.close()

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        """Ask, and give the answer's body.

        Raises:
            EngineUnavailable: no answer in time, or no connection.
            RequestRefused: an answer of 400 or above.
        """
        if len(self._pending) >= _MOST_PENDING:
            raise EngineUnavailable("too many requests wait for an answer")
        self._last += 1
        number = str(self._last)
        answered: asyncio.Future[RESTResponse | None] = asyncio.get_running_loop().create_future()
        self._pending[number] = answered
        try:
            async with asyncio.timeout(self._time_limit_s):
                await self._socket.send(_encode(number, method, uri, body), text=True)
                response = await answered
        except (TimeoutError, WebSocketException) as error:
            raise EngineUnavailable(f"{method} {uri}: no answer") from error
        finally:
            self._pending.pop(number, None)
        if response is None:
            raise EngineUnavailable(f"{method} {uri}: the connection ended")
        if response.status_code >= 400:
            answer = response.message_body or response.reason_phrase
            raise RequestRefused(response.status_code, f"{method} {uri}", answer)
        return (response.message_body or "").encode()

    def _read(self, message: bytes) -> None:
        try:
            kind = _KIND.decode(message).type
            if kind == "RESTResponse":
                response = _RESPONSE.decode(message)
                waiting = self._pending.get(response.request_id)
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

    def _fail_pending(self) -> None:
        for waiting in self._pending.values():
            if not waiting.done():
                waiting.set_result(None)


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
