"""What others may ask of the journal. An append that returned is on disk."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from antiphon.kernel.events import Event, decode
from antiphon.kernel.ids import TenantId


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the journal holds it; positions count from 1 without a gap."""

    position: int
    tenant: TenantId
    stream: str
    type: str
    version: int
    at: datetime
    data: bytes


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A state after `position`, kept to shorten the next start; losing it costs only time."""

    position: int
    data: bytes


class JournalBroken(Exception):  # noqa: N818
    """The journal cannot be trusted or written; the process must stop. The text says where."""


class JournalFull(JournalBroken):
    """No room is left on the disk, not even the reserve. All that was acknowledged is there."""


def decoded(record: Record) -> Event:
    """The record's event in its present shape.

    Raises:
        JournalBroken: its type or version is unknown here, or its data has another shape.
    """
    try:
        return decode(record.type, record.version, record.data)
    except (KeyError, msgspec.MsgspecError) as error:
        raise JournalBroken(
            f"position {record.position} ({record.type} version {record.version}) "
            f"is not understood by this program: {error!r}"
        ) from error


class Entry:
    """A record for several readers at once, and its event from when somebody asks for it."""

    __slots__ = ("_event", "record")

    def __init__(self, record: Record) -> None:
        self.record = record
        self._event: Event | None = None

    @property
    def event(self) -> Event:
        """What happened. Raises JournalBroken: see `decoded`."""
        if self._event is None:
            self._event = decoded(self.record)
        return self._event


class JournalReading(Protocol):
    """What any process may do with the journal, also while another one writes it."""

    def read(self, *, after: int = 0) -> AsyncGenerator[Record, None]:
        """Records with a higher position, in order. Raises JournalBroken at a damaged record."""

    async def last_position(self) -> int:
        """The position of the newest record, 0 for an empty journal."""

    async def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """Keep `snapshot` as the newest of its name."""

    async def load_snapshot(self, name: str) -> Snapshot | None:
        """The newest snapshot of this name that is whole and not ahead of the journal."""

    async def close(self) -> None:
        """Write what was accepted, then let go of the files."""


class Journal(JournalReading, Protocol):
    """The one truth. One process writes; anybody may read."""

    async def append(self, tenant: TenantId, events: Sequence[Event]) -> int:
        """Write all or none of `events`; returns the last position once they are on disk.

        Raises:
            JournalBroken: the write failed; nothing after it will be accepted.
        """
