"""How often somebody may try a trunk: each trial connects to an address of their choice."""

from collections import deque
from math import ceil

from antiphon.kernel.clock import Clock
from antiphon.kernel.ids import UserId

MOST, WITHIN_S = 10, 60.0


class TrunkTrials:
    """The trials of each person in the last minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at: dict[UserId, deque[float]] = {}

    def ask(self, user_id: UserId) -> int:
        """0 when this trial may be made, which counts it; else the seconds to wait."""
        now = self._clock.monotonic()
        at = self._at.setdefault(user_id, deque(maxlen=MOST))
        if len(at) == MOST and now - at[0] < WITHIN_S:
            return ceil(at[0] + WITHIN_S - now)
        at.append(now)
        return 0
