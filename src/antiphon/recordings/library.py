"""Which recordings there are: a projection of the journal, and the questions asked of it."""

from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.database.migrations import making
from antiphon.journal.contract import Entry
from antiphon.journal.row_projection import RowProjection
from antiphon.kernel.ids import InteractionId, TenantId
from antiphon.kernel.instants import micros, moment
from antiphon.recordings.contract import Pause, RecordingDeleted, RecordingStored, ShelvedRecording
from antiphon.telephony.engine import RecordingId

_metadata = MetaData()

_recordings = Table(
    "recordings",
    _metadata,
    Column("tenant", String(40), primary_key=True),
    Column("id", String(250), primary_key=True),
    Column("interaction_id", String(250), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("is_repaired", Boolean, nullable=False),
    Column("pauses", LargeBinary, nullable=False),
    Column("missing_s", Float, nullable=False),
    Column("started_at", BigInteger),
)


def _make_anew(connection: Connection) -> None:
    """The table got columns; its rows follow from the journal."""
    _recordings.drop(connection, checkfirst=True)
    _recordings.create(connection)


STEPS = (making(_metadata), _make_anew, _make_anew)


def _row_of(entry: Entry) -> dict[str, Any] | None:
    if entry.record.type != RecordingStored.type:
        return None
    event = entry.event
    assert isinstance(event, RecordingStored)  # noqa: S101 (its type says so)
    return {
        "tenant": entry.record.tenant,
        "id": event.recording_id,
        "interaction_id": event.interaction_id,
        "path": event.path,
        "seconds": event.seconds,
        "is_repaired": event.is_repaired,
        "pauses": msgspec.json.encode(event.pauses),
        "missing_s": event.missing_s,
        "started_at": None if event.started_at is None else micros(event.started_at),
    }


def _end_of(entry: Entry) -> tuple[str, str] | None:
    if entry.record.type != RecordingDeleted.type:
        return None
    event = entry.event
    assert isinstance(event, RecordingDeleted)  # noqa: S101 (its type says so)
    return entry.record.tenant, event.recording_id


def recordings_projection() -> RowProjection:
    """The projection that keeps the table."""
    return RowProjection(_recordings, _row_of, name="recordings", version=3, end_of=_end_of)


class RecordingLibrary:
    """One tenant's recordings."""

    def __init__(self, engine: AsyncEngine, tenant: TenantId) -> None:
        self._engine = engine
        self._tenant = tenant

    async def find(self, recording_id: RecordingId) -> ShelvedRecording | None:
        """The recording of this id."""
        query = select(_recordings).where(
            _recordings.c.tenant == self._tenant, _recordings.c.id == recording_id
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _kept(row) if row else None

    async def list_of(self, interaction_id: InteractionId) -> list[ShelvedRecording]:
        """The recordings of an interaction, in the order in which they began."""
        query = select(_recordings).where(
            _recordings.c.tenant == self._tenant, _recordings.c.interaction_id == interaction_id
        )
        async with self._engine.connect() as connection:
            rows = (
                await connection.execute(query.order_by(_recordings.c.started_at, _recordings.c.id))
            ).all()
        return [_kept(row) for row in rows]


def _kept(row: Row[Any]) -> ShelvedRecording:
    return ShelvedRecording(
        id=RecordingId(row.id),
        interaction_id=InteractionId(row.interaction_id),
        path=row.path,
        seconds=row.seconds,
        is_repaired=row.is_repaired,
        pauses=msgspec.json.decode(row.pauses, type=tuple[Pause, ...]),
        missing_s=row.missing_s,
        started_at=None if row.started_at is None else moment(row.started_at),
    )
