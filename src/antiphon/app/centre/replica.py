"""A second copy of the world, folded from the journal by somebody else than the one who writes it.

Snapshots are made from it, so that making one holds nobody up who takes calls.
"""

from collections.abc import Callable, Collection, Sequence

import structlog

from antiphon.app.centre.world import World
from antiphon.app.centre.world_snapshot import WorldSnapshots
from antiphon.journal.contract import Entry
from antiphon.kernel.clock import Clock
from antiphon.kernel.events import Event

# Replaying so many events takes a fraction of a second.
SAVE_AFTER_EVENTS = 10_000
SAVE_AFTER_S = 15.0

log = structlog.get_logger()

Listener = Callable[[Sequence[Event]], None]


class Replica:
    """Fulfils `journal.tail.Follower`. Read `world` only on the loop's thread."""

    def __init__(self, snapshots: WorldSnapshots, clock: Clock) -> None:
        self.world = World()
        self.position = 0
        self._snapshots = snapshots
        self._clock = clock
        self._is_open = True
        self._listeners: list[Listener] = []
        self._saved_position = 0
        self._saved_at = 0.0

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with the events of each batch, once they are folded in."""
        self._listeners.append(listener)

    @property
    def positions(self) -> Collection[int]:
        """See `Follower.positions`."""
        return (self.position,) if self._is_open else ()

    async def open(self) -> None:
        """Take up the newest snapshot."""
        self.world, self.position = await self._snapshots.load()
        self._saved_position, self._saved_at = self.position, self._clock.monotonic()

    async def take(self, entries: Sequence[Entry]) -> None:
        """Fold entries in, and save the world when there was much since the last time."""
        if not self._is_open or entries[0].record.position != self.position + 1:
            return
        try:
            for entry in entries:
                self.world.apply(entry.event)
        except Exception as error:
            # The centre itself would not start again on this journal: it is told there.
            log.error("replica stopped", position=self.position, why=type(error).__name__)
            self._is_open = False
            return
        self.position = entries[-1].record.position
        self.world.deadlines.changed.clear()
        events = [entry.event for entry in entries]
        for listener in self._listeners:
            listener(events)
        if (
            self.position - self._saved_position >= SAVE_AFTER_EVENTS
            and self._clock.monotonic() - self._saved_at >= SAVE_AFTER_S
        ):
            await self.save()

    async def save(self) -> None:
        """Save the world, unless nothing has happened since the last time."""
        if self._is_open and self.position > self._saved_position:
            self._saved_position, self._saved_at = self.position, self._clock.monotonic()
            await self._snapshots.save(self.world, self.position)
