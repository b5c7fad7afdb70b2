"""How often a number called lately, and how many calls came at all: for limits and surges.

Memory is bounded: a number keeps its last `MOST_KEPT` calls of a day, and of too many numbers the
ones that called longest ago are forgotten.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

KEPT_FOR = timedelta(hours=24)
MOST_KEPT = 100
MOST_NUMBERS = 100_000
# However late we are, a tenth of the rate gets in.
_LEAST_SHARE = 0.1


class RecentCalls:
    """The times of the last calls, by number."""

    def __init__(self) -> None:
        # Most numbers call once: a tuple of one is a tenth of what a deque of one takes.
        self._times: OrderedDict[str, tuple[datetime, ...]] = OrderedDict()

    def count(self, number: str, within: timedelta, now: datetime) -> int:
        """How many calls came from this number within the span before `now`."""
        since = now - within
        return sum(at > since for at in self._times.get(number, ()))

    def add(self, number: str, at: datetime) -> None:
        """A call came from this number."""
        self._times[number] = (*self._times.get(number, ()), at)[-MOST_KEPT:]
        self._times.move_to_end(number)
        oldest = next(iter(self._times))
        while len(self._times) > MOST_NUMBERS or self._times[oldest][-1] < at - KEPT_FOR:
            del self._times[oldest]
            oldest = next(iter(self._times))


class SurgeBucket:
    """Tokens for calls: `burst` at once, `per_s` a second; fewer when we are late."""

    def __init__(self) -> None:
        self._spent = 0.0
        self._at: datetime | None = None

    def spent(self, per_s: float, lag_ms: int, lag_limit_ms: int, now: datetime) -> float:
        """How many tokens are missing at `now`, with this measured lag."""
        if self._at is None:
            return 0.0
        share = 1.0
        if lag_ms > lag_limit_ms:
            share = max(_LEAST_SHARE, lag_limit_ms / lag_ms)
        seconds = max(0.0, (now - self._at).total_seconds())
        return max(0.0, self._spent - seconds * per_s * share)

    def take(self, per_s: float, lag_ms: int, lag_limit_ms: int, now: datetime) -> None:
        """A call came in."""
        self._spent = self.spent(per_s, lag_ms, lag_limit_ms, now) + 1.0
        self._at = now
