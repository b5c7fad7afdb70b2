"""The journal on SQLite: `SqliteJournal.open(path)`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ParamSpec, Self, TypeVar

from antiphon.journal.checksum import Head, Row
from antiphon.journal.contract import JournalBroken, Record, Snapshot
from antiphon.journal.group_commit import GroupCommit, from_microseconds
from antiphon.journal.snapshot_file import SnapshotFile
from antiphon.journal.sqlite_store import RESERVE_BYTES, SqliteStore, read_rows, read_sum
from antiphon.kernel.events import Event
from antiphon.kernel.ids import TenantId

_READ_BATCH = 2_000
P = ParamSpec("P")
T = TypeVar("T")


class SqliteJournal:
    """`Journal` in one file; snapshots lie in another, so that they never delay an append."""

    def __init__(self, path: Path, writer: GroupCommit) -> None:
        self._path = path
        self._writer = writer
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="journal-reader")
        self._snapshots = SnapshotFile(path.with_name(path.name + ".snapshots"))

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
        return cls(path, await GroupCommit.start(store, on_broken=on_broken))

    async def append(self, tenant: TenantId, events: Sequence[Event]) -> int:
        """See `Journal.append`."""
        return await self._writer.append(tenant, events)

    async def read(self, *, after: int = 0) -> AsyncIterator[Record]:
        """See `Journal.read`."""
        expected_end = self._writer.last_position
        head: Head | int = after
        position = after
        while rows := await self._in_reader(read_rows, self._path, head, _READ_BATCH):
            for row in rows:
                yield _as_record(row)
            position = rows[-1].position
            head = Head(position, rows[-1].sum)
        if position < expected_end:
            raise JournalBroken(f"position {position + 1} is missing; {expected_end} was the last")

    async def last_position(self) -> int:
        """See `Journal.last_position`."""
        return self._writer.last_position

    async def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """See `Journal.save_snapshot`."""
        anchor = await self._in_reader(read_sum, self._path, snapshot.position)
        await self._in_reader(self._snapshots.save, name, snapshot, anchor)

    async def load_snapshot(self, name: str) -> Snapshot | None:
        """See `Journal.load_snapshot`."""
        anchor_at = partial(read_sum, self._path)
        last = self._writer.last_position
        return await self._in_reader(self._snapshots.load, name, last, anchor_at)

    async def close(self) -> None:
        """See `Journal.close`."""
        await self._writer.close()
        await asyncio.to_thread(self._readers.shutdown)

    async def _in_reader(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, partial(function, *args, **kwargs))


def _as_record(row: Row) -> Record:
    return Record(
        position=row.position,
        tenant=TenantId(row.tenant),
        stream=row.stream,
        type=row.type,
        version=row.version,
        at=from_microseconds(row.at_us),
        data=row.data,
    )
