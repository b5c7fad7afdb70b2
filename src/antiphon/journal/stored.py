"""A journal over a database: group commit for writing, batches in threads for reading.

`StoredReading` is the reader's side alone, for a process that follows what another one writes.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

from antiphon.journal.checksum import Head, Row
from antiphon.journal.contract import JournalBroken, Record, Snapshot
from antiphon.journal.group_commit import GroupCommit
from antiphon.kernel.events import Event
from antiphon.kernel.ids import TenantId
from antiphon.kernel.instants import moment

READ_BATCH = 2_000
P = ParamSpec("P")
T = TypeVar("T")


class RecordReader(Protocol):
    """Where records are read and snapshots lie. Called on several threads at once."""

    def read(self, after: Head | int, limit: int) -> list[Row]:
        """Up to `limit` verified rows; a `Head` continues an earlier read.

        Raises:
            JournalBroken: a record is damaged or missing; the text names its position.
        """

    def last_position(self) -> int:
        """The position of the newest record, 0 when there is none."""

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """See `Journal.save_snapshot`."""

    def load_snapshot(self, name: str, last_position: int) -> Snapshot | None:
        """The newest whole one that does not lie beyond `last_position`."""

    def close(self) -> None:
        """Let go of connections."""


class StoredReading:
    """`JournalReading` over a database."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="journal-reader")

    async def read(self, *, after: int = 0) -> AsyncGenerator[Record, None]:
        """See `JournalReading.read`."""
        expected_end = await self.last_position()
        head: Head | int = after
        position = after
        while rows := await self._in_thread(self._reader.read, head, READ_BATCH):
            for row in rows:
                yield _as_record(row)
            position = rows[-1].position
            head = Head(position, rows[-1].sum)
        if position < expected_end:
            raise JournalBroken(f"position {position + 1} is missing; {expected_end} was the last")

    async def last_position(self) -> int:
        """See `JournalReading.last_position`."""
        return await self._in_thread(self._reader.last_position)

    async def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """See `JournalReading.save_snapshot`."""
        await self._in_thread(self._reader.save_snapshot, name, snapshot)

    async def load_snapshot(self, name: str) -> Snapshot | None:
        """See `JournalReading.load_snapshot`."""
        last = await self.last_position()
        return await self._in_thread(self._reader.load_snapshot, name, last)

    async def close(self) -> None:
        """See `JournalReading.close`."""
        await asyncio.to_thread(self._threads.shutdown)
        self._reader.close()

    async def _in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(function, *args, **kwargs))


class StoredJournal(StoredReading):
    """`Journal` over a database."""

    def __init__(self, writer: GroupCommit, reader: RecordReader) -> None:
        super().__init__(reader)
        self._writer = writer

    async def append(self, tenant: TenantId, events: Sequence[Event]) -> int:
        """See `Journal.append`."""
        return await self._writer.append(tenant, events)

    async def last_position(self) -> int:
        """See `JournalReading.last_position`."""
        return self._writer.last_position

    async def close(self) -> None:
        """See `JournalReading.close`."""
        await self._writer.close()
        await super().close()


def _as_record(row: Row) -> Record:
    return Record(
        position=row.position,
        tenant=TenantId(row.tenant),
        stream=row.stream,
        type=row.type,
        version=row.version,
        at=moment(row.at_us),
        data=row.data,
    )
