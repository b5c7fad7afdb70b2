"""Ports that stay free until they are used, also while what used them is killed and started again.

They are below those that the system gives to outgoing connections, so that none of these takes one
in between. A port is given again only after all others were, when the test that had it is long
over. A test run begins anywhere, so that runs at the same time seldom meet. Processes that share a
run have a part of the ports each, and never meet.
"""

import os
import random
import socket
from pathlib import Path

# Above those that a site takes by itself when it is given none.
_LOWEST = 11_000
_SYSTEMS = Path("/proc/sys/net/ipv4/ip_local_port_range")


def _first_of_the_system() -> int:
    try:
        return max(int(_SYSTEMS.read_text().split()[0]), _LOWEST + 10_000)
    except (OSError, ValueError):
        return 32_768


class _Round:
    """All ports, round and round."""

    def __init__(self, lowest: int, end: int) -> None:
        self._lowest, self._span = lowest, (end - lowest) // 2 * 2
        self._next = random.randrange(self._span) // 2 * 2

    def take(self, count: int) -> int:
        """The first of the next `count` free ports in a row; it is even."""
        passed = 0
        while count <= self._span and passed < self._span + count:
            begin = self._next if self._next + count <= self._span else 0
            ports = range(self._lowest + begin, self._lowest + begin + count)
            taken = next((port for port in ports if not _is_free(port)), None)
            beyond = ports.stop if taken is None else taken + 1
            ahead = begin + -(-(beyond - ports.start) // 2) * 2
            passed += (ahead - self._next) % self._span or self._span
            self._next = ahead % self._span
            if taken is None:
                return ports.start
        raise AssertionError(f"there are no {count} free ports in a row")


def _is_free(port: int) -> bool:
    # On every address: the next one may be bound on another than this one.
    try:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tcp.bind(("", port))
            udp.bind(("", port))
    except OSError:
        return False
    return True


def part_of(lowest: int, end: int, *, worker: str, count: int) -> tuple[int, int]:
    """The ports from `lowest` to before `end` that are this worker's: "gw0" is the first."""
    span = (end - lowest) // count // 2 * 2
    begin = lowest + int(worker.removeprefix("gw")) * span
    return begin, begin + span


_round = _Round(
    *part_of(
        _LOWEST,
        _first_of_the_system(),
        # The names are pytest-xdist's.
        worker=os.environ.get("PYTEST_XDIST_WORKER", "gw0"),
        count=int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")),
    )
)


def free_ports(count: int = 1) -> int:
    """The first of `count` ports in a row that nobody uses now, for TCP or UDP."""
    return _round.take(count)
