"""Which of Asterisk's reports of digits are presses that were not told before.

Each comes from the channel and from its end point. And where the network brings digits in a heap,
Asterisk puts some aside, to pass them on at the pace of keys, and reports them again when it does.
"""

from datetime import datetime, timedelta

import msgspec

# What Asterisk passes on from a heap lasts so long at least; no other passes until just after it.
_SHORTEST_MS, _JUST_AFTER_MS = 80, 25
# What was put aside so long ago has been passed on.
_ASIDE = timedelta(milliseconds=500)


class Press(msgspec.Struct, frozen=True):
    """What a report says: the digit, how long it was held, and when it was let go."""

    digit: str
    duration_ms: int
    at: datetime


class Presses:
    """The digits of one leg."""

    def __init__(self) -> None:
        self._last: Press | None = None
        self._is_heap = False
        self._aside: list[Press] = []

    def is_new(self, report: Press) -> bool:
        """Whether nobody was told of this press yet."""
        last, self._last = self._last, report
        if last is None:
            return True
        pause = report.at - last.at
        if not pause and report.digit == last.digit:
            return False
        self._aside = [one for one in self._aside if report.at - one.at < _ASIDE]
        for one in self._aside:
            if (one.digit, one.duration_ms) == (report.digit, report.duration_ms):
                self._aside.remove(one)
                return False
        # Nobody lets a key go sooner after the last one than they held it.
        closest_ms = report.duration_ms
        if self._is_heap:
            closest_ms = max(_SHORTEST_MS, last.duration_ms) + _JUST_AFTER_MS
        self._is_heap = pause < timedelta(milliseconds=closest_ms)
        if self._is_heap:
            self._aside.append(report)
        return True
