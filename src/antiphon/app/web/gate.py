"""The session gate: before any route runs, says who calls, and turns away what must not go on.

Policy: `OPEN` lists all that is answered without a session; writes need our own page's origin and
the session's CSRF token; so does a WebSocket's origin. A route added tomorrow is behind the gate.
"""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from antiphon.edge.caller import AgentOfUser, Caller
from antiphon.edge.problems import Problem
from antiphon.edge.session_cookie import read_token
from antiphon.identity.api import caller_from
from antiphon.identity.service import SignIn
from antiphon.identity.tokens import is_csrf_token

OPEN = frozenset(
    {
        ("POST", "/v1/session"),
        ("GET", "/v1/setup"),
        ("POST", "/v1/setup"),
        # Visitors of other sites who press a call button.
        ("GET", "/v1/visitors/button"),
        ("POST", "/v1/visitors/visits"),
    }
)
# A display and a visitor have no session: their routes look at what they say instead.
OPEN_SOCKETS = frozenset({"/v1/display", "/sip/visitor"})
_GUARDED = ("/v1", "/sip")
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionGate:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, *, sign_in: SignIn, agents: AgentOfUser) -> None:
        self._app = app
        self._sign_in = sign_in
        self._agents = agents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or answer it here."""
        if scope["type"] not in {"http", "websocket"} or not _is_guarded(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            await self._check(scope)
        except Problem as problem:
            await _refuse(scope, receive, send, problem)
            return
        await self._app(scope, receive, send)

    async def _check(self, scope: Scope) -> None:
        connection = HTTPConnection(scope)
        caller = await self._find_caller(connection)
        scope["antiphon.caller"] = caller
        method = scope.get("method", "GET")
        if scope["type"] == "http":
            is_open = (method, scope["path"]) in OPEN
        else:
            is_open = scope["path"] in OPEN_SOCKETS
        if caller is None and not is_open:
            raise Problem(HTTPStatus.UNAUTHORIZED, "session.none", "Sign in first.")
        if scope["type"] == "http" and method in _READS:
            return
        if not _is_own_origin(connection):
            raise Problem(
                HTTPStatus.FORBIDDEN, "origin.foreign", "This did not come from our own page."
            )
        if scope["type"] == "http" and not is_open and caller is not None:
            given = connection.headers.get("x-antiphon-csrf", "")
            if not is_csrf_token(given, caller.token):
                raise Problem(
                    HTTPStatus.FORBIDDEN,
                    "csrf.missing",
                    "Send the csrf value of GET /v1/session as the header X-Antiphon-CSRF.",
                )

    async def _find_caller(self, connection: HTTPConnection) -> Caller | None:
        token = read_token(connection)
        signed_in = await self._sign_in.find(token) if token else None
        if token is None or signed_in is None:
            return None
        address = connection.client.host if connection.client else "unknown"
        return caller_from(signed_in, token, address, self._agents)


def _is_guarded(path: str) -> bool:
    return any(path == start or path.startswith(f"{start}/") for start in _GUARDED)


def _is_own_origin(connection: HTTPConnection) -> bool:
    """A browser says where a page came from, and no page can make it say something else."""
    scheme = {"ws": "http", "wss": "https"}.get(connection.url.scheme, connection.url.scheme)
    origin = connection.headers.get("origin", "")
    return origin == f"{scheme}://{connection.headers.get('host', '')}"


async def _refuse(scope: Scope, receive: Receive, send: Send, problem: Problem) -> None:
    if scope["type"] == "http":
        await problem.response()(Request(scope).scope, receive, send)
        return
    await receive()  # the handshake
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 4401 if problem.status == 401 else 4403})
        return

    async def send_as_handshake(message: Message) -> None:
        await send({**message, "type": message["type"].replace("http.", "websocket.http.")})

    await problem.response()({**scope, "type": "http", "method": "GET"}, receive, send_as_handshake)


def is_loopback(scope: Scope) -> bool:
    """Whether the request came from this machine itself, not through a proxy on it."""
    client = scope.get("client")
    headers = Headers(scope=scope)
    is_proxied = "x-forwarded-for" in headers or "forwarded" in headers
    return client is not None and client[0] in {"127.0.0.1", "::1"} and not is_proxied
