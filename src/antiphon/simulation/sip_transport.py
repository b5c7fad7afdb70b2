"""SIP over UDP: requests are repeated until answered, and repeated requests get the same answer."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from antiphon.simulation.sip_message import SipMessage, parse

Address = tuple[str, int]
# None: no final answer came in time.
OnResponse = Callable[[SipMessage | None], None]
OnRequest = Callable[[SipMessage, Address], None]

_FIRST_REPEAT_S = 0.5
_LAST_REPEAT_S = 4.0
_REMEMBERED = 2_000


class SipTransport(asyncio.DatagramProtocol):
    """One socket, its transactions, and who hears of new requests."""

    give_up_s = 32.0

    def __init__(self, on_request: OnRequest) -> None:
        self._on_request = on_request
        self._socket: asyncio.DatagramTransport | None = None
        self._waiting: dict[tuple[str, str], _Request] = {}
        self._answers: OrderedDict[tuple[str, str, str], tuple[bytes, Address] | None] = (
            OrderedDict()
        )
        self.address: Address = ("", 0)
        self.repeats = 0

    async def open(self, host: str) -> None:
        """Bind to a free port of `host`."""
        loop = asyncio.get_running_loop()
        self._socket, _ = await loop.create_datagram_endpoint(lambda: self, (host, 0))
        self.address = self._socket.get_extra_info("sockname")

    def close(self) -> None:
        """Forget everything that is under way."""
        for request in list(self._waiting.values()):
            request.stop()
        self._waiting.clear()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def send(self, message: SipMessage | bytes, to: Address) -> None:
        """Send once."""
        if self._socket is not None:
            data = message if isinstance(message, bytes) else message.encode()
            self._socket.sendto(data, to)

    def request(self, message: SipMessage, to: Address, on_response: OnResponse) -> None:
        """Send until answered. An INVITE's repeated 200s are reported again, to be ACKed again."""
        key = (message.branch, message.method)
        self._waiting[key] = _Request(self, key, message, to, on_response)

    def forget(self, key: tuple[str, str]) -> None:
        """A transaction is over."""
        self._waiting.pop(key, None)

    def answer(self, request: SipMessage, response: SipMessage, to: Address) -> None:
        """Answer a request, and its repetitions likewise."""
        data = response.encode()
        self._answers[_key(request)] = (data, to)
        self.send(data, to)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """One packet came."""
        if len(data) < 16:
            return  # keep-alive
        try:
            message = parse(data)
            method = message.sequence[1]
        except ValueError:
            return
        if message.status:
            waiting = self._waiting.get((message.branch, method))
            if waiting is not None:
                waiting.take(message)
            return
        if message.method != "ACK":
            key = _key(message)
            if key in self._answers:
                self.repeats += 1
                if (known := self._answers[key]) is not None:
                    self.send(*known)
                return
            self._answers[key] = None
            if len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
        self._on_request(message, addr)


def _key(request: SipMessage) -> tuple[str, str, str]:
    return request.branch, request.method, request.header("Call-ID")


class _Request:
    """A request of ours until its final answer."""

    def __init__(
        self,
        transport: SipTransport,
        key: tuple[str, str],
        message: SipMessage,
        to: Address,
        on_response: OnResponse,
    ) -> None:
        self._transport, self._key = transport, key
        self._message, self._to = message, to
        self._on_response = on_response
        self._is_final = False
        loop = asyncio.get_running_loop()
        self._limit = loop.call_later(transport.give_up_s, self._give_up)
        self._repeat = loop.call_later(_FIRST_REPEAT_S, self._send_again, _FIRST_REPEAT_S)
        transport.send(message, to)

    def take(self, response: SipMessage) -> None:
        is_invite = self._message.method == "INVITE"
        if response.status < 200:
            if is_invite:
                # A phone may ring for as long as it likes (RFC 3261, 17.1.1.2).
                self._repeat.cancel()
                self._limit.cancel()
            self._on_response(response)
            return
        self._repeat.cancel()
        if is_invite and response.status >= 300:
            self._transport.send(self._acknowledge(response), self._to)
        if self._is_final and response.status >= 300:
            return
        if not self._is_final:
            self._is_final = True
            self._limit.cancel()
            # Late repetitions of the answer still find somebody who acknowledges them.
            self._limit = asyncio.get_running_loop().call_later(
                self._transport.give_up_s, self.stop
            )
        self._on_response(response)

    def _acknowledge(self, response: SipMessage) -> SipMessage:
        number, _ = self._message.sequence
        kept = [
            (name, value)
            for name, value in self._message.headers
            if name in ("Via", "From", "Call-ID", "Max-Forwards", "Route")
        ]
        return SipMessage(
            method="ACK",
            uri=self._message.uri,
            headers=(*kept, ("To", response.header("To")), ("CSeq", f"{number} ACK")),
        )

    def _send_again(self, waited: float) -> None:
        self._transport.repeats += 1
        self._transport.send(self._message, self._to)
        following = min(waited * 2, _LAST_REPEAT_S)
        loop = asyncio.get_running_loop()
        self._repeat = loop.call_later(following, self._send_again, following)

    def _give_up(self) -> None:
        self.stop()
        self._on_response(None)

    def stop(self) -> None:
        self._repeat.cancel()
        self._limit.cancel()
        self._transport.forget(self._key)
