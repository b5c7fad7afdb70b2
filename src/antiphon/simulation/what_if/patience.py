"""How long customers are willing to wait, estimated from those who left and from those who did not.

Whoever was answered would have waited longer: such a wait is *censored*. Kaplan and Meier's
estimate takes both into account. Beyond the longest wait the mean rate of leaving goes on.
"""

import math
import random
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple


class Wait(NamedTuple):
    """One wait in seconds, and whether the customer gave up at its end."""

    seconds: float
    gave_up: bool


class Patience:
    """The distribution of patience."""

    def __init__(self, waits: Sequence[Wait]) -> None:
        self._steps = kaplan_meier(waits)
        self._left = [1.0 - staying for _, staying in self._steps]
        exposure = sum(wait.seconds for wait in waits)
        leaving = sum(wait.gave_up for wait in waits)
        self._rate = leaving / exposure if exposure > 0 else 0.0

    def draw(self, chance: random.Random) -> float:
        """One customer's patience in seconds; infinite where nobody ever left."""
        left = chance.random()
        index = bisect_left(self._left, left)
        if index < len(self._steps):
            return self._steps[index][0]
        if not self._rate:
            return math.inf
        last = self._steps[-1][0] if self._steps else 0.0
        return last + chance.expovariate(self._rate)


def kaplan_meier(waits: Sequence[Wait]) -> list[tuple[float, float]]:
    """At each time at which somebody left: the share that is still willing to wait."""
    ordered = sorted(waits, key=lambda wait: (wait.seconds, not wait.gave_up))
    at_risk, staying = len(ordered), 1.0
    steps: list[tuple[float, float]] = []
    for wait in ordered:
        if wait.gave_up:
            staying *= 1.0 - 1.0 / at_risk
            if steps and steps[-1][0] == wait.seconds:
                steps[-1] = (wait.seconds, staying)
            else:
                steps.append((wait.seconds, staying))
        at_risk -= 1
    return steps
