"""A journal that keeps its records in memory, encoded as on disk: for simulations and tests."""

from collections.abc import AsyncGenerator, Sequence

from antiphon.journal.contract import Record, Snapshot
from antiphon.kernel.events import Event, encode
from antiphon.kernel.ids import TenantId


class MemoryJournal:
    """Fulfils the journal's contract but for surviving the process."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.snapshots: dict[str, Snapshot] = {}

    async def append(self, tenant: TenantId, events: Sequence[Event]) -> int:
        """Keep the events; returns the last position."""
        for event in events:
            self.records.append(
                Record(
                    position=len(self.records) + 1,
                    tenant=tenant,
                    stream=event.stream(),
                    type=event.type,
                    version=event.version,
                    at=event.at,
                    data=encode(event),
                )
            )
        return len(self.records)

    async def read(self, *, after: int = 0) -> AsyncGenerator[Record, None]:
        """Records with a higher position, in order."""
        for record in self.records[after:]:
            yield record

    async def last_position(self) -> int:
        """The position of the newest record."""
        return len(self.records)

    async def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """Keep `snapshot` as the newest of its name."""
        self.snapshots[name] = snapshot

    async def load_snapshot(self, name: str) -> Snapshot | None:
        """The newest snapshot of this name."""
        return self.snapshots.get(name)

    async def close(self) -> None:
        """Nothing to let go of."""
