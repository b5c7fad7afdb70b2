"""The journal's records in one SQLite file: WAL, synchronous=FULL, one process writing.

Beside the file lie `.lock`, held while a writer lives; `.head`, which repeats where the journal
ended at the last commit and so shows a tail that vanished after it had been acknowledged; and
`.reserve`, space for the work in progress when the disk is full.
The WAL is folded into the file here and not by SQLite, which would keep quiet about an fsync that
failed while doing so.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import structlog

from antiphon.journal.checksum import EMPTY, GENESIS, Head, Row, sum_of, verified
from antiphon.journal.contract import JournalBroken, JournalFull
from antiphon.journal.reserve import Reserve

RESERVE_BYTES = 32 * 1024 * 1024
FOLD_AT_PAGES = 2_000
_FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
  position INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  stream TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  data BLOB NOT NULL,
  sum BLOB NOT NULL
) STRICT
"""
_COLUMNS = "position, tenant, stream, type, version, at_us, data, sum"

log = structlog.get_logger(__name__)


class SqliteStore:
    """The writer's side; see `RecordStore`."""

    def __init__(
        self,
        path: Path,
        *,
        reserve_bytes: int = RESERVE_BYTES,
        on_short: Callable[[bool], None] = lambda _is_short: None,
        fold_at_pages: int = FOLD_AT_PAGES,
    ) -> None:
        self._path = path
        self._fold_at_pages = fold_at_pages
        self._reserve = Reserve(Path(f"{path}.reserve"), reserve_bytes, on_short)
        self._pages_in_wal = 0
        self._opened = ExitStack()
        self._connection: sqlite3.Connection
        self._head_file: int

    def open(self) -> Head:
        """Take the lock, make or check the file, and verify its end."""
        with _as_broken(f"{self._path} cannot be opened"):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            self._connection = self._connect()
            head = _verified_head(self._connection)
            self._open_head_file(head)
            self._reserve.set_aside()
            _sync_folder(self._path.parent)
            return head

    def write(self, rows: Sequence[Row]) -> None:
        """One transaction; COMMIT returns after fsync. On a full disk the reserve is used up."""
        try:
            self._commit(rows)
        except sqlite3.OperationalError as error:
            if not _is_disk_full(error):
                raise
            if not self._reserve.give_up():
                raise JournalFull(str(error)) from error
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._commit(rows)
        os.pwrite(self._head_file, _pack_head(Head(rows[-1].position, rows[-1].sum)), 0)
        self._pages_in_wal += 2 + sum(len(row.data) for row in rows) // 2048

    def tidy(self) -> None:
        """Fold a long WAL into the file, and look after the reserve."""
        self._reserve.restore()
        if self._pages_in_wal < self._fold_at_pages:
            return
        self._pages_in_wal = 0
        try:
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.OperationalError as error:
            if not _is_disk_full(error):
                raise
            self._reserve.give_up()

    def _commit(self, rows: Sequence[Row]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO record VALUES (?,?,?,?,?,?,?,?)", rows)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; the last connection folds the WAL into it."""
        self._opened.close()

    def _take_lock(self) -> None:
        lock = self._open_beside(".lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(lock, 20, 0).decode(errors="replace").strip() or "unknown"
            raise JournalBroken(f"{self._path} is being written by process {holder}") from error
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)

    def _open_beside(self, suffix: str) -> int:
        number = os.open(f"{self._path}{suffix}", os.O_RDWR | os.O_CREAT, 0o600)
        self._opened.callback(os.close, number)
        return number

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=5)
        self._opened.enter_context(closing(connection))
        self._path.chmod(0o600)
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        if mode != "wal":
            raise JournalBroken(f"{self._path} cannot use a write-ahead log here (got {mode})")
        for setting in ("synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, _FORMAT):
            raise JournalBroken(f"{self._path} has format {found}; this program writes {_FORMAT}")
        if found == 0:
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA user_version={_FORMAT}")
        return connection

    def _open_head_file(self, head: Head) -> None:
        self._head_file = self._open_beside(".head")
        known = _unpack_head(os.pread(self._head_file, 64, 0))
        if known is None:
            if head.position:
                log.warning("journal.head_file_unusable", path=str(self._path))
            known = EMPTY
        if known.position > head.position:
            raise JournalBroken(
                f"{self._path} ends at position {head.position}, but {known.position} had been "
                f"written: records are lost. After restoring a backup, remove {self._path}.head"
            )
        if known.position and _stored_sum(self._connection, known.position) != known.sum:
            raise JournalBroken(f"position {known.position} is not the record that was written")
        os.pwrite(self._head_file, _pack_head(head), 0)


def read_rows(path: Path, after: Head | int, limit: int) -> list[Row]:
    """Up to `limit` verified rows after a position, on a connection of its own.

    A `Head` continues an earlier read; a bare position looks its checksum up.

    Raises:
        JournalBroken: a record is damaged or missing; the text names its position.
    """
    position = after if isinstance(after, int) else after.position
    query = f"SELECT {_COLUMNS} FROM record WHERE position > ? ORDER BY position LIMIT ?"  # noqa: S608 (constant column list)
    broken = _as_broken(f"reading after position {position} failed")
    with broken, closing(_reading(path)) as connection:
        previous = _stored_sum(connection, position) if isinstance(after, int) else after.sum
        found = connection.execute(query, (position, limit)).fetchall()
    return verified(found, Head(position, previous))


def read_last_position(path: Path) -> int:
    """The position of the newest record, 0 when there is none."""
    with _as_broken("reading the end failed"), closing(_reading(path)) as connection:
        return int(connection.execute("SELECT ifnull(max(position), 0) FROM record").fetchone()[0])


def read_sum(path: Path, position: int) -> bytes:
    """The checksum kept with the record at `position`."""
    with _as_broken(f"reading position {position} failed"), closing(_reading(path)) as connection:
        return _stored_sum(connection, position)


@contextmanager
def _as_broken(what: str) -> Iterator[None]:
    """Damaged files raise nearly anything: values of wrong types, messages that are not text."""
    try:
        yield
    except JournalBroken:
        raise
    except Exception as error:
        raise JournalBroken(f"{what}: {error!r}") from error


def _is_disk_full(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode == sqlite3.SQLITE_FULL


def _verified_head(connection: sqlite3.Connection) -> Head:
    query = f"SELECT {_COLUMNS} FROM record ORDER BY position DESC LIMIT 1"  # noqa: S608 (constant column list)
    found = connection.execute(query).fetchone()
    if found is None:
        return EMPTY
    before = found[0] - 1
    [row] = verified([found], Head(before, _stored_sum(connection, before)))
    return Head(row.position, row.sum)


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)


def _stored_sum(connection: sqlite3.Connection, position: int) -> bytes:
    if position == 0:
        return GENESIS
    found = connection.execute("SELECT sum FROM record WHERE position = ?", (position,)).fetchone()
    if found is None:
        raise JournalBroken(f"position {position} is missing")
    return bytes(found[0])


def _pack_head(head: Head) -> bytes:
    body = head.position.to_bytes(8, "little") + head.sum
    return body + sum_of(body)


def _unpack_head(packed: bytes) -> Head | None:
    body, check = packed[:16], packed[16:]
    if len(packed) != 24 or sum_of(body) != check:
        return None
    return Head(int.from_bytes(body[:8], "little"), body[8:])


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
