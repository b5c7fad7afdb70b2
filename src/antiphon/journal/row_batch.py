"""The rows of one table that a batch of the journal's entries touches, held in memory meanwhile.

What a batch does to a row is written once, however many of its events it took; a row that begins
and goes within one batch is never written.
"""

from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Table, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

Key: TypeAlias = tuple[Any, ...]
Row: TypeAlias = dict[str, Any]


class RowBatch:
    """Rows by primary key; every row holds all columns of the table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._key = [column.name for column in table.primary_key]
        self._rows: dict[Key, Row] = {}
        self._stored: set[Key] = set()
        self._changed: set[Key] = set()

    async def load(self, connection: AsyncConnection, *conditions: ColumnElement[bool]) -> None:
        """Read rows; one that is held already stays as it is."""
        for found in await connection.execute(select(self._table).where(*conditions)):
            row = dict(found._mapping)
            key = self._key_of(row)
            if key not in self._stored:
                self._stored.add(key)
                self._rows[key] = row

    def find(self, *key: Any) -> Row | None:
        """A row that was loaded or put."""
        return self._rows.get(key)

    def all(self) -> list[Row]:
        """Every row that is held."""
        return list(self._rows.values())

    def put(self, row: Row) -> None:
        """A row begins, or is another one from now on."""
        key = self._key_of(row)
        self._rows[key] = row
        self._changed.add(key)

    def remove(self, row: Row) -> None:
        """A row goes."""
        key = self._key_of(row)
        del self._rows[key]
        self._changed.add(key)

    async def save(self, connection: AsyncConnection) -> None:
        """Write what has changed, each kind of change with one statement."""
        left = self._changed & self._rows.keys()
        gone = (self._changed - left) & self._stored
        if stale := [self._bound(dict(zip(self._key, key, strict=True))) for key in gone]:
            await connection.execute(delete(self._table).where(*self._same()), stale)
        if new := [self._rows[key] for key in left - self._stored]:
            await connection.execute(insert(self._table), new)
        if changed := [self._bound(self._rows[key]) for key in left & self._stored]:
            values: dict[str, Any] = {
                column.name: bindparam(f"b_{column.name}")
                for column in self._table.c
                if not column.primary_key
            }
            statement = update(self._table).where(*self._same()).values(values)
            await connection.execute(statement, changed)

    def _key_of(self, row: Row) -> Key:
        return tuple(row[name] for name in self._key)

    def _same(self) -> list[ColumnElement[bool]]:
        return [self._table.c[name] == bindparam(f"b_{name}") for name in self._key]

    def _bound(self, row: Row) -> Row:
        return {f"b_{name}": value for name, value in row.items()}
