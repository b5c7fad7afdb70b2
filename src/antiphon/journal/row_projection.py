"""The simplest projection: a table of which each row follows from one entry of the journal, and
may end with another."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from antiphon.journal.contract import Entry

RowOf = Callable[[Entry], dict[str, Any] | None]
# The primary key of a row that ends.
EndOf = Callable[[Entry], tuple[Any, ...] | None]


class RowProjection:
    """Fulfils `Projection`. A later row with the same key takes the place of an earlier one."""

    def __init__(
        self,
        table: Table,
        row_of: RowOf,
        *,
        name: str,
        version: int,
        end_of: EndOf = lambda _entry: None,
    ) -> None:
        self.name = name
        self.version = version
        self._table = table
        self._row_of = row_of
        self._end_of = end_of
        self._key = [column.name for column in table.primary_key]

    async def reset(self, connection: AsyncConnection) -> None:
        """Empty the table."""
        await connection.execute(delete(self._table))

    async def apply(self, connection: AsyncConnection, entries: Sequence[Entry]) -> None:
        """Bring the table up to date with the next entries."""
        latest: dict[tuple[Any, ...], dict[str, Any] | None] = {}
        for entry in entries:
            if (row := self._row_of(entry)) is not None:
                latest[tuple(row[name] for name in self._key)] = row
            elif (key := self._end_of(entry)) is not None:
                latest[key] = None
        if not latest:
            return
        same = (self._table.c[name] == bindparam(f"b_{name}") for name in self._key)
        names = [f"b_{name}" for name in self._key]
        keys = [dict(zip(names, key, strict=True)) for key in latest]
        await connection.execute(delete(self._table).where(*same), keys)
        if rows := [row for row in latest.values() if row is not None]:
            await connection.execute(insert(self._table), rows)
