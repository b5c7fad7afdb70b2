"""A small SIP user agent over UDP for tests: registers, calls, is called, and speaks tones.

It does just what a polite phone does on loopback; it retransmits nothing, so a test that passes
has lost nothing.
"""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Any

from tests.support.patience import PATIENCE_S
from tests.support.rtp import Media
from tests.support.sip_message import Message

from antiphon.simulation.sound import Codec

HOST = "127.0.0.1"


class Call:
    """One call at this agent, made or received."""

    def __init__(self, agent: "SipAgent", call_id: str, media: Media) -> None:
        self.agent = agent
        self.id = call_id
        self.media = media
        self.is_ringing = asyncio.Event()
        self.is_up = asyncio.Event()
        self.is_over = asyncio.Event()
        # It is up, or over.
        self.is_settled = asyncio.Event()
        self.status = 0
        self.invite: Message | None = None
        self.answer: Message | None = None
        self.is_outgoing = False
        self.local = self.remote = self.target = ""
        self.cseq = 1
        self.route_branch = ""

    @property
    def asked_by(self) -> str:
        """The number of the request that a received call began with; empty for one we made."""
        return "" if self.is_outgoing or self.invite is None else self.invite["CSeq"]

    async def hang_up(self, *, why: str = "") -> None:
        """End the call: BYE when it is up, CANCEL when we called and it is not.

        Who has just answered is told a moment later that it is up. `why` is the header Reason.
        """
        if self.status == 200:
            await asyncio.wait_for(self.is_settled.wait(), PATIENCE_S)
        if self.is_up.is_set():
            await self.agent.send_in_dialog(self, "BYE", *([("Reason", why)] if why else []))
            self.end(self.status)
        elif self.is_outgoing:
            self.agent.send_cancel(self)
            await asyncio.wait_for(self.is_over.wait(), PATIENCE_S)

    def press(self, digits: str) -> None:
        """Send digits in the media stream."""
        for digit in digits:
            self.media.press(digit)

    def begin(self) -> None:
        """Both ends know that the call is up."""
        self.is_up.set()
        self.is_settled.set()

    def end(self, status: int) -> None:
        """The call is over, with the last status seen."""
        self.status = status
        self.media.close()
        self.is_over.set()
        self.is_settled.set()


class SipAgent(asyncio.DatagramProtocol):
    """A user agent on a free port."""

    def __init__(
        self, server: tuple[str, int], user: str, password: str = "", *, host: str = HOST
    ) -> None:
        self.server = server
        self.host = host
        self.user = user
        self.password = password
        self.tone: float | None = None
        self.calls: dict[str, Call] = {}
        self.on_call: Callable[[Call], None] = self.answer
        self.is_mute = False
        # The RTP payload type it offers and speaks.
        self.codec = Codec.PCMU.value
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting: dict[tuple[str, str], asyncio.Queue[Message]] = {}
        self._received: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def open(self) -> "SipAgent":
        """Bind to a free port."""
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, 0))
        return self

    def close(self) -> None:
        """Vanish without a word."""
        for call in self.calls.values():
            call.media.close()
        for task in self._tasks:
            task.cancel()
        if self._transport:
            self._transport.close()

    @property
    def port(self) -> int:
        """Where this agent listens."""
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])

    async def register(self, expires: int = 120) -> int:
        """Register, with digest authentication; gives the final status."""
        request = self._request("REGISTER", f"sip:{self.server[0]}", f"<sip:{self.user}@{HOST}>")
        request.headers += [("Contact", self._contact()), ("Expires", str(expires))]
        return (await self._ask(request)).status

    async def call(self, number: str, *, headers: dict[str, str] | None = None) -> Call:
        """Call `number`; gives the call once the INVITE is sent."""
        media = await Media.open(HOST)
        to = f"<sip:{number}@{self.server[0]}:{self.server[1]}>"
        request = self._request("INVITE", to[1:-1], to)
        request.headers.append(("Contact", self._contact()))
        for name, value in (headers or {}).items():
            request.headers = [h for h in request.headers if h[0] != name] + [(name, value)]
        request.headers.append(("Content-Type", "application/sdp"))
        request.body = self._sdp(media.port)
        call = Call(self, request["Call-ID"], media)
        call.is_outgoing, call.invite = True, request
        call.local, call.remote, call.target = request["From"], request["To"], to[1:-1]
        self.calls[call.id] = call
        task = asyncio.create_task(self._follow_invite(call, request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return call

    def ring(self, call: Call) -> None:
        """Say that the phone rings."""
        self._reply(call, 180, "Ringing")

    def answer(self, call: Call) -> None:
        """Take a received call."""
        self._reply(call, 200, "OK", self._sdp(call.media.port))
        self._start_media(call, call.invite.body if call.invite else "")

    def refuse(self, call: Call, status: int) -> None:
        """Refuse a received call."""
        self._reply(call, status, "No")
        call.end(status)

    async def send_in_dialog(self, call: Call, method: str, *more: tuple[str, str]) -> None:
        """Send a request within a call that is up."""
        call.cseq += 1
        request = Message(
            f"{method} {call.target} SIP/2.0",
            [
                ("Via", self._via()),
                ("Max-Forwards", "70"),
                ("From", call.local),
                ("To", call.remote),
                ("Call-ID", call.id),
                ("CSeq", f"{call.cseq} {method}"),
                *more,
            ],
        )
        if method == "ACK":
            self._send(request)
        else:
            await self._ask(request)

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        assert self._transport is not None
        self._transport.sendto(data, self.server)

    def send_cancel(self, call: Call) -> None:
        """Take back an INVITE that is not answered."""
        assert call.invite is not None
        keep = {"via", "from", "to", "call-id", "max-forwards"}
        headers = [(n, v) for n, v in call.invite.headers if n.lower() in keep]
        number = call.invite["CSeq"].split()[0]
        target = call.invite.first.split()[1]
        self._send(Message(f"CANCEL {target} SIP/2.0", [*headers, ("CSeq", f"{number} CANCEL")]))

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if self.is_mute:
            return
        message = Message.parse(data)
        if message.status:
            queue = self._waiting.get((message["Call-ID"], message["CSeq"]))
            if queue:
                queue.put_nowait(message)
        else:
            self._serve(message)

    def _serve(self, request: Message) -> None:
        call = self.calls.get(request["Call-ID"])
        method = request.method
        if method == "INVITE":
            self._serve_invite(request, call)
        elif method == "ACK":
            if call and call.status == 200:
                call.begin()
        elif method == "CANCEL" and call:
            self._send(self._response(request, 200, "OK"))
            self._reply(call, 487, "Request Terminated")
            call.end(487)
        elif method == "BYE" and call is None:
            self._send(self._response(request, 481, "No Such Call"))
        else:
            self._send(self._response(request, 200, "OK"))
            if method == "BYE" and call:
                call.end(200)

    def _serve_invite(self, request: Message, call: Call | None) -> None:
        if call is None:
            # One may be sent once more before we have begun with the first.
            if request["Call-ID"] not in self._received:
                self._received.add(request["Call-ID"])
                task = asyncio.create_task(self._receive(request))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        elif request["CSeq"] == call.asked_by:
            # Sent once more since our answer was slow to come.
            if call.answer is not None:
                self._send(call.answer)
        else:
            self._send(self._response(request, 200, "OK", self._sdp(call.media.port)))

    async def _receive(self, request: Message) -> None:
        call = Call(self, request["Call-ID"], await Media.open(HOST))
        tag = secrets.token_hex(4)
        call.invite = request
        call.local, call.remote = f"{request['To']};tag={tag}", request["From"]
        match = re.search(r"<([^>]+)>", request["Contact"])
        call.target = match[1] if match else ""
        self.calls[call.id] = call
        self.on_call(call)

    async def _follow_invite(self, call: Call, request: Message) -> None:
        queue: asyncio.Queue[Message] = asyncio.Queue()
        self._waiting[call.id, request["CSeq"]] = queue
        self._send(request)
        while True:
            answer = await queue.get()
            if answer.status < 200:
                if answer.status >= 180:
                    call.is_ringing.set()
                if answer.body:
                    self._start_media(call, answer.body)
                continue
            call.remote = answer["To"]
            if answer.status < 300:
                match = re.search(r"<([^>]+)>", answer["Contact"])
                call.target = match[1] if match else call.target
                call.cseq = int(request["CSeq"].split()[0]) - 1
                await self.send_in_dialog(call, "ACK")
                call.status = answer.status
                self._start_media(call, answer.body)
                call.begin()
                return
            self._acknowledge_refusal(request, answer)
            if (
                answer.status in {401, 407}
                and self.password
                and "uthorization" not in str(request.headers)
            ):
                request = self._authorised(request, answer)
                call.invite = request
                queue = self._waiting[call.id, request["CSeq"]] = asyncio.Queue()
                self._send(request)
                continue
            call.end(answer.status)
            return

    def _acknowledge_refusal(self, request: Message, answer: Message) -> None:
        keep = {"via", "from", "call-id", "max-forwards"}
        headers = [(n, v) for n, v in request.headers if n.lower() in keep]
        number = request["CSeq"].split()[0]
        headers += [("To", answer["To"]), ("CSeq", f"{number} ACK")]
        self._send(Message(f"ACK {request.first.split()[1]} SIP/2.0", headers))

    async def _ask(self, request: Message) -> Message:
        queue: asyncio.Queue[Message] = asyncio.Queue()
        self._waiting[request["Call-ID"], request["CSeq"]] = queue
        self._send(request)
        async with asyncio.timeout(PATIENCE_S):
            while (answer := await queue.get()).status < 200:
                pass
        if (
            answer.status in {401, 407}
            and self.password
            and "uthorization" not in str(request.headers)
        ):
            return await self._ask(self._authorised(request, answer))
        return answer

    def digest(self, method: str, uri: str, challenge: str) -> str:
        """The answer to a digest challenge."""
        asked = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
        secret = _md5(f"{self.user}:{asked['realm']}:{self.password}")
        asked_for = _md5(f"{method}:{uri}")
        response = _md5(f"{secret}:{asked['nonce']}:00000001:abcd:auth:{asked_for}")
        value = (
            f'Digest username="{self.user}", realm="{asked["realm"]}", nonce="{asked["nonce"]}", '
            f'uri="{uri}", response="{response}", algorithm=MD5, qop=auth, nc=00000001, '
            f'cnonce="abcd"'
        )
        return value + (f', opaque="{asked["opaque"]}"' if "opaque" in asked else "")

    def _authorised(self, request: Message, challenge: Message) -> Message:
        name = "WWW-Authenticate" if challenge.status == 401 else "Proxy-Authenticate"
        method, uri, _ = request.first.split()
        value = self.digest(method, uri, challenge[name])
        headers = [h for h in request.headers if h[0] not in {"Via", "CSeq"}]
        number = int(request["CSeq"].split()[0]) + 1
        name = "Authorization" if challenge.status == 401 else "Proxy-Authorization"
        headers = [
            ("Via", self._via()),
            *headers,
            ("CSeq", f"{number} {method}"),
            (name, value),
        ]
        return Message(request.first, headers, request.body)

    def _reply(self, call: Call, status: int, reason: str, body: str = "") -> None:
        assert call.invite is not None
        call.status = status
        response = self._response(call.invite, status, reason, body)
        response.headers = [
            (n, call.local if n.lower() == "to" else v) for n, v in response.headers
        ]
        call.answer = response
        self._send(response)

    def _response(self, request: Message, status: int, reason: str, body: str = "") -> Message:
        keep = {"via", "from", "to", "call-id", "cseq", "record-route"}
        headers = [(n, v) for n, v in request.headers if n.lower() in keep]
        headers.append(("Contact", self._contact()))
        if body:
            headers.append(("Content-Type", "application/sdp"))
        return Message(f"SIP/2.0 {status} {reason}", headers, body)

    def _request(self, method: str, uri: str, to: str) -> Message:
        return Message(
            f"{method} {uri} SIP/2.0",
            [
                ("Via", self._via()),
                ("Max-Forwards", "70"),
                ("From", f"<sip:{self.user}@{HOST}>;tag={secrets.token_hex(4)}"),
                ("To", to),
                ("Call-ID", secrets.token_hex(8)),
                ("CSeq", f"1 {method}"),
            ],
        )

    def _start_media(self, call: Call, sdp: str) -> None:
        match = re.search(r"m=audio (\d+)", sdp)
        address = re.search(r"c=IN IP4 (\S+)", sdp)
        if match and address:
            call.media.codec = Codec(self.codec)
            call.media.send_to((address[1], int(match[1])), self.tone)

    def _sdp(self, port: int) -> str:
        return (
            f"v=0\r\no=- 1 1 IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP {self.codec} 101\r\na=rtpmap:101 telephone-event/8000\r\n"
            "a=ptime:20\r\na=sendrecv\r\n"
        )

    def _contact(self) -> str:
        return f"<sip:{self.user}@{self.host}:{self.port}>"

    def _via(self) -> str:
        return f"SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK{secrets.token_hex(6)};rport"

    def _send(self, message: Message) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(message.encode(), self.server)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
