"""Group commit: one thread writes all appends that wait as one transaction, then answers them.

The intake is bounded: when it is full, `append` waits its turn. The first error ends all writing.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Protocol, Self

import structlog

from antiphon.journal.checksum import EMPTY, Head, Row, chained_sum
from antiphon.journal.contract import JournalBroken, JournalFull
from antiphon.kernel.events import Event, encode
from antiphon.kernel.ids import TenantId
from antiphon.kernel.instants import micros

log = structlog.get_logger(__name__)


class RecordStore(Protocol):
    """Where records lie. Every method is called on the writer's thread and no other."""

    def open(self) -> Head:
        """Take the journal for this writer alone and say where it ends."""

    def write(self, rows: Sequence[Row]) -> None:
        """Keep all rows or none; when it returns they are on disk."""

    def tidy(self) -> None:
        """Whatever may be done once the waiting appends have been answered."""

    def close(self) -> None:
        """Let go of files and connections."""


class _Append(NamedTuple):
    tenant: TenantId
    events: list[tuple[str, str, int, int, bytes]]
    done: "asyncio.Future[int]"


class GroupCommit:
    """The single writer of a journal. Its public methods belong to the loop that started it."""

    def __init__(
        self,
        store: RecordStore,
        *,
        max_waiting: int,
        max_batch: int,
        on_broken: Callable[[JournalBroken], None] | None,
    ) -> None:
        self.last_position = 0
        self._store = store
        self._max_batch = max_batch
        self._on_broken = on_broken
        self._head = EMPTY
        self._broken: Callable[[], JournalBroken] | None = None
        self._is_closed = False
        self._loop = asyncio.get_running_loop()
        self._room = asyncio.Semaphore(max_waiting)
        self._intake: queue.SimpleQueue[_Append | None] = queue.SimpleQueue()
        self._opened: asyncio.Future[Head] = self._loop.create_future()
        self._thread = threading.Thread(target=self._run, name="journal-writer", daemon=True)

    @classmethod
    async def start(
        cls,
        store: RecordStore,
        *,
        on_broken: Callable[[JournalBroken], None] | None = None,
        max_waiting: int = 10_000,
        max_batch: int = 5_000,
    ) -> Self:
        """Open the store on its thread; raises what the store raises."""
        writer = cls(store, max_waiting=max_waiting, max_batch=max_batch, on_broken=on_broken)
        writer._thread.start()
        writer.last_position = (await writer._opened).position
        return writer

    async def append(self, tenant: TenantId, events: Sequence[Event]) -> int:
        """See `Journal.append`. An append whose task is cancelled may still have been written."""
        encoded = [
            (event.stream(), event.type, event.version, micros(event.at), encode(event))
            for event in events
        ]
        async with self._room:
            if self._broken is not None:
                raise self._broken()
            if self._is_closed:
                raise JournalBroken("the journal is closed")
            if not encoded:
                return self.last_position
            done: asyncio.Future[int] = self._loop.create_future()
            self._intake.put(_Append(tenant, encoded, done))
            return await done

    async def close(self) -> None:
        """Write what was accepted, then let go of the store."""
        if not self._is_closed:
            self._is_closed = True
            self._intake.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        try:
            self._head = self._store.open()
        except Exception as error:
            self._store.close()
            self._tell(self._set_opened, error)
            return
        self._tell(self._set_opened, self._head)
        try:
            while (batch := self._take_batch()) is not None:
                if not self._write(batch):
                    break
        finally:
            self._store.close()

    def _take_batch(self) -> list[_Append] | None:
        first = self._intake.get()
        if first is None:
            return None
        batch, size = [first], len(first.events)
        while size < self._max_batch:
            try:
                waiting = self._intake.get_nowait()
            except queue.Empty:
                break
            if waiting is None:
                self._intake.put(None)
                break
            batch.append(waiting)
            size += len(waiting.events)
        return batch

    def _write(self, batch: list[_Append]) -> bool:
        rows: list[Row] = []
        answers: list[tuple[asyncio.Future[int], int]] = []
        position, previous = self._head
        try:
            for tenant, events, done in batch:
                for stream, event_type, version, at_us, data in events:
                    position += 1
                    fields = (position, tenant, stream, event_type, version, at_us, data)
                    previous = chained_sum(previous, fields)
                    rows.append(Row(*fields, previous))
                answers.append((done, position))
            self._store.write(rows)
        except Exception as error:
            self._give_up(f"writing position {self._head.position + 1}", error, batch)
            return False
        self._head = Head(position, previous)
        self._tell(self._answer, answers, position)
        return self._tidy()

    def _tidy(self) -> bool:
        try:
            self._store.tidy()
        except Exception as error:
            self._give_up(f"tidying after position {self._head.position}", error, [])
            return False
        return True

    def _give_up(self, what: str, error: Exception, batch: list[_Append]) -> None:
        text = f"{what} failed: {error!r}"
        log.critical("journal.broken", error=text)
        kind = JournalFull if isinstance(error, JournalFull) else JournalBroken
        self._tell(self._break, partial(kind, text), batch)

    def _tell(self, function: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            log.warning("journal.loop_gone")  # nobody is left who could wait for an answer

    def _set_opened(self, outcome: Head | Exception) -> None:
        if self._opened.done():
            return
        if isinstance(outcome, Exception):
            self._opened.set_exception(outcome)
        else:
            self._opened.set_result(outcome)

    def _answer(self, answers: list[tuple["asyncio.Future[int]", int]], last: int) -> None:
        self.last_position = last
        for done, position in answers:
            if not done.done():
                done.set_result(position)

    def _break(self, broken: Callable[[], JournalBroken], batch: list[_Append]) -> None:
        self._broken = broken
        while True:
            try:
                waiting = self._intake.get_nowait()
            except queue.Empty:
                break
            if waiting is not None:
                batch.append(waiting)
        for append in batch:
            if not append.done.done():
                append.done.set_exception(broken())
        if self._on_broken is not None:
            self._on_broken(broken())
