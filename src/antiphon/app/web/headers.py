"""What every answer carries to keep browsers safe, and the limit on what may be sent to us."""

from collections.abc import Callable, Sequence

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUTTON_SCRIPT = "/call-button.js"
# Where an administrator tries a call button: it shows our own frame.
TRIAL = "/try-call-button/"
_NO_ANCESTORS = "frame-ancestors 'none'"

# The page loads nothing from elsewhere and runs no inline script or style. `blob:` is for sound
# made in the page; WebSockets to our own origin are covered by 'self'.
PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        _NO_ANCESTORS,
    )
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

LARGEST_BODY = 2 * 1024 * 1024
_HSTS = "max-age=31536000"


class SafeHeaders:
    """Adds the headers to every answer; the API's answers are never kept by a cache."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        framed: Callable[[], Sequence[str]] = tuple,
        embedders: Callable[[str], Sequence[str] | None] = lambda _path: None,
    ) -> None:
        """`framed` gives the origins outside that the page may show inside itself; `embedders`
        those that may show what is at a path inside themselves, None where none may."""
        self._app = app
        self._framed = framed
        self._embedders = embedders

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap `send`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        is_data = path.startswith("/v1")

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _add(headers, self._policy_of(path), is_data, scope["scheme"] == "https")
                self._open_to_others(headers, path)
            await send(message)

        await self._app(scope, receive, send_safely)

    def _policy_of(self, path: str) -> str:
        if path.startswith("/v1"):
            return DATA_POLICY
        if path.startswith(TRIAL):
            return page_policy(["'self'"])
        return page_policy(self._framed())

    def _open_to_others(self, headers: MutableHeaders, path: str) -> None:
        """The script of call buttons is loaded by other sites, their frame shown in some."""
        if path == BUTTON_SCRIPT:
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        embedders = self._embedders(path)
        if embedders is not None:
            allowed = f"frame-ancestors {' '.join(embedders)}"
            headers["Content-Security-Policy"] = PAGE_POLICY.replace(_NO_ANCESTORS, allowed)
            del headers["X-Frame-Options"]


class BodyLimit:
    """Refuses bodies that are too large, by what they say and by what they are."""

    def __init__(self, app: ASGIApp, *, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap `receive`; the exception becomes the answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = 0
        announced = Headers(scope=scope).get("content-length", "0")

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._largest or (
                announced.isdecimal() and int(announced[:20]) > self._largest
            ):
                raise HTTPException(413)
            return message

        await self._app(scope, receive_counted, send)


def page_policy(framed: Sequence[str]) -> str:
    """What our page may load; frames only of these origins, none of them our own."""
    return f"{PAGE_POLICY}; frame-src {' '.join(framed)}" if framed else PAGE_POLICY


def _add(headers: MutableHeaders, policy: str, is_data: bool, is_secure: bool) -> None:
    headers["Content-Security-Policy"] = policy
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=(), payment=()"
    headers["X-Frame-Options"] = "DENY"
    if is_data:
        headers.setdefault("Cache-Control", "no-store")
    if is_secure:
        headers["Strict-Transport-Security"] = _HSTS
