"""A telephone in software: registers, calls, is called. Many calls at once if need be.

It sends to one server only, and that must be on this machine unless its address is allowed by name.
"""

import asyncio
import ipaddress
from collections.abc import Callable, Mapping

from antiphon.simulation import sip_digest
from antiphon.simulation.rtp import Pacer
from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sip_message import SipMessage, new_token, respond, tag_in
from antiphon.simulation.sip_transport import Address, SipTransport
from antiphon.simulation.sound import Codec

_MOST_CALLS = 500


class RegistrationRefused(Exception):  # noqa: N818 (it names what happened)
    """The registrar did not accept us; `status` is SIP's code."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status


class SipPhone:
    """One telephone. `incoming` holds calls that ring, unless `on_call` takes them."""

    def __init__(
        self,
        server: Address,
        pacer: Pacer,
        *,
        username: str = "",
        secret: str = "",
        codecs: tuple[Codec, ...] = (Codec.PCMU, Codec.PCMA),
        allowed: frozenset[str] = frozenset(),
        on_call: Callable[[PhoneCall], None] | None = None,
    ) -> None:
        if not ipaddress.ip_address(server[0]).is_loopback and server[0] not in allowed:
            raise ValueError(f"{server[0]} is neither this machine nor an allowed address")
        self.server, self.pacer = server, pacer
        self.username, self.secret = username, secret
        self.codecs = codecs
        self.transport = SipTransport(self._on_request)
        self.calls: dict[str, PhoneCall] = {}
        self.incoming: asyncio.Queue[PhoneCall] = asyncio.Queue()
        self._on_call = on_call or self.incoming.put_nowait
        self._registration = 0
        self._registration_id = new_token()
        self._refresh: asyncio.TimerHandle | None = None
        self._refreshing: asyncio.Task[None] | None = None

    @property
    def address(self) -> Address:
        """Where this phone is reached."""
        return self.transport.address

    async def open(self, host: str = "127.0.0.1") -> None:
        """Take a free port of `host`."""
        await self.transport.open(host)

    async def close(self) -> None:
        """Hang up everything; the far ends are told once, nobody waits for their answers."""
        self._stop_refreshing()
        for call in list(self.calls.values()):
            call.hang_up()
        await asyncio.sleep(0)
        self.transport.close()

    def call(
        self,
        number: str,
        *,
        caller_number: str = "",
        caller_name: str = "",
        headers: Mapping[str, str] | None = None,
        codecs: tuple[Codec, ...] | None = None,
        description: bytes | None = None,
    ) -> PhoneCall:
        """Call `number` at the server; `description` replaces our own offer of audio."""
        if len(self.calls) >= _MOST_CALLS:
            raise ValueError(f"more than {_MOST_CALLS} calls at once")
        call = PhoneCall(self, is_incoming=False, codecs=codecs or self.codecs)
        self.calls[call.id] = call
        host, port = self.server
        call.invite(
            f"sip:{number}@{host}:{port}",
            number=caller_number or self.username,
            name=caller_name,
            headers=headers or {},
            body=description,
        )
        return call

    def forget(self, call: PhoneCall) -> None:
        """A call is over."""
        self.calls.pop(call.id, None)

    async def register(self, *, expires_s: int = 120, timeout_s: float = 10.0) -> None:
        """Be reachable, and stay so. Raises RegistrationRefused or TimeoutError."""
        async with asyncio.timeout(timeout_s):
            response = await self._send_register(expires_s, authorization={})
            if response.status in (401, 407) and self.secret:
                challenge = response.header("WWW-Authenticate")
                host, _ = self.server
                value = sip_digest.answer(
                    challenge,
                    method="REGISTER",
                    uri=f"sip:{host}",
                    username=self.username,
                    secret=self.secret,
                )
                response = await self._send_register(
                    expires_s, authorization={"Authorization": value}
                )
        if response.status != 200:
            raise RegistrationRefused(response.status, response.reason)
        if expires_s:
            self._keep_registered(expires_s)

    async def unregister(self) -> None:
        """Be reachable no more."""
        self._stop_refreshing()
        await self.register(expires_s=0)

    def _stop_refreshing(self) -> None:
        if self._refresh is not None:
            self._refresh.cancel()
            self._refresh = None
        if self._refreshing is not None:
            self._refreshing.cancel()
            self._refreshing = None

    def _keep_registered(self, expires_s: int) -> None:
        loop = asyncio.get_running_loop()
        if self._refresh is not None:
            self._refresh.cancel()
        self._refresh = loop.call_later(expires_s / 2, self._register_again, expires_s)

    def _register_again(self, expires_s: int) -> None:
        self._refreshing = asyncio.get_running_loop().create_task(
            self._try_to_register(expires_s), name=f"register {self.username}"
        )

    async def _try_to_register(self, expires_s: int) -> None:
        try:
            await self.register(expires_s=expires_s)
        except (RegistrationRefused, TimeoutError):
            self._keep_registered(10)

    async def _send_register(
        self, expires_s: int, *, authorization: Mapping[str, str]
    ) -> SipMessage:
        self._registration += 1
        host, port = self.address
        server, _ = self.server
        mine = f"<sip:{self.username}@{server}>"
        message = SipMessage(
            method="REGISTER",
            uri=f"sip:{server}",
            headers=(
                ("Via", f"SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK{new_token()}"),
                ("Max-Forwards", "70"),
                ("From", f"{mine};tag={new_token()}"),
                ("To", mine),
                ("Call-ID", self._registration_id),
                ("CSeq", f"{self._registration} REGISTER"),
                ("Contact", f"<sip:{self.username}@{host}:{port}>"),
                ("Expires", str(expires_s)),
                *authorization.items(),
            ),
        )
        answer: asyncio.Future[SipMessage] = asyncio.get_running_loop().create_future()

        def take(response: SipMessage | None) -> None:
            if answer.done() or (response is not None and response.status < 200):
                return
            if response is None:
                answer.set_exception(TimeoutError("the registrar does not answer"))
            else:
                answer.set_result(response)

        self.transport.request(message, self.server, take)
        return await answer

    def _on_request(self, request: SipMessage, peer: Address) -> None:
        call = self.calls.get(request.header("Call-ID"))
        if call is not None:
            call.take_request(request, peer)
        elif request.method == "INVITE" and not tag_in(request.header("To")):
            self._ring(request, peer)
        elif request.method in ("OPTIONS", "NOTIFY", "MESSAGE"):
            self.transport.answer(request, respond(request, 200, "OK", tag=new_token()), peer)
        elif request.method != "ACK":
            gone = respond(request, 481, "Call/Transaction Does Not Exist", tag=new_token())
            self.transport.answer(request, gone, peer)

    def _ring(self, invite: SipMessage, peer: Address) -> None:
        if len(self.calls) >= _MOST_CALLS:
            busy = respond(invite, 486, "Busy Here", tag=new_token())
            self.transport.answer(invite, busy, peer)
            return
        call = PhoneCall(self, is_incoming=True, codecs=self.codecs)
        call.take_invite(invite, peer)
        self.calls[call.id] = call
        self._on_call(call)
