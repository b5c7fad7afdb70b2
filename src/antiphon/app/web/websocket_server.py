"""uvicorn's WebSocket with one thing more: a small text that is sent at once, without a task.

What is sent through ASGI is awaited, so a socket needs a task of its own to be sent something, and
waking it costs more than the sending. The application finds `send_at_once` in the scope, as an
extension of ASGI; where it refuses, the ordinary way waits for the page.
"""

from struct import Struct

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from antiphon.live.contract import SEND_AT_ONCE

# In characters. What is larger is worth the compression of the ordinary way.
LARGEST_AT_ONCE = 4_096

# The head of a whole text message from a server: its length in one byte, or a mark and two bytes.
# Written here, since the library's own objects cost more than all the rest of the sending.
_TEXT, _LONG, _SHORT_UP_TO = 0x81, 126, 125
_SHORT_HEAD, _LONG_HEAD = Struct("!BB").pack, Struct("!BBH").pack


class WebSocketServer(WebSocketsSansIOProtocol):
    """To be given to uvicorn as `ws`."""

    async def run_asgi(self) -> None:
        """Serve the socket."""
        self.scope["extensions"][SEND_AT_ONCE] = {"send": self.send_at_once}
        await super().run_asgi()

    def send_at_once(self, text: str) -> bool:
        """Write the text now; False where the page is behind, gone, or the text is large."""
        if len(text) > LARGEST_AT_ONCE or not self._has_room():
            return False
        # A message may stay uncompressed whatever the two sides agreed on: RFC 7692, section 6.
        self.transport.write(_message(text.encode()))
        return True

    def _has_room(self) -> bool:
        is_open = self.handshake_complete and not self.close_sent and not self.disconnected
        # Not writable: more is waiting than the transport wants to keep.
        return is_open and self.writable.is_set() and not self.transport.is_closing()


def _message(data: bytes) -> bytes:
    size = len(data)
    if size <= _SHORT_UP_TO:
        return _SHORT_HEAD(_TEXT, size) + data
    return _LONG_HEAD(_TEXT, _LONG, size) + data
