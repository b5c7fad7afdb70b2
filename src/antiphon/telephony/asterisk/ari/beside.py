"""Requests over HTTP, beside the WebSocket: each on a connection of its own, past all that waits.

Asterisk answers what comes over the WebSocket one after another. When hundreds of requests wait
there, what must not wait is asked here. So is what would be too long for the WebSocket.
"""

import asyncio
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import msgspec

from antiphon.telephony.asterisk.ari.requests import Requests
from antiphon.telephony.engine import EngineUnavailable


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


class Beside(Requests):
    """Every request of the interface, one connection each."""

    def __init__(self, address: Address, time_limit_s: float) -> None:
        self._address = address
        self._time_limit_s = time_limit_s

    async def request(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        """Ask, and give the answer's body; raises as `Connection.request` does."""
        try:
            async with asyncio.timeout(self._time_limit_s):
                answer = await self._exchange(self._written(method, uri, body))
        except (OSError, TimeoutError) as error:
            raise EngineUnavailable(f"{method} {uri}: no answer") from error
        head, _, found = answer.partition(b"\r\n\r\n")
        status = _STATUS.match(head)
        length = _LENGTH.search(head)
        if status is None or (int(length[1]) if length is not None else 0) != len(found):
            raise EngineUnavailable(f"{method} {uri}: only a part of the answer")
        if int(status[1]) >= 400:
            raise RequestRefused(int(status[1]), f"{method} {uri}", found.decode(errors="replace"))
        return found

    def _written(self, method: str, uri: str, body: Mapping[str, Any]) -> bytes:
        address = self._address
        token = b64encode(f"{address.user}:{address.password}".encode()).decode()
        fields = {name: value for name, value in body.items() if value is not None}
        content = msgspec.json.encode(fields) if fields else b""
        return (
            f"{method} /ari/{uri} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Authorization: Basic {token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        ).encode() + content

    async def _exchange(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self._address.host, self._address.port)
        try:
            writer.write(request)
            return await reader.read()
        finally:
            writer.close()


_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
