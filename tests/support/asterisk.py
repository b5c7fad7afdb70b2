"""A private Asterisk for tests: its own folder, free ports, one for a whole run."""

import asyncio
import os
import secrets
import socket
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from antiphon.app.certificate import Certificate, provide_certificate
from antiphon.telephony.asterisk.configuration import EngineSettings
from antiphon.telephony.asterisk.process import AsteriskProcess
from antiphon.telephony.asterisk.provisioning import provide_installation


class Tls(msgspec.Struct, frozen=True, kw_only=True):
    """What an Asterisk shows to others, on which address, and whom it believes."""

    address: str
    certificate: Certificate
    trusted: Path


def a_tls(folder: Path, address: str, trusted: Path) -> Tls:
    """A certificate of its own, which all believe who have this folder too."""
    certificate = provide_certificate(folder, address, now=datetime.now(UTC))
    trusted.mkdir(exist_ok=True)
    (trusted / f"{address}.pem").write_bytes(certificate.cert.read_bytes())
    return Tls(address=address, certificate=certificate, trusted=trusted)


_REPOSITORY = Path(__file__).parents[2]


def an_asterisk(folder: Path, *, tls: Tls | None = None) -> AsteriskProcess:
    """An Asterisk that is configured and not started, from the root that all tests share."""
    address = tls.address if tls is not None else "127.0.0.1"
    tools = Path(os.environ.get("ANTIPHON_TOOLS", _REPOSITORY / "var" / "tools"))
    named = os.environ.get("ANTIPHON_ASTERISK")
    installation = asyncio.run(
        provide_installation(tools / "asterisk", asterisk=Path(named) if named else None)
    )
    low = _free_ports(200)
    settings = EngineSettings(
        folder=folder,
        modules=installation.modules,
        data=installation.data,
        music=None,
        http_port=_free_port(socket.SOCK_STREAM),
        sip_port=_free_port(socket.SOCK_DGRAM),
        rtp_ports=(low, low + 199),
        password=secrets.token_urlsafe(16),
        address=address,
    )
    if tls is not None:
        settings = msgspec.structs.replace(
            settings,
            tls_port=_free_port(socket.SOCK_STREAM, address),
            tls_cert=tls.certificate.cert,
            tls_key=tls.certificate.key,
            trusted=tls.trusted,
        )
    return AsteriskProcess(installation, settings)


def _free_port(kind: socket.SocketKind, address: str = "127.0.0.1") -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def _free_ports(count: int) -> int:
    for _ in range(100):
        low = 20_000 + secrets.randbelow(20_000) // 2 * 2
        try:
            for port in range(low, low + count, 16):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return low
    raise OSError("no free range of ports")
