"""Which recordings there are: a projection of the journal, and the questions asked of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
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

from antiphon.journal.contract import Record
from antiphon.kernel.events import decode
from antiphon.kernel.ids import InteractionId, TenantId
from antiphon.recordings.contract import RecordingStored, ShelvedRecording
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
)


def _first_tables(connection: Connection) -> None:
    _metadata.create_all(connection)


STEPS = (_first_tables,)


class RecordingsProjection:
    """Fulfils `journal.projections.Projection`."""

    name = "recordings"
    version = 1

    async def reset(self, connection: AsyncConnection) -> None:
        """Empty the table."""
        await connection.execute(delete(_recordings))

    async def apply(self, connection: AsyncConnection, records: Sequence[Record]) -> None:
        """Bring the table up to date with the next records."""
        for record in records:
            if record.type != RecordingStored.type:
                continue
            event = decode(record.type, record.version, record.data)
            assert isinstance(event, RecordingStored)  # noqa: S101 (its type says so)
            mine = (_recordings.c.tenant == record.tenant, _recordings.c.id == event.recording_id)
            await connection.execute(delete(_recordings).where(*mine))
            row = {
                "tenant": record.tenant,
                "id": event.recording_id,
                "interaction_id": event.interaction_id,
                "path": event.path,
                "seconds": event.seconds,
                "is_repaired": event.is_repaired,
            }
            await connection.execute(insert(_recordings).values(row))


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
        """The recordings of an interaction, in order."""
        query = select(_recordings).where(
            _recordings.c.tenant == self._tenant, _recordings.c.interaction_id == interaction_id
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query.order_by(_recordings.c.id))).all()
        return [_kept(row) for row in rows]


def _kept(row: Row[Any]) -> ShelvedRecording:
    return ShelvedRecording(
        id=RecordingId(row.id),
        interaction_id=InteractionId(row.interaction_id),
        path=row.path,
        seconds=row.seconds,
        is_repaired=row.is_repaired,
    )
