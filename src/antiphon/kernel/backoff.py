"""How long to wait before something that ended is started again."""


class Backoff:
    """At once, then longer each time, until a start has held."""

    def __init__(self, *, longest_s: float = 30.0, holds_after_s: float = 60.0) -> None:
        self._longest = longest_s
        self._holds_after = holds_after_s
        self._failures = 0

    def next_delay(self, ran_for_s: float) -> float:
        """Seconds to wait after a run that lasted `ran_for_s`."""
        if ran_for_s >= self._holds_after:
            self._failures = 0
        delay = 0.0 if self._failures == 0 else min(self._longest, 2.0 ** (self._failures - 1))
        self._failures += 1
        return delay
