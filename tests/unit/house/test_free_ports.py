"""The ports that tests are given: even, in a row, never twice, and past what is taken."""

import socket

from tests.support.free_ports import _Round, part_of


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


def test_processes_that_share_a_run_share_no_port() -> None:
    parts = [part_of(11_000, 32_768, worker=f"gw{number}", count=3) for number in range(3)]
    assert [begin for begin, _ in parts] == [11_000, *(end for _, end in parts[:2])]
    assert parts[-1][1] <= 32_768
    assert all(begin % 2 == end % 2 == 0 for begin, end in parts)
    assert part_of(11_000, 32_768, worker="gw0", count=1) == (11_000, 32_768)
