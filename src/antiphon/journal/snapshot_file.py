"""Snapshots beside a SQLite journal: the last two of each name, in a file that may be lost."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import structlog

from antiphon.journal.checksum import snapshot_sum
from antiphon.journal.contract import Snapshot

KEPT = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS snapshot (
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  data BLOB NOT NULL,
  sum BLOB NOT NULL,
  PRIMARY KEY (name, position)
) STRICT
"""

log = structlog.get_logger(__name__)


class SnapshotFile:
    """Saves and loads snapshots. Anything wrong with the file means: no snapshot."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def save(self, name: str, snapshot: Snapshot, anchor: bytes) -> None:
        """Keep `snapshot`; older ones than the last two go. A failure is logged, not raised."""
        try:
            self._save(name, snapshot, anchor)
        except sqlite3.OperationalError as error:
            log.warning("journal.snapshot_not_saved", snapshot=name, error=str(error))
        except sqlite3.DatabaseError as error:
            log.warning("journal.snapshots_discarded", error=str(error))
            self._discard()
            self._save(name, snapshot, anchor)

    def load(
        self, name: str, last_position: int, anchor_at: Callable[[int], bytes]
    ) -> Snapshot | None:
        """The newest whole one that does not lie beyond `last_position`."""
        if not self._path.exists():
            return None
        query = (
            "SELECT position, data, sum FROM snapshot WHERE name = ? AND position <= ?"
            " ORDER BY position DESC"
        )
        try:
            with self._connection() as connection:
                found = connection.execute(query, (name, last_position)).fetchall()
        except sqlite3.Error as error:
            log.warning("journal.snapshots_unreadable", error=str(error))
            return None
        for position, data, checksum in found:
            if checksum == snapshot_sum(name, position, data, anchor_at(position)):
                return Snapshot(position=position, data=data)
            log.warning("journal.snapshot_damaged", snapshot=name, position=position)
        return None

    def _save(self, name: str, snapshot: Snapshot, anchor: bytes) -> None:
        checksum = snapshot_sum(name, snapshot.position, snapshot.data, anchor)
        with self._connection() as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)",
                (name, snapshot.position, snapshot.data, checksum),
            )
            connection.execute(
                "DELETE FROM snapshot WHERE name = ?1 AND position NOT IN (SELECT position FROM"
                " snapshot WHERE name = ?1 ORDER BY rowid DESC LIMIT ?2)",
                (name, KEPT),
            )

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=5)) as connection:
            connection.execute(_SCHEMA)
            yield connection

    def _discard(self) -> None:
        for suffix in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
