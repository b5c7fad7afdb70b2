"""How many calls one network address has begun in the last hour. In memory: no address is kept.

A visitor of IPv6 has a whole network to choose addresses from, so its network is what counts.
"""

from collections import OrderedDict, deque
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from antiphon.kernel.clock import Clock

HOUR_S = 3_600.0
_REMEMBERED = 20_000
_NETWORK_BITS = 64


class VisitorRate:
    """The presses of each address and button in the last hour."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pressed: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def ask(self, key: str, address: str, most: int) -> int:
        """0 when this press may be, which counts it; else the seconds to wait."""
        now, who = self._clock.monotonic(), (key, source_of(address))
        pressed = self._pressed.setdefault(who, deque())
        self._pressed.move_to_end(who)
        if len(self._pressed) > _REMEMBERED:
            self._pressed.popitem(last=False)
        while pressed and now - pressed[0] >= HOUR_S:
            pressed.popleft()
        if len(pressed) >= most:
            return ceil(pressed[0] + HOUR_S - now)
        pressed.append(now)
        return 0


def source_of(address: str) -> str:
    """What counts as one visitor: an address of IPv4, or the network of one of IPv6."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ip_network((known, _NETWORK_BITS), strict=False))
