"""The session cookie: read by no script, sent to no other site, bound to the host on https."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

_PLAIN = "antiphon_session"
_BOUND = "__Host-antiphon_session"


def read_token(connection: HTTPConnection) -> str | None:
    """The token that the browser sent."""
    return connection.cookies.get(_name(connection))


def set_token(response: Response, connection: HTTPConnection, token: str) -> None:
    """Give the browser a token; it forgets it when it is closed."""
    response.set_cookie(
        _name(connection),
        token,
        path="/",
        httponly=True,
        samesite="strict",
        secure=_is_secure(connection),
    )


def clear_token(response: Response, connection: HTTPConnection) -> None:
    """Let the browser forget its token."""
    response.delete_cookie(
        _name(connection),
        path="/",
        httponly=True,
        samesite="strict",
        secure=_is_secure(connection),
    )


def _is_secure(connection: HTTPConnection) -> bool:
    return connection.url.scheme in {"https", "wss"}


def _name(connection: HTTPConnection) -> str:
    return _BOUND if _is_secure(connection) else _PLAIN
