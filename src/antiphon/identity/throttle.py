"""Slowing down the guessing of passwords: a delay that grows with each failure, never a lock.

A try counts as a failure from the moment it is `begin`-ned, so that many tries at once do not all
slip through before the first has failed; `succeed` takes it back.
"""

from collections import OrderedDict
from typing import NamedTuple

import msgspec


class Slope(msgspec.Struct, frozen=True, kw_only=True):
    """How fast a delay grows: the first `free` failures cost nothing, then it doubles."""

    free: int
    longest_s: float
    forgotten_after_s: float = 900


# Everybody behind one address shares its failures, so an address gets more of them. The delay on a
# login is short, because strangers can cause it.
BY_LOGIN = Slope(free=4, longest_s=60)
BY_ADDRESS = Slope(free=20, longest_s=900)

_MOST_KEYS = 20_000


class _Tries(NamedTuple):
    failures: int
    last_at: float


class Throttle:
    """Failures by key; the memory is bounded, the oldest keys are forgotten first."""

    def __init__(self, slope: Slope, *, most_keys: int = _MOST_KEYS) -> None:
        self._slope = slope
        self._most_keys = most_keys
        self._tries: OrderedDict[str, _Tries] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tries)

    def wait_s(self, key: str, now: float) -> float:
        """How many seconds this key has to wait before its next try."""
        tries = self._current(key, now)
        over = tries.failures - self._slope.free
        if over < 0:
            return 0.0
        delay = min(2.0 ** min(over, 30), self._slope.longest_s)
        return max(0.0, tries.last_at + delay - now)

    def begin(self, key: str, now: float) -> None:
        """Count a try, as a failure until it has succeeded."""
        self._tries[key] = _Tries(self._current(key, now).failures + 1, now)
        self._tries.move_to_end(key)
        if len(self._tries) > self._most_keys:
            self._tries.popitem(last=False)

    def succeed(self, key: str, now: float) -> None:
        """Take back one try: failures before it stay, or a guesser could clear them himself."""
        tries = self._current(key, now)
        if tries.failures <= 1:
            self._tries.pop(key, None)
        else:
            self._tries[key] = _Tries(tries.failures - 1, tries.last_at)

    def forget(self, key: str) -> None:
        """Forget all failures of this key."""
        self._tries.pop(key, None)

    def _current(self, key: str, now: float) -> _Tries:
        tries = self._tries.get(key)
        if tries is None or now - tries.last_at > self._slope.forgotten_after_s:
            return _Tries(0, now)
        return tries
