"""Opening the SQL database: SQLite by default, PostgreSQL when the address says so."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# An execution option: this transaction will write, so SQLite takes the write lock at its start.
# A transaction that reads first and locks later fails at once when somebody wrote in between.
WRITES = "antiphon_writes"


class DatabaseDamaged(Exception):  # noqa: N818 (it names what is the case)
    """The database cannot be read; the text names it and says why."""


@contextmanager
def telling_damage(url: str) -> Iterator[None]:
    """What SQLite says about a file that is none of its own any more, as `DatabaseDamaged`."""
    try:
        yield
    except DatabaseError as error:
        if not isinstance(error.orig, sqlite3.DatabaseError):
            raise
        name = url.removeprefix("sqlite+aiosqlite:///")
        raise DatabaseDamaged(f"the database {name} cannot be used: {error.orig}") from error


def open_database(url: str) -> AsyncEngine:
    """An engine for `url`, such as `sqlite+aiosqlite:///data.db` or `postgresql+psycopg://...`."""
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)
    engine = create_async_engine(url)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    event.listen(engine.sync_engine.pool, "invalidate", _roll_back)
    return engine


def writing(engine: AsyncEngine) -> AsyncEngine:
    """The same engine, for transactions that write."""
    return engine.execution_options(**{WRITES: True})


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _roll_back(connection: Any, _record: object, _error: object) -> None:
    """Free the database when whoever was writing is cancelled.

    SQLite keeps the transaction of a closed connection, and so its lock, for as long as a cursor
    lives; those of a cancelled task live until the garbage is collected. The rollback goes into the
    connection thread's queue, behind what was cancelled and before the closing.
    """
    driver = connection.driver_connection
    if driver._connection is not None:
        driver._tx.put_nowait((None, driver._connection.rollback))
