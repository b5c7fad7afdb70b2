"""One call of a synthetic phone: its SIP dialog and its audio.

A call is made by `SipPhone.call` or comes in through `SipPhone.incoming`. What happens to it is
waited for (`answered`, `ended`), never polled.
"""

import asyncio
import time
from collections.abc import Mapping
from enum import Enum
from typing import Protocol

import msgspec

from antiphon.simulation import sdp, sip_digest
from antiphon.simulation.rtp import Pacer, RtpStream
from antiphon.simulation.sip_message import (
    SipMessage,
    new_token,
    respond,
    tag_in,
    uri_in,
    user_in,
)
from antiphon.simulation.sip_transport import Address, SipTransport
from antiphon.simulation.sound import Codec, Samples, encode


class CallState(Enum):
    """How far a call is."""

    CALLING = "calling"
    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"


class CallEnd(msgspec.Struct, frozen=True, kw_only=True):
    """How a call ended; `status` is SIP's code when it was refused, 0 after a conversation."""

    by_far_end: bool
    status: int
    reason: str


class CallNotAnswered(Exception):  # noqa: N818 (it names what happened)
    """A call ended before it was answered."""

    def __init__(self, end: CallEnd) -> None:
        super().__init__(f"{end.status} {end.reason}")
        self.end = end


class OwnPhone(Protocol):
    """What a call needs of the phone that it is made with."""

    username: str
    secret: str
    server: Address
    pacer: Pacer
    transport: SipTransport

    @property
    def address(self) -> Address:
        """Where the phone can be reached."""

    def forget(self, call: "PhoneCall") -> None:
        """A call is over."""


class PhoneCall:
    """A call, from ringing to its end."""

    def __init__(self, phone: OwnPhone, *, is_incoming: bool, codecs: tuple[Codec, ...]) -> None:
        self._phone = phone
        self.is_incoming = is_incoming
        self.state = CallState.RINGING if is_incoming else CallState.CALLING
        self.stream = RtpStream(phone.pacer, phone.address[0])
        self.id = new_token()
        self.is_held_by_far_end = False
        self.early_statuses: list[int] = []
        # Seconds since 1970, like the arrival times of sound.
        self.answered_at: float | None = None
        self._codecs = codecs
        self._local = self._remote = self._remote_target = ""
        self._routes: list[str] = []
        self._peer: Address = phone.server
        self._invite: SipMessage | None = None
        self._number = 0
        self._description = 0
        self._has_authenticated = False
        loop = asyncio.get_running_loop()
        self._answered: asyncio.Future[None] = loop.create_future()
        self._ended: asyncio.Future[CallEnd] = loop.create_future()
        self._repeat_answer: asyncio.TimerHandle | None = None

    # What a person at the phone can do and see

    @property
    def caller_number(self) -> str:
        """Who calls, as an incoming call says."""
        return user_in(self._invite.header("From")) if self._invite and self.is_incoming else ""

    def header(self, name: str) -> str:
        """A header of the INVITE."""
        return self._invite.header(name) if self._invite else ""

    async def answered(self, timeout_s: float) -> None:
        """Wait until both can talk. Raises CallNotAnswered or TimeoutError."""
        await asyncio.wait_for(asyncio.shield(self._answered), timeout_s)

    async def ended(self, timeout_s: float) -> CallEnd:
        """Wait for the end. Raises TimeoutError."""
        return await asyncio.wait_for(asyncio.shield(self._ended), timeout_s)

    @property
    def end(self) -> CallEnd | None:
        """How it ended, None while it goes on."""
        return self._ended.result() if self._ended.done() else None

    def say(self, samples: Samples, *, is_looped: bool = False) -> None:
        """Say something from now on."""
        self.stream.say(encode(samples, self.stream.codec), is_looped=is_looped)

    def press(self, digits: str) -> None:
        """Press keys."""
        self.stream.press(digits)

    def answer(self) -> None:
        """Take an incoming call."""
        if self._invite is None or self.state is not CallState.RINGING:
            return
        self._take_media(self._invite)
        self._talk()
        answer = self._answer_to(self._invite, with_media=True)
        self._send_until_acknowledged(answer, 0.5)

    def decline(self, status: int = 486, reason: str = "Busy Here") -> None:
        """Refuse an incoming call."""
        if self._invite is not None and self.state is CallState.RINGING:
            refusal = respond(self._invite, status, reason, tag=self._local_tag)
            self._phone.transport.answer(self._invite, refusal, self._peer)
            self._finish(by_far_end=False, status=status, reason=reason)

    def hang_up(self) -> None:
        """End the call, whatever it is doing."""
        match self.state:
            case CallState.TALKING:
                self._phone.transport.request(self._request("BYE"), self._peer, lambda _: None)
                self._finish(by_far_end=False, status=0, reason="hung up")
            case CallState.CALLING if self._invite is not None:
                self._cancel(self._invite)
            case CallState.RINGING if self.is_incoming:
                self.decline()
            case CallState.RINGING if self._invite is not None:
                self._cancel(self._invite)
            case _:
                pass

    # Making a call

    def invite(
        self, uri: str, *, number: str, name: str, headers: Mapping[str, str], body: bytes | None
    ) -> None:
        """Begin to call `uri`."""
        host, port = self._phone.address
        shown = f'"{name}" ' if name else ""
        self._local = f"{shown}<sip:{number}@{host}:{port}>;tag={new_token()}"
        self._remote, self._remote_target = f"<{uri}>", uri
        if body is None:
            body = self._describe()
        self._invite = self._request("INVITE", extra=headers, body=body)
        self._phone.transport.request(self._invite, self._peer, self._on_invite_response)

    def _on_invite_response(self, response: SipMessage | None) -> None:
        if response is None:
            self._finish(by_far_end=True, status=408, reason="No answer came")
        elif response.status < 200:
            if response.status >= 180:
                self.early_statuses.append(response.status)
                self.state = CallState.RINGING if self.state is CallState.CALLING else self.state
        elif response.status < 300:
            self._accepted(response)
        elif response.status in (401, 407) and not self._has_authenticated and self._phone.secret:
            self._authenticate(response)
        else:
            self._finish(by_far_end=True, status=response.status, reason=response.reason)

    def _accepted(self, response: SipMessage) -> None:
        self._remote = response.header("To")
        self._remote_target = uri_in(response.header("Contact")) or self._remote_target
        self._routes = list(reversed(response.all("Record-Route")))
        number, _ = response.sequence
        self._phone.transport.send(self._request("ACK", number=number), self._peer)
        if self.state is CallState.ENDED:
            # Cancelled too late: the far end had answered already.
            self._phone.transport.request(self._request("BYE"), self._peer, lambda _: None)
        elif self.state is not CallState.TALKING:
            self._take_media(response)
            self._talk()

    def _authenticate(self, response: SipMessage) -> None:
        if self._invite is None:
            return
        self._has_authenticated = True
        is_proxy = response.status == 407
        challenge = response.header("Proxy-Authenticate" if is_proxy else "WWW-Authenticate")
        value = sip_digest.answer(
            challenge,
            method="INVITE",
            uri=self._invite.uri,
            username=self._phone.username,
            secret=self._phone.secret,
        )
        name = "Proxy-Authorization" if is_proxy else "Authorization"
        self._invite = self._request("INVITE", extra={name: value}, body=self._invite.body)
        self._phone.transport.request(self._invite, self._peer, self._on_invite_response)

    def _cancel(self, invite: SipMessage) -> None:
        number, _ = invite.sequence
        kept = [
            (name, value)
            for name, value in invite.headers
            if name in ("Via", "From", "To", "Call-ID", "Max-Forwards", "Route")
        ]
        cancel = SipMessage(
            method="CANCEL", uri=invite.uri, headers=(*kept, ("CSeq", f"{number} CANCEL"))
        )
        self._phone.transport.request(cancel, self._peer, lambda _: None)
        self._finish(by_far_end=False, status=487, reason="cancelled")

    # What the far end does

    def take_invite(self, invite: SipMessage, peer: Address) -> None:
        """The INVITE that brought this call."""
        self.id = invite.header("Call-ID")
        self._invite, self._peer = invite, peer
        self._local = f"{invite.header('To')};tag={new_token()}"
        self._remote = invite.header("From")
        self._remote_target = uri_in(invite.header("Contact"))
        self._routes = invite.all("Record-Route")
        ringing = respond(invite, 180, "Ringing", tag=self._local_tag, headers=self._contact())
        self._phone.transport.answer(invite, ringing, peer)

    def take_request(self, request: SipMessage, peer: Address) -> None:
        """A further request within this call."""
        match request.method:
            case "ACK":
                self._stop_repeating()
            case "BYE":
                self._phone.transport.answer(request, respond(request, 200, "OK"), peer)
                self._finish(by_far_end=True, status=0, reason=request.header("Reason"))
            case "CANCEL":
                self._phone.transport.answer(request, respond(request, 200, "OK"), peer)
                if self._invite is not None and self.state is CallState.RINGING:
                    gone = respond(self._invite, 487, "Request Terminated", tag=self._local_tag)
                    self._phone.transport.answer(self._invite, gone, peer)
                    reason = request.header("Reason")
                    self._finish(by_far_end=True, status=487, reason=reason or "cancelled")
            case "INVITE" | "UPDATE":
                self._take_media(request)
                answer = self._answer_to(request, with_media=bool(request.body))
                self._phone.transport.answer(request, answer, peer)
            case _:
                self._take_info(request)
                self._phone.transport.answer(request, respond(request, 200, "OK"), peer)

    def _take_info(self, request: SipMessage) -> None:
        if request.header("Content-Type").startswith("application/dtmf"):
            for line in request.body.decode("ascii", "replace").splitlines():
                name, _, value = line.partition("=")
                if name.strip().lower() == "signal":
                    self.stream.digits_heard += value.strip()[:1]

    def _take_media(self, message: SipMessage) -> None:
        media = sdp.read(message.body)
        if media is None or media.codec is None:
            return
        self.is_held_by_far_end = media.direction in ("sendonly", "inactive")
        self.stream.connect((media.address, media.port), media.codec, media.digit_payload)
        if media.direction in ("sendonly", "inactive"):
            self.stream.pause()

    # The dialog

    @property
    def _local_tag(self) -> str:
        return tag_in(self._local)

    def _contact(self) -> tuple[tuple[str, str], ...]:
        host, port = self._phone.address
        return (("Contact", f"<sip:{self._phone.username or 'phone'}@{host}:{port}>"),)

    def _describe(self) -> bytes:
        self._description += 1
        return sdp.describe(
            self._phone.address[0],
            self.stream.port,
            codecs=self._codecs,
            version=self._description,
        )

    def _answer_to(self, request: SipMessage, *, with_media: bool) -> SipMessage:
        media = (("Content-Type", "application/sdp"),) if with_media else ()
        return respond(
            request,
            200,
            "OK",
            tag=self._local_tag,
            headers=(*self._contact(), *media),
            body=self._describe() if with_media else b"",
        )

    def _send_until_acknowledged(self, answer: SipMessage, wait_s: float) -> None:
        if self._invite is None or self.state is CallState.ENDED or wait_s > 16:
            return
        self._phone.transport.answer(self._invite, answer, self._peer)
        self._repeat_answer = asyncio.get_running_loop().call_later(
            wait_s, self._send_until_acknowledged, answer, wait_s * 2
        )

    def _stop_repeating(self) -> None:
        if self._repeat_answer is not None:
            self._repeat_answer.cancel()
            self._repeat_answer = None

    def _request(
        self,
        method: str,
        *,
        number: int | None = None,
        extra: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> SipMessage:
        if number is None:
            self._number += 1
            number = self._number
        host, port = self._phone.address
        headers = [
            ("Via", f"SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK{new_token()}"),
            ("Max-Forwards", "70"),
            *(("Route", route) for route in self._routes),
            ("From", self._local),
            ("To", self._remote),
            ("Call-ID", self.id),
            ("CSeq", f"{number} {method}"),
            *self._contact(),
            *(extra or {}).items(),
        ]
        if body:
            headers.append(("Content-Type", "application/sdp"))
        return SipMessage(method=method, uri=self._remote_target, headers=tuple(headers), body=body)

    def _talk(self) -> None:
        self.state = CallState.TALKING
        if not self._answered.done():
            self.answered_at = time.time()
            self._answered.set_result(None)

    def _finish(self, *, by_far_end: bool, status: int, reason: str) -> None:
        if self._ended.done():
            return
        end = CallEnd(by_far_end=by_far_end, status=status, reason=reason)
        self.state = CallState.ENDED
        self._ended.set_result(end)
        if not self._answered.done():
            self._answered.set_exception(CallNotAnswered(end))
            self._answered.exception()  # it need not be waited for
        self._stop_repeating()
        self.stream.close()
        self._phone.forget(self)
