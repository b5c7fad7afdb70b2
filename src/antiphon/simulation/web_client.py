"""Our own HTTP interface as a script uses it: signs in, keeps its session, speaks JSON."""

import asyncio
import http.client
import json
import math
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

# Longer than the server lets anybody wait: it says what to do then.
_TIMEOUT_S = 60
# The server closes connections that were idle for a few seconds.
_KEPT_S = 2.0


class Refused(Exception):  # noqa: N818 (it names what happened)
    """The server answered with a problem; `code` is its stable name."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.problem = dict(problem)
        super().__init__(
            f"{status} {self.code}: {problem.get('detail', '')} {problem.get('fields', '')}"
        )


class WebClient:
    """One browser's worth of session, without the browser."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        parts = urlsplit(origin)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError("a script speaks http to this machine only")
        self._host, self._port = parts.hostname, parts.port or 80
        self._cookie = self._csrf = ""
        self._turn = asyncio.Lock()
        self._connection: http.client.HTTPConnection | None = None
        self._used_at = 0.0

    @property
    def cookie(self) -> str:
        """What a WebSocket of the same session sends."""
        return self._cookie

    async def sign_in(self, login: str, password: str) -> Mapping[str, Any]:
        """Begin a session."""
        session: Mapping[str, Any] = await self.post(
            "/v1/session", {"login": login, "password": password}
        )
        self._csrf = session["csrf"]
        return session

    async def set_up(self, token: str, login: str, name: str, password: str) -> None:
        """Make the first administrator, and be that one."""
        body = {"token": token, "login": login, "name": name, "password": password}
        session = await self.post("/v1/setup", {**body, "language": "browser"})
        self._csrf = session["csrf"]

    async def get(self, path: str) -> Any:
        """Read. Raises Refused or OSError, as all of these do."""
        return await self._request("GET", path, None)

    async def post(self, path: str, body: Any) -> Any:
        """Create, or do something."""
        return await self._request("POST", path, body)

    async def put(self, path: str, body: Any) -> Any:
        """Change."""
        return await self._request("PUT", path, body)

    async def delete(self, path: str) -> None:
        """Remove."""
        await self._request("DELETE", path, None)

    async def _request(self, method: str, path: str, body: Any) -> Any:
        async with self._turn:
            return await asyncio.to_thread(self._exchange, method, path, body)

    def _exchange(self, method: str, path: str, body: Any) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Origin": self.origin, "Accept": "application/json"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        if self._cookie:
            headers |= {"Cookie": self._cookie, "X-Antiphon-CSRF": self._csrf}
        try:
            response = self._ask(method, path, data, headers)
            answer = response.read()
        except (http.client.HTTPException, OSError) as error:
            self.close()
            raise ConnectionError(f"{method} {path}: {error}") from error
        if given := response.getheader("Set-Cookie"):
            self._cookie = given.partition(";")[0]
        decoded = json.loads(answer) if answer else None
        if response.status >= 400:
            raise Refused(response.status, decoded if isinstance(decoded, dict) else {})
        return decoded

    def _ask(
        self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        is_kept = self._connection is not None
        try:
            return self._send(method, path, data, headers)
        except ConnectionError:
            # A server that was restarted has let go of the connection; to read twice does no harm.
            if method != "GET" or not is_kept:
                raise
            self.close()
            return self._send(method, path, data, headers)

    def _send(
        self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        if time.monotonic() - self._used_at > _KEPT_S:
            self.close()
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                self._host, self._port, timeout=_TIMEOUT_S
            )
        self._used_at = time.monotonic()
        self._connection.request(method, path, data, dict(headers))
        return self._connection.getresponse()

    def distrust_connection(self) -> None:
        """The server may have been restarted: the next request takes a new connection."""
        self._used_at = -math.inf

    def close(self) -> None:
        """Let go of the connection; the session stays."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
