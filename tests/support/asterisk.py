"""A private Asterisk for tests: its own folder, free ports, one for a whole run."""

import asyncio
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from tests.support.free_ports import free_ports

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
_RTP_PORTS = 200


def an_asterisk(folder: Path, *, tls: Tls | None = None) -> AsteriskProcess:
    """An Asterisk that is configured and not started, from the root that all tests share."""
    address = tls.address if tls is not None else "127.0.0.1"
    tools = Path(os.environ.get("ANTIPHON_TOOLS", _REPOSITORY / "var" / "tools"))
    named = os.environ.get("ANTIPHON_ASTERISK")
    installation = asyncio.run(
        provide_installation(tools / "asterisk", asterisk=Path(named) if named else None)
    )
    low = free_ports(_RTP_PORTS)
    settings = EngineSettings(
        folder=folder,
        modules=installation.modules,
        data=installation.data,
        music=None,
        http_port=free_ports(),
        sip_port=free_ports(),
        rtp_ports=(low, low + _RTP_PORTS - 1),
        password=secrets.token_urlsafe(16),
        address=address,
    )
    if tls is not None:
        settings = msgspec.structs.replace(
            settings,
            tls_port=free_ports(),
            tls_cert=tls.certificate.cert,
            tls_key=tls.certificate.key,
            trusted=tls.trusted,
        )
    return AsteriskProcess(installation, settings)
