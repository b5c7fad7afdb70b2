"""The journal on SQLite: `SqliteJournal.open(path)`, and `sqlite_reading(path)` for others."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

from antiphon.journal.checksum import Head, Row
from antiphon.journal.contract import JournalBroken, Snapshot
from antiphon.journal.group_commit import GroupCommit
from antiphon.journal.snapshot_file import SnapshotFile
from antiphon.journal.sqlite_store import (
    RESERVE_BYTES,
    SqliteStore,
    read_last_position,
    read_rows,
    read_sum,
)
from antiphon.journal.stored import StoredJournal, StoredReading


class SqliteReader:
    """Reads on connections of their own, one for each batch; see `RecordReader`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Snapshots lie in another file, so that writing one never delays an append.
        self._snapshots = SnapshotFile(path.with_name(path.name + ".snapshots"))

    def read(self, after: Head | int, limit: int) -> list[Row]:
        """See `RecordReader.read`."""
        return read_rows(self._path, after, limit)

    def last_position(self) -> int:
        """See `RecordReader.last_position`."""
        return read_last_position(self._path)

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """See `RecordReader.save_snapshot`."""
        self._snapshots.save(name, snapshot, read_sum(self._path, snapshot.position))

    def load_snapshot(self, name: str, last_position: int) -> Snapshot | None:
        """See `RecordReader.load_snapshot`."""
        return self._snapshots.load(name, last_position, partial(read_sum, self._path))

    def close(self) -> None:
        """Nothing is held open."""


class SqliteJournal(StoredJournal):
    """`Journal` in one file."""

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        on_broken: Callable[[JournalBroken], None] | None = None,
        on_short: Callable[[bool], None] | None = None,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> Self:
        """Open or make the journal at `path` as its only writer.

        Both callbacks run on the loop's thread. `on_broken` is called once, after a write failed:
        the process must end. `on_short(True)` says that the disk is full and the reserve in use:
        take no new work, finish what is in progress; `on_short(False)` that there is room again.

        Raises:
            JournalBroken: another process writes it, or its end is damaged or missing.
        """
        loop = asyncio.get_running_loop()

        def tell_short(is_short: bool) -> None:
            if on_short is not None:
                loop.call_soon_threadsafe(on_short, is_short)

        store = SqliteStore(path, reserve_bytes=reserve_bytes, on_short=tell_short)
        return cls(await GroupCommit.start(store, on_broken=on_broken), SqliteReader(path))


def sqlite_reading(path: Path) -> StoredReading:
    """The journal at `path`, which another process has made and writes."""
    return StoredReading(SqliteReader(path))
