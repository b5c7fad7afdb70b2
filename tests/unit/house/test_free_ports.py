"""The ports that tests are given: even, in a row, all in turn, and past what is taken."""

import socket

import pytest
from tests.support.free_ports import _Round, free_ports, part_of


def test_a_port_is_given_again_only_after_all_others() -> None:
    low = free_ports(400)
    ports = _Round(low, low + 400)
    for _ in range(3):
        lows = [ports.take(40) for _ in range(9)]
        given = [port for first in lows for port in range(first, first + 40)]
        assert len(set(given)) == len(given)
        assert all(first % 2 == 0 for first in lows)
        assert set(given) <= set(range(low, low + 400))


def test_what_cannot_be_given_is_an_error_and_no_endless_search() -> None:
    low = free_ports(12)
    ports = _Round(low, low + 12)
    with socket.socket() as first, socket.socket() as second:
        first.bind(("", low + 3))
        second.bind(("", low + 8))
        with pytest.raises(AssertionError, match="no 6 free ports"):
            ports.take(6)
        assert ports.take(4) == low + 4
    with pytest.raises(AssertionError, match="no 14 free ports"):
        ports.take(14)


def test_a_taken_port_is_passed() -> None:
    low = free_ports(10)
    with socket.socket() as tcp:
        tcp.bind(("", low + 1))
        taken = _Round(low, low + 10).take(4)
    assert taken in range(low + 2, low + 7)


def test_processes_that_share_a_run_share_no_port() -> None:
    parts = [part_of(11_000, 32_768, worker=f"gw{number}", count=3) for number in range(3)]
    assert [begin for begin, _ in parts] == [11_000, *(end for _, end in parts[:2])]
    assert parts[-1][1] <= 32_768
    assert all(begin % 2 == end % 2 == 0 for begin, end in parts)
    assert part_of(11_000, 32_768, worker="gw0", count=1) == (11_000, 32_768)
