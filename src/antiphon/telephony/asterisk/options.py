"""Tries a trunk with one SIP OPTIONS request of our own: no call, no state left behind."""

import asyncio
import errno
import ipaddress
import re
import secrets
import socket
import ssl
import time
from pathlib import Path
from typing import Any

from antiphon.telephony.trunk import Trunk, TrunkProbe
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble


class NotSip(ValueError):  # noqa: N818 (it says what is the case)
    """Something answered that speaks another protocol."""


class OnlyLocal(OSError):  # noqa: N818 (it says what is the case)
    """This centre serves its own machine alone."""


TIME_LIMIT_S = 3.0
# RFC 3261: repeat an unanswered request after half a second, then a second.
_REPEAT_S = (0.5, 1.0, 2.0)
_FAILURES = (
    (TimeoutError, TrunkReason.NO_ANSWER),
    (socket.gaierror, TrunkReason.NAME_UNKNOWN),
    (UnicodeError, TrunkReason.NAME_UNKNOWN),
    (ConnectionRefusedError, TrunkReason.PORT_CLOSED),
    (ssl.SSLError, TrunkReason.TLS),
    (NotSip, TrunkReason.NOT_SIP),
    (OnlyLocal, TrunkReason.ONLY_LOCAL),
)
_NO_ROUTE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL}
# OpenSSL's numbers: expired, for another host, for another address.
_CERTIFICATES = {
    10: TrunkReason.CERTIFICATE_EXPIRED,
    62: TrunkReason.CERTIFICATE_NAME,
    64: TrunkReason.CERTIFICATE_NAME,
}


async def probe(trunk: Trunk, *, from_address: str, trust_file: Path | None = None) -> TrunkProbe:
    """Ask; any answer at all means that somebody speaks SIP there.

    `trust_file` holds the certificates, as PEM, that a trunk's may be signed with.
    """
    started_at = time.monotonic()
    try:
        async with asyncio.timeout(TIME_LIMIT_S):
            await _check_reach(trunk, from_address)
            if trunk.transport == "udp":
                status = await _ask_over_udp(trunk, from_address)
            else:
                status = await _ask_over_stream(trunk, trust_file)
    except (OSError, ValueError) as error:
        return TrunkProbe(trouble=_trouble(error))
    took_ms = round((time.monotonic() - started_at) * 1000, 1)
    return TrunkProbe(round_trip_ms=took_ms, status=status)


async def _check_reach(trunk: Trunk, from_address: str) -> None:
    """Raises OnlyLocal when we are bound to loopback and the trunk is elsewhere."""
    if not ipaddress.ip_address(from_address).is_loopback:
        return
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(trunk.host, trunk.port, family=socket.AF_INET)
    if not any(ipaddress.ip_address(address[0]).is_loopback for *_, address in found):
        raise OnlyLocal


async def _ask_over_udp(trunk: Trunk, from_address: str) -> int:
    loop = asyncio.get_running_loop()
    transport, answer = await loop.create_datagram_endpoint(
        _Answer,
        local_addr=(from_address, 0),
        remote_addr=(trunk.host, trunk.port),
        family=socket.AF_INET,
    )
    try:
        request = _request(trunk, transport.get_extra_info("sockname"))
        for pause in _REPEAT_S:
            transport.sendto(request)
            done, _ = await asyncio.wait([answer.received], timeout=pause)
            if done:
                break
        return _status(await answer.received)
    finally:
        transport.close()


async def _ask_over_stream(trunk: Trunk, trust_file: Path | None) -> int:
    context = ssl.create_default_context(cafile=trust_file) if trunk.transport == "tls" else None
    reader, writer = await asyncio.open_connection(trunk.host, trunk.port, ssl=context)
    try:
        writer.write(_request(trunk, writer.get_extra_info("sockname")))
        return _status(await reader.readline())
    finally:
        writer.transport.abort()


class _Answer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.received: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, _addr: Any) -> None:
        if not self.received.done():
            self.received.set_result(data)

    def error_received(self, exc: Exception) -> None:
        if not self.received.done():
            self.received.set_exception(exc)


def _request(trunk: Trunk, own: tuple[str, int]) -> bytes:
    via = f"SIP/2.0/{trunk.transport.upper()} {own[0]}:{own[1]}"
    user = trunk.username or "antiphon"
    return (
        f"OPTIONS sip:{trunk.host}:{trunk.port} SIP/2.0\r\n"
        f"Via: {via};branch=z9hG4bK{secrets.token_hex(8)};rport\r\n"
        "Max-Forwards: 70\r\n"
        f"From: <sip:{user}@{own[0]}>;tag={secrets.token_hex(6)}\r\n"
        f"To: <sip:{trunk.host}:{trunk.port}>\r\n"
        f"Call-ID: {secrets.token_hex(12)}@{own[0]}\r\n"
        "CSeq: 1 OPTIONS\r\n"
        f"Contact: <sip:{user}@{own[0]}:{own[1]}>\r\n"
        "Accept: application/sdp\r\n"
        "User-Agent: Antiphon\r\n"
        "Content-Length: 0\r\n\r\n"
    ).encode()


def _status(answer: bytes) -> int:
    match = re.match(rb"SIP/2\.0 (\d{3})", answer)
    if match is None:
        raise NotSip
    return int(match[1])


def _trouble(error: OSError | ValueError) -> TrunkTrouble:
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = _CERTIFICATES.get(error.verify_code, TrunkReason.CERTIFICATE_UNKNOWN)
        return TrunkTrouble(reason=reason, said=error.verify_message)
    for kind, known in _FAILURES:
        if isinstance(error, kind):
            return TrunkTrouble(reason=known)
    if isinstance(error, OSError) and error.errno in _NO_ROUTE:
        return TrunkTrouble(reason=TrunkReason.NO_ROUTE)
    said = error.strerror if isinstance(error, OSError) else None
    return TrunkTrouble(reason=TrunkReason.OTHER, said=said or str(error))
