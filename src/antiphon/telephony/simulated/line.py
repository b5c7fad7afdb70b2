"""How reports travel from the simulated engine to us: in order, or with the faults of real lines.

Reports of one leg keep their order, whatever their delays; those of different legs may overtake
each other. A lost report is one that nobody ever hears of, as when a socket dies with it inside.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from antiphon.telephony.engine import EngineEvent
from antiphon.telephony.simulated.clock import SimulationClock


class Faults(msgspec.Struct, frozen=True, kw_only=True):
    """How bad the line is: shares of reports, and the longest delay."""

    lost: float = 0.0
    repeated: float = 0.0
    longest_delay_s: float = 0.0


class Line:
    """Delivers reports to one sink while it is connected."""

    def __init__(self, clock: SimulationClock, faults: Faults, rng: random.Random) -> None:
        self._clock = clock
        self._faults = faults
        self._rng = rng
        self._sink: Callable[[EngineEvent], None] | None = None
        self._free_at: dict[str, datetime] = {}
        self._connection = 0
        self.is_connected = False

    def listen(self, sink: Callable[[EngineEvent], None]) -> None:
        """Deliver to `sink`."""
        self._sink = sink

    def connect(self) -> None:
        """From now on reports are delivered."""
        self.is_connected = True

    def disconnect(self) -> None:
        """Reports under way, and all until `connect`, are lost."""
        self.is_connected = False
        self._connection += 1
        self._free_at.clear()

    def send(self, event: EngineEvent) -> None:
        """Report something."""
        if self.is_connected and self._rng.random() >= self._faults.lost:
            self._send_once(event)
            if self._rng.random() < self._faults.repeated:
                self._send_once(event)

    def send_surely(self, event: EngineEvent) -> None:
        """Tell the sink of the connection itself; that is not a report and cannot be lost."""
        if self._sink is not None:
            self._sink(event)

    def _send_once(self, event: EngineEvent) -> None:
        key = str(getattr(event, "leg", getattr(event, "phone", "")))
        delay = timedelta(seconds=self._rng.uniform(0, self._faults.longest_delay_s))
        at = max(self._clock.now() + delay, self._free_at.get(key, self._clock.now()))
        self._free_at[key] = at
        connection = self._connection

        def arrive() -> None:
            if connection == self._connection and self._sink is not None:
                self._sink(event)

        self._clock.call_at(at, arrive)
