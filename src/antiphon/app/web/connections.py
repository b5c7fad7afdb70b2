"""HTTP connections with limits: whoever sends or reads too slowly, or sends without end, is cut off.

uvicorn reads the head of a request without a limit of size or time, so a stranger could fill the
memory of the process that has the calls, or hold every file that it may open. WebSockets have
limits of their own.
"""

import resource
import time
from asyncio import TimerHandle, Transport
from http import HTTPStatus

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Left for journal, recordings and children when strangers hold all the connections they get.
_FILES_OF_OUR_OWN = 512
_TELL_EVERY_S = 10.0

log = structlog.get_logger()


class LimitedHttp(HttpToolsProtocol):
    """One connection; the limits are attributes of the class."""

    largest_head = 64 * 1024
    # With its body; what a route takes of it is less.
    largest_request = 4 * 1024 * 1024
    head_within_s = 20.0
    body_within_s = 60.0
    # How long nothing may leave a full buffer, and how long the end of an answer may take.
    read_within_s = 120.0

    _is_in_head = True
    _received = 0
    _arrival: TimerHandle | None = None
    _reading: TimerHandle | None = None

    @staticmethod
    def most_connections() -> int:
        """How many connections of others fit beside the files that we open ourselves."""
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        return max(files - _FILES_OF_OUR_OWN, files // 2)

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, if there is room for one more connection."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections():
            self._cut_off("too_many_connections", None)
        else:
            self._expect_within(self.head_within_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._expect_nothing()
        self._is_read()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what arrives."""
        if self._arrival is None:
            self._expect_within(self.head_within_s)
        self._received += len(data)
        super().data_received(data)
        most = self.largest_head if self._is_in_head else self.largest_request
        if self._received > most and not self.transport.is_closing():
            self._cut_off("too_large", HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_headers_complete(self) -> None:
        """The head is whole: wait for the body."""
        self._is_in_head = False
        self._expect_within(self.body_within_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole: who comes next begins anew."""
        self._is_in_head, self._received = True, 0
        self._expect_nothing()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """From here on it is no HTTP."""
        self._expect_nothing()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        """Somebody does not read what was asked for."""
        super().pause_writing()
        if self._reading is None:
            self._reading = self.loop.call_later(self.read_within_s, self._cut_off, "unread", None)

    def resume_writing(self) -> None:
        """The buffer has room again."""
        self._is_read()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close what is idle, also when the end of the last answer is never read."""
        super().timeout_keep_alive_handler()
        if self._reading is None:
            self._reading = self.loop.call_later(self.read_within_s, self.transport.abort)

    def _expect_within(self, seconds: float) -> None:
        self._expect_nothing()
        self._arrival = self.loop.call_later(
            seconds, self._cut_off, "too_slow", HTTPStatus.REQUEST_TIMEOUT
        )

    def _expect_nothing(self) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None

    def _is_read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _cut_off(self, why: str, status: HTTPStatus | None) -> None:
        _told.tell(why)
        self._expect_nothing()
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if status is None or is_answering or not self._is_in_head:
            self.transport.abort()
            return
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        self.transport.write(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        self.transport.close()


class _Told:
    """Tells of those cut off now and then: a flood of them must not become one of lines."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self._count = 0

    def tell(self, why: str) -> None:
        self._count += 1
        now = time.monotonic()
        if now - self._last >= _TELL_EVERY_S:
            log.warning("http.cut_off", why=why, count=self._count)
            self._last, self._count = now, 0


_told = _Told()
