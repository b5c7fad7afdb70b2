"""Who changed what: the configuration's changes from the journal, and identity's own trail."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from antiphon.identity.store import AuditEntry, IdentityStore, from_micros, to_micros
from antiphon.journal.contract import Record
from antiphon.kernel.ids import TenantId, UserId

_metadata = MetaData()

_changes = Table(
    "configuration_changes",
    _metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("tenant", String(40), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("user_id", String(40)),
    Column("action", String(60), nullable=False),
    Column("subject", String(250), nullable=False),
    Column("name", Text, nullable=False),
)

_CHANGE = ("_saved", "_removed", ".saved", ".removed")
# What agents write down is saved too, and is no configuration.
_WORK = "interaction/"


def _first_tables(connection: Connection) -> None:
    _metadata.create_all(connection)


STEPS = (_first_tables,)


class ConfigurationChanges:
    """Fulfils `journal.projections.Projection`."""

    name = "configuration_changes"
    version = 2

    async def reset(self, connection: AsyncConnection) -> None:
        """Empty the table."""
        await connection.execute(delete(_changes))

    async def apply(self, connection: AsyncConnection, records: Sequence[Record]) -> None:
        """Bring the table up to date with the next records."""
        rows = [_row(record) for record in records if is_change(record)]
        if rows:
            await connection.execute(insert(_changes), rows)


def is_change(record: Record) -> bool:
    """Whether a record tells of the configuration."""
    return record.type.endswith(_CHANGE) and not record.stream.startswith(_WORK)


class AuditTrails:
    """One tenant's trails, told as one."""

    def __init__(self, engine: AsyncEngine, tenant: TenantId, identity: IdentityStore) -> None:
        self._engine = engine
        self._tenant = tenant
        self._identity = identity

    async def list_newest(self, *, before: datetime | None, limit: int) -> list[AuditEntry]:
        """Entries of both trails, newest first."""
        query = select(_changes).where(_changes.c.tenant == self._tenant)
        if before is not None:
            query = query.where(_changes.c.at < to_micros(before))
        query = query.order_by(_changes.c.at.desc(), _changes.c.position.desc()).limit(limit)
        async with self._engine.connect() as connection:
            changes = [_entry(row) for row in await connection.execute(query)]
        own = await self._identity.list_audit(before=before, limit=limit)
        return _newest([*changes, *own], limit)


def _newest(entries: Iterable[AuditEntry], limit: int) -> list[AuditEntry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def _row(record: Record) -> dict[str, Any]:
    data = msgspec.json.decode(record.data)
    item = next((value for value in data.values() if isinstance(value, dict)), {})
    return {
        "position": record.position,
        "tenant": record.tenant,
        "at": to_micros(record.at),
        "user_id": data.get("by"),
        "action": record.type,
        "subject": record.stream,
        "name": str(item.get("name", "")).replace("\x00", ""),
    }


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        number=row.position,
        at=from_micros(row.at),
        user_id=UserId(row.user_id) if row.user_id else None,
        address="",
        action=row.action,
        subject=row.subject,
        detail={"name": row.name} if row.name else {},
    )
