"""Who changed what: the configuration's changes from the journal, and identity's own trail."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, MetaData, Row, String, Table, Text, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.database.migrations import making
from antiphon.identity.store import AuditEntry, AuditFilter, IdentityStore
from antiphon.journal.contract import Entry, Record
from antiphon.journal.row_projection import RowProjection
from antiphon.kernel.ids import TenantId, UserId
from antiphon.kernel.instants import micros, moment

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

_CHANGE = ("_saved", "_removed", "_released", ".saved", ".removed")
# What agents write down is saved too, and is no configuration.
_WORK = "interaction/"
# What supervisors do on the floor is told with it, but for what is no act upon somebody.
_FLOOR = "supervision."
_TALK = frozenset(
    {"supervision.messages_read", "supervision.hand_raised", "supervision.notice_read"}
)

STEPS = (making(_metadata),)


def changes_projection() -> RowProjection:
    """The projection that keeps the table."""
    return RowProjection(_changes, _row_of, name="configuration_changes", version=4)


def is_change(record: Record) -> bool:
    """Whether a record tells of the configuration, or of a supervisor's act."""
    if record.type.startswith(_FLOOR):
        return record.type not in _TALK
    if record.type in _MONITORING:
        return True
    return record.type.endswith(_CHANGE) and not record.stream.startswith(_WORK)


_MONITORING = (
    "telephony.monitor_rung",
    "telephony.monitor_mode_set",
    "telephony.monitor_ended",
)


class AuditTopic(StrEnum):
    """What entries of the trails are about."""

    CONFIGURATION = "configuration"
    USERS = "users"
    SIGN_INS = "sign_ins"
    RECORDINGS = "recordings"
    PHONE_SECRETS = "phone_secrets"
    SUPERVISION = "supervision"
    NUMBERS = "numbers"


_PREFIX = {
    AuditTopic.USERS: "user.",
    AuditTopic.SIGN_INS: "session.",
    AuditTopic.RECORDINGS: "recordings.",
    AuditTopic.PHONE_SECRETS: "agents.phone_secret",
    AuditTopic.NUMBERS: "customers.number",
}


# These are told from the journal, the others by identity itself.
_OF_JOURNAL = frozenset({AuditTopic.CONFIGURATION, AuditTopic.SUPERVISION})


class AuditTrails:
    """One tenant's trails, told as one."""

    def __init__(self, engine: AsyncEngine, tenant: TenantId, identity: IdentityStore) -> None:
        self._engine = engine
        self._tenant = tenant
        self._identity = identity

    async def list_newest(
        self,
        *,
        before: datetime | None,
        limit: int,
        topic: AuditTopic | None = None,
        wanted: AuditFilter | None = None,
    ) -> list[AuditEntry]:
        """Entries of both trails, newest first."""
        wanted = wanted or AuditFilter()
        found: list[AuditEntry] = []
        if topic in {None, *_OF_JOURNAL}:
            found += await self._list_changes(before, limit, wanted, topic)
        if topic not in _OF_JOURNAL:
            narrowed = msgspec.structs.replace(wanted, prefix=_PREFIX[topic] if topic else "")
            found += await self._identity.list_audit(before=before, limit=limit, wanted=narrowed)
        return _newest(found, limit)

    async def _list_changes(
        self,
        before: datetime | None,
        limit: int,
        wanted: AuditFilter,
        topic: AuditTopic | None,
    ) -> list[AuditEntry]:
        query = select(_changes).where(_changes.c.tenant == self._tenant)
        if topic is not None:
            is_of_floor = or_(
                _changes.c.action.startswith(_FLOOR, autoescape=True),
                _changes.c.action.in_(_MONITORING),
            )
            query = query.where(is_of_floor if topic is AuditTopic.SUPERVISION else ~is_of_floor)
        query = query.where(*wanted.conditions(_changes))
        if before is not None:
            query = query.where(_changes.c.at < micros(before))
        query = query.order_by(_changes.c.at.desc(), _changes.c.position.desc()).limit(limit)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
            nameless = {row.subject for row in rows if not row.name}
            # What is removed is told by its id alone; its last name stands where it was saved.
            known = (
                select(_changes.c.subject, _changes.c.name)
                .where(_changes.c.tenant == self._tenant, _changes.c.subject.in_(nameless))
                .where(_changes.c.name != "")
                .order_by(_changes.c.position)
            )
            saved = await connection.execute(known) if nameless else ()
            names = {row.subject: row.name for row in saved}
        return [_entry(row, names) for row in rows]


def _newest(entries: Iterable[AuditEntry], limit: int) -> list[AuditEntry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def _row_of(entry: Entry) -> dict[str, Any] | None:
    record = entry.record
    if not is_change(record):
        return None
    # Of every context's events, also those that this one knows nothing of.
    data = msgspec.json.decode(record.data)
    item = next((value for value in data.values() if isinstance(value, dict)), {})
    return {
        "position": record.position,
        "tenant": record.tenant,
        "at": micros(record.at),
        "user_id": data.get("by"),
        "action": record.type,
        "subject": record.stream,
        "name": str(data.get("name") or item.get("name", "")).replace("\x00", ""),
    }


def _entry(row: Row[Any], names: Mapping[str, str]) -> AuditEntry:
    name = row.name or names.get(row.subject)
    return AuditEntry(
        number=row.position,
        at=moment(row.at),
        user_id=UserId(row.user_id) if row.user_id else None,
        address="",
        action=row.action,
        subject=row.subject,
        detail={"name": name} if name else {},
    )
