"""A clock that stands still until a test moves it, and then runs what was due, in order."""

import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class ManualClock:
    """Virtual time for the simulated engine."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 5, 12, tzinfo=UTC)
        self._due: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = itertools.count()

    def now(self) -> datetime:
        """The present instant."""
        return self._now

    def monotonic(self) -> float:
        """Seconds."""
        return self._now.timestamp()

    def call_at(self, when: datetime, function: Callable[[], None]) -> None:
        """Call `function` when the clock is moved to `when` or past it."""
        heapq.heappush(self._due, (when, next(self._numbers), function))

    def move(self, seconds: float) -> None:
        """Let time pass."""
        until = self._now + timedelta(seconds=seconds)
        while self._due and self._due[0][0] <= until:
            when, _, function = heapq.heappop(self._due)
            self._now = max(self._now, when)
            function()
        self._now = until

    def move_to_next(self) -> bool:
        """Jump to the next thing that is due; False when there is none."""
        if not self._due:
            return False
        self.move(max(0.0, (self._due[0][0] - self._now).total_seconds()))
        return True
