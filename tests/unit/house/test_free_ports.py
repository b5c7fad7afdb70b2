"""The ports that tests are given: even, in a row, never twice, and past what is taken."""

import socket

from tests.support.free_ports import _Round


def test_ports_are_given_once_round_and_never_twice() -> None:
    ports = _Round(40_000, 40_400)
    lows = [ports.take(40) for _ in range(8)]
    given = [port for low in lows for port in range(low, low + 40)]
    assert len(set(given)) == len(given)
    assert all(low % 2 == 0 for low in lows)
    assert set(given) <= set(range(40_000, 40_400))


def test_a_taken_port_is_passed() -> None:
    with socket.socket() as tcp:
        tcp.bind(("", 40_411))
        low = _Round(40_410, 40_420).take(4)
    assert low in range(40_412, 40_417)
