"""The number firewall: whoever may not see customers' numbers gets every answer with them masked.

It stands behind the session gate and before all routes, so that a route added tomorrow is covered.
The one answer that passes whole is that to a request which the centre has put on record as a
reveal (`let_through`). `frame_mask` does the same for the values of the live stream.
"""

import json
from collections.abc import Callable
from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from antiphon.customers.number_mask import NumberMask
from antiphon.customers.number_privacy import NumberPrivacyBook
from antiphon.edge.caller import Caller
from antiphon.identity.permissions import Permission

_REVEALED = "antiphon.number_revealed"
# What texts are sent as; sound and other files hold no numbers.
_TEXTS = ("application/json", "application/problem+json", "text/")
_VALUES_KEPT = 4_096


def let_through(request: Request) -> None:
    """The answer to this request may hold a number: that it does is on record."""
    request.scope[_REVEALED] = True


def is_masked_for(caller: object, book: NumberPrivacyBook) -> bool:
    """Whether this caller gets numbers masked now."""
    return (
        book.privacy.is_masked
        and isinstance(caller, Caller)
        and not caller.may(Permission.NUMBER_READ)
    )


def frame_mask(mask: NumberMask, book: NumberPrivacyBook) -> Callable[[str], str]:
    """Masks the numbers in a value of the live stream, as long as the setting asks for it."""

    @lru_cache(maxsize=_VALUES_KEPT)
    def masked(value: str) -> str:
        return _masked(value, mask)

    return lambda value: masked(value) if book.privacy.is_masked else value


class NumberFirewall:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, *, mask: NumberMask, book: NumberPrivacyBook) -> None:
        self._app = app
        self._mask = mask
        self._book = book

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass; what comes back is looked through."""
        is_looked_through = scope["type"] == "http" and is_masked_for(
            scope.get("antiphon.caller"), self._book
        )
        answer = _Answer(scope, send, self._mask).send if is_looked_through else send
        await self._app(scope, receive, answer)


class _Answer:
    """One answer: a text is held back until it is whole."""

    def __init__(self, scope: Scope, send: Send, mask: NumberMask) -> None:
        self._scope = scope
        self._send = send
        self._mask = mask
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Takes the application's messages."""
        if message["type"] == "http.response.start" and self._is_text(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            await self._send(message)

    def _is_text(self, start: Message) -> bool:
        kind = MutableHeaders(raw=start["headers"]).get("content-type", "")
        return kind.startswith(_TEXTS) and not self._scope.get(_REVEALED)

    async def _finish(self, start: Message) -> None:
        body = _masked(self._body.decode(errors="replace"), self._mask).encode()
        MutableHeaders(raw=start["headers"])["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _masked(text: str, mask: NumberMask) -> str:
    if not text:
        return text
    try:
        tree = json.loads(text)
    except ValueError:
        return mask.text(text)
    return json.dumps(mask.tree(tree), ensure_ascii=False, separators=(",", ":"))
