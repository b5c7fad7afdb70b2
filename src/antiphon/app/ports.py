"""Which ports are free, before anything is started on them."""

import errno
import socket


class PortTaken(Exception):  # noqa: N818 (it names what is the case)
    """A port cannot be bound; the text names it and the option that changes it."""


def check_ports(address: str, *, web: int, sip: int | None, rtp: tuple[int, int] | None) -> None:
    """Refuse a start that would fail later. SIP and RTP are left out when an engine has them.

    Raises:
        PortTaken: somebody else has one of them, or we may not bind it.
    """
    _try(address, web, socket.SOCK_STREAM, "--port")
    if sip is not None:
        _try(address, sip, socket.SOCK_STREAM, "--sip-port")
        _try(address, sip, socket.SOCK_DGRAM, "--sip-port")
    if rtp is not None:
        # The first port of each call is even; a few taken ones do no harm, the lowest tells.
        _try(address, rtp[0] + rtp[0] % 2, socket.SOCK_DGRAM, "--rtp-ports")


def _try(address: str, port: int, kind: socket.SocketKind, option: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            name = "TCP" if kind is socket.SOCK_STREAM else "UDP"
            reasons = {errno.EADDRINUSE: "is taken", errno.EACCES: "needs more rights"}
            reason = reasons.get(error.errno or 0, f"cannot be used ({error.strerror})")
            raise PortTaken(
                f"{name} port {port} on {address} {reason}: choose another with {option}"
            ) from error
