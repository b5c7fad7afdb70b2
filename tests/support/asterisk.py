"""A private Asterisk for tests: its own folder, free ports, one for a whole run."""

import asyncio
import os
import secrets
import socket
from pathlib import Path

from antiphon.telephony.asterisk.configuration import EngineSettings
from antiphon.telephony.asterisk.process import AsteriskProcess
from antiphon.telephony.asterisk.provisioning import provide_installation

_REPOSITORY = Path(__file__).parents[2]


def an_asterisk(folder: Path) -> AsteriskProcess:
    """An Asterisk that is configured and not started, from the root that all tests share."""
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
    )
    return AsteriskProcess(installation, settings)


def _free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
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
