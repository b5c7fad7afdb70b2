"""Ports that stay free until they are used, also while what used them is killed and started again.

They are below those that the system gives to outgoing connections, so that none of these takes one
in between, and no two places of one test run are given the same.
"""

import random
import socket
from pathlib import Path

# Above those that a site takes by itself when it is given none.
_LOWEST = 11_000
_SYSTEMS = Path("/proc/sys/net/ipv4/ip_local_port_range")
_given: set[int] = set()


def free_ports(count: int = 1) -> int:
    """The first of `count` ports in a row that nobody uses now, for TCP or UDP."""
    highest = _first_of_the_system() - count
    for _ in range(1_000):
        low = random.randrange(_LOWEST, highest) // 2 * 2
        wanted = range(low, low + count)
        if _given.isdisjoint(wanted) and all(map(_is_free, wanted)):
            _given.update(wanted)
            return low
    raise AssertionError(f"no {count} free ports in a row")


def _first_of_the_system() -> int:
    try:
        return max(int(_SYSTEMS.read_text().split()[0]), _LOWEST + 10_000)
    except OSError:
        return 32_768


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
