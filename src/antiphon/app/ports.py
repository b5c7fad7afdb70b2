"""Which ports are free, before anything is started on them."""

import errno
import socket


class PortTaken(Exception):  # noqa: N818 (it names what is the case)
    """Ports cannot be bound; the text names each, and the option that changes it."""


def check_ports(
    address: str,
    *,
    web: int,
    sip: int | None,
    sip_tls: int | None,
    rtp: tuple[int, int] | None,
) -> None:
    """Refuse a start that would fail later. SIP and RTP are left out when an engine has them.

    Raises:
        PortTaken: somebody else has some of them, or we may not bind them; all are named at once.
    """
    found = [_problem(address, web, socket.SOCK_STREAM, "--port")]
    if sip is not None:
        found.append(_problem(address, sip, socket.SOCK_STREAM, "--sip-port"))
        found.append(_problem(address, sip, socket.SOCK_DGRAM, "--sip-port"))
    if sip_tls is not None:
        found.append(_problem(address, sip_tls, socket.SOCK_STREAM, "--sip-tls-port"))
    if rtp is not None:
        # The first port of each call is even; a few taken ones do no harm, the lowest tells.
        lowest = rtp[0] + rtp[0] % 2
        found.append(_problem(address, lowest, socket.SOCK_DGRAM, "--rtp-ports"))
    problems = [problem for problem in found if problem is not None]
    if problems:
        raise PortTaken("; ".join(problems))


def _problem(address: str, port: int, kind: socket.SocketKind, option: str) -> str | None:
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
            return f"{name} port {port} on {address} {reason}: choose another with {option}"
    return None
