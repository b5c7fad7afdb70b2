"""The simplest projection: a table of which each row follows from one entry of the journal."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from antiphon.journal.contract import Entry

RowOf = Callable[[Entry], dict[str, Any] | None]


class RowProjection:
    """Fulfils `Projection`. A later row with the same key takes the place of an earlier one."""

    def __init__(self, table: Table, row_of: RowOf, *, name: str, version: int) -> None:
        self.name = name
        self.version = version
        self._table = table
        self._row_of = row_of
        self._key = [column.name for column in table.primary_key]

    async def reset(self, connection: AsyncConnection) -> None:
        """Empty the table."""
        await connection.execute(delete(self._table))

    async def apply(self, connection: AsyncConnection, entries: Sequence[Entry]) -> None:
        """Bring the table up to date with the next entries."""
        latest = {
            tuple(row[name] for name in self._key): row
            for entry in entries
            if (row := self._row_of(entry)) is not None
        }
        if not latest:
            return
        same = (self._table.c[name] == bindparam(f"b_{name}") for name in self._key)
        keys = [{f"b_{name}": row[name] for name in self._key} for row in latest.values()]
        await connection.execute(delete(self._table).where(*same), keys)
        await connection.execute(insert(self._table), list(latest.values()))
