"""Ports are looked at before anything is started."""

import socket

import pytest
from tests.support.free_ports import free_ports

from antiphon.app.ports import PortTaken, check_ports


def taken(kind: socket.SocketKind) -> socket.socket:
    holder = socket.socket(socket.AF_INET, kind)
    holder.bind(("127.0.0.1", 0))
    if kind is socket.SOCK_STREAM:
        holder.listen()
    return holder


@pytest.mark.parametrize(
    ("kind", "which", "option"),
    [
        (socket.SOCK_STREAM, "web", "--port"),
        (socket.SOCK_STREAM, "sip", "--sip-port"),
        (socket.SOCK_DGRAM, "sip", "--sip-port"),
        (socket.SOCK_STREAM, "sip_tls", "--sip-tls-port"),
    ],
)
def test_a_taken_port_is_named_with_its_option(
    kind: socket.SocketKind, which: str, option: str
) -> None:
    with taken(kind) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(PortTaken, match=f"{port} on 127.0.0.1 is taken.*{option}"):
            check_ports(
                "127.0.0.1",
                web=port if which == "web" else free_ports(),
                sip=port if which == "sip" else None,
                sip_tls=port if which == "sip_tls" else None,
                rtp=None,
            )


def test_free_ports_pass() -> None:
    check_ports(
        "127.0.0.1",
        web=free_ports(),
        sip=free_ports(),
        sip_tls=free_ports(),
        rtp=(free_ports(), 65_535),
    )


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(PortTaken, match="cannot be used"):
        check_ports("203.0.113.7", web=free_ports(), sip=None, sip_tls=None, rtp=None)


def test_all_that_are_taken_are_named_at_once() -> None:
    with taken(socket.SOCK_STREAM) as web, taken(socket.SOCK_STREAM) as tls:
        ports = [holder.getsockname()[1] for holder in (web, tls)]
        with pytest.raises(PortTaken) as refusal:
            check_ports("127.0.0.1", web=ports[0], sip=None, sip_tls=ports[1], rtp=None)
    text = str(refusal.value)
    assert all(f"TCP port {port}" in text for port in ports)
    assert "--port" in text
    assert "--sip-tls-port" in text
