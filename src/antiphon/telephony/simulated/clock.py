"""What the simulated engine needs of time."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class SimulationClock(Protocol):
    """A clock that may be virtual."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def call_at(self, when: datetime, function: Callable[[], None]) -> None:
        """Call `function` at `when`."""
