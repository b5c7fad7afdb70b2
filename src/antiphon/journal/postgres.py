"""The journal on PostgreSQL: `PostgresJournal.open(address)`, and `postgres_reading` for others.

The writer's connection holds an advisory lock for as long as it lives, and all writing goes through
that connection: a writer that lost its place cannot write any more.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

import psycopg
import structlog

from antiphon.journal.checksum import EMPTY, GENESIS, Head, Row, snapshot_sum, verified
from antiphon.journal.contract import JournalBroken, Snapshot
from antiphon.journal.group_commit import GroupCommit
from antiphon.journal.stored import StoredJournal, StoredReading

_LOCK = 7_206_081_518
_LOCK_PATIENCE_S = 3.0
_KEPT_SNAPSHOTS = 2
_COLUMNS = "position, tenant, stream, type, version, at_us, data, sum"
_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS journal;
CREATE TABLE IF NOT EXISTS journal.record (
  position BIGINT PRIMARY KEY,
  tenant TEXT NOT NULL,
  stream TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  at_us BIGINT NOT NULL,
  data BYTEA NOT NULL,
  sum BYTEA NOT NULL
);
CREATE TABLE IF NOT EXISTS journal.snapshot (
  name TEXT NOT NULL,
  position BIGINT NOT NULL,
  data BYTEA NOT NULL,
  sum BYTEA NOT NULL,
  PRIMARY KEY (name, position)
)
"""
_READ = f"SELECT {_COLUMNS} FROM journal.record WHERE position > %s ORDER BY position LIMIT %s"  # noqa: S608 (constant column list)
_LAST = f"SELECT {_COLUMNS} FROM journal.record ORDER BY position DESC LIMIT 1"  # noqa: S608 (constant column list)
_SUM_AT = "SELECT sum FROM journal.record WHERE position = %s"
_COPY = "COPY journal.record FROM STDIN (FORMAT BINARY)"
_COPY_TYPES = ("int8", "text", "text", "text", "int4", "int8", "bytea", "bytea")

log = structlog.get_logger(__name__)
Connection = psycopg.Connection[tuple[Any, ...]]


class PostgresStore:
    """The writer's side; see `RecordStore`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: Connection | None = None

    def open(self) -> Head:
        """Take the lock, make the tables, and verify the end."""
        with _as_broken("PostgreSQL cannot be used"):
            self._connection = connection = _connect(self._address)
            _take_lock(connection)
            if _row(connection, "SHOW fsync") != ("on",):
                raise JournalBroken("PostgreSQL runs with fsync off: it could not keep a promise")
            connection.execute("SET synchronous_commit = on")
            connection.execute(_SCHEMA)
            found = connection.execute(_LAST).fetchone()
            if found is None:
                return EMPTY
            before = found[0] - 1
            [row] = verified([found], Head(before, _stored_sum(connection, before)))
            return Head(row.position, row.sum)

    def write(self, rows: Sequence[Row]) -> None:
        """One transaction; COMMIT returns once the server has it on disk."""
        if self._connection is None:
            raise JournalBroken("the journal is not open")
        with (
            self._connection.transaction(),
            self._connection.cursor() as cursor,
            cursor.copy(_COPY) as copy,
        ):
            copy.set_types(_COPY_TYPES)
            for row in rows:
                copy.write_row(row)

    def tidy(self) -> None:
        """The server looks after its files itself."""

    def close(self) -> None:
        """Closing the connection gives the lock back."""
        if self._connection is not None:
            self._connection.close()


class PostgresReader:
    """Reads on one connection per thread; see `RecordReader`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._own = threading.local()
        self._all: list[Connection] = []

    def read(self, after: Head | int, limit: int) -> list[Row]:
        """See `RecordReader.read`."""
        position = after if isinstance(after, int) else after.position
        with self._reading(f"reading after position {position} failed") as connection:
            if isinstance(after, int):
                after = Head(position, _stored_sum(connection, position))
            found = connection.execute(_READ, (position, limit)).fetchall()
            return verified(found, after)

    def last_position(self) -> int:
        """See `RecordReader.last_position`."""
        with self._reading("reading the end failed") as connection:
            return int(_row(connection, "SELECT coalesce(max(position), 0) FROM journal.record")[0])

    def save_snapshot(self, name: str, snapshot: Snapshot) -> None:
        """See `RecordReader.save_snapshot`."""
        with self._reading("saving a snapshot failed") as connection, connection.transaction():
            anchor = _stored_sum(connection, snapshot.position)
            checksum = snapshot_sum(name, snapshot.position, snapshot.data, anchor)
            connection.execute(
                "INSERT INTO journal.snapshot VALUES (%s, %s, %s, %s) ON CONFLICT (name, position)"
                " DO UPDATE SET data = EXCLUDED.data, sum = EXCLUDED.sum",
                (name, snapshot.position, snapshot.data, checksum),
            )
            connection.execute(
                "DELETE FROM journal.snapshot WHERE name = %s AND position NOT IN (SELECT position"
                " FROM journal.snapshot WHERE name = %s ORDER BY position DESC LIMIT %s)",
                (name, name, _KEPT_SNAPSHOTS),
            )

    def load_snapshot(self, name: str, last_position: int) -> Snapshot | None:
        """See `RecordReader.load_snapshot`."""
        query = (
            "SELECT position, data, sum FROM journal.snapshot WHERE name = %s AND position <= %s"
            " ORDER BY position DESC"
        )
        with self._reading("loading a snapshot failed") as connection:
            for position, data, checksum in connection.execute(query, (name, last_position)):
                anchor = _stored_sum(connection, position)
                if checksum == snapshot_sum(name, position, data, anchor):
                    return Snapshot(position=position, data=data)
                log.warning("journal.snapshot_damaged", snapshot=name, position=position)
        return None

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in self._all:
            connection.close()

    @contextmanager
    def _reading(self, failure: str) -> Iterator[Connection]:
        with _as_broken(failure):
            connection: Connection | None = getattr(self._own, "connection", None)
            if connection is None or connection.broken:
                connection = self._own.connection = _connect(self._address)
                self._all.append(connection)
            yield connection


class PostgresJournal(StoredJournal):
    """`Journal` in a PostgreSQL database."""

    @classmethod
    async def open(
        cls, address: str, *, on_broken: Callable[[JournalBroken], None] | None = None
    ) -> Self:
        """Open or make the journal at `address` (`postgresql://...`) as its only writer.

        `on_broken` is called once, on the loop's thread, after a write failed: end the process.

        Raises:
            JournalBroken: another process writes it, or its end is damaged or missing.
        """
        writer = await GroupCommit.start(PostgresStore(address), on_broken=on_broken)
        return cls(writer, PostgresReader(address))


def postgres_reading(address: str) -> StoredReading:
    """The journal at `address`, which another process has made and writes."""
    return StoredReading(PostgresReader(address))


def _connect(address: str) -> Connection:
    # SQLAlchemy's way to name the driver is not part of an address that libpq knows.
    plain = address.replace("postgresql+psycopg://", "postgresql://", 1)
    return psycopg.connect(plain, autocommit=True, connect_timeout=10)


def _take_lock(connection: Connection) -> None:
    # The server may notice a little late that an earlier writer is gone, also across a network.
    for name, value in (("idle", 5), ("interval", 2), ("count", 3)):
        connection.execute(f"SET tcp_keepalives_{name} = {value}".encode())
    deadline = time.monotonic() + _LOCK_PATIENCE_S
    while _row(connection, "SELECT pg_try_advisory_lock(%s)", _LOCK) != (True,):
        if time.monotonic() > deadline:
            raise JournalBroken("the journal is being written by another process")
        time.sleep(0.1)


def _row(connection: Connection, query: str, *arguments: object) -> tuple[Any, ...]:
    found = connection.execute(query.encode(), arguments).fetchone()
    if found is None:
        raise JournalBroken(f"PostgreSQL gave no answer to {query}")
    return found


def _stored_sum(connection: Connection, position: int) -> bytes:
    if position == 0:
        return GENESIS
    found = connection.execute(_SUM_AT, (position,)).fetchone()
    if found is None:
        raise JournalBroken(f"position {position} is missing")
    return bytes(found[0])


@contextmanager
def _as_broken(what: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise JournalBroken(f"{what}: {error!r}") from error
