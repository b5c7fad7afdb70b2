"""The list of lost calls in SQL, built from the journal: each stays until something was done.

A row begins with the call and goes when it is served. One that ended unserved is `open` until it
is `pending` (somebody is going to be called back) and `done`.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from antiphon.database.migrations import making
from antiphon.interactions.contract import (
    InteractionArrived,
    InteractionClosed,
    InteractionConnected,
    InteractionQueued,
    Outcome,
)
from antiphon.journal.contract import Entry
from antiphon.routing.callbacks import (
    CallBackFinished,
    CallBackMissed,
    CallBackRequested,
    Result,
)
from antiphon.routing.contract import OfferMade
from antiphon.routing.lost_calls import LOST, LostCallAssigned, LostCallDismissed, layer_of

metadata = MetaData()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Instants are microseconds since 1970 in UTC.
lost_calls = Table(
    "lost_calls",
    metadata,
    Column("tenant", String(40), primary_key=True),
    Column("id", String(250), primary_key=True),
    Column("status", String(12), nullable=False),
    Column("arrived_at", BigInteger, nullable=False),
    Column("lost_at", BigInteger, nullable=False, default=0),
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", String(20), nullable=False),
    Column("queue_id", String(64)),
    Column("was_offered", Boolean, nullable=False, default=False),
    Column("layer", String(12)),
    Column("outcome", String(20)),
    Column("cause", String(60)),
    Column("agent_id", String(64)),
    Column("call_back_id", String(250)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("handled", String(20)),
    Column("handled_at", BigInteger),
    Column("handled_by", String(64)),
    Column("handled_reason", Text),
    Index("lost_calls_newest", "tenant", "status", "lost_at", "id"),
    Index("lost_calls_by_number", "tenant", "number", "status"),
    Index("lost_calls_by_call_back", "tenant", "call_back_id"),
)

STEPS = (making(metadata),)
UNHANDLED = ("open", "pending")


def micros(instant: datetime) -> int:
    """An instant as it is stored."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def moment(stored: int) -> datetime:
    """A stored instant."""
    return _EPOCH + timedelta(microseconds=stored)


class LostCallsProjection:
    """Fulfils `journal.projections.Projection`."""

    name = "lost_calls"
    version = 1

    async def reset(self, connection: AsyncConnection) -> None:
        """Empty the table."""
        await connection.execute(delete(lost_calls))

    async def apply(self, connection: AsyncConnection, entries: Sequence[Entry]) -> None:
        """Bring the list up to date with the next entries."""
        for entry in entries:
            act = _ACTS.get(entry.record.type)
            if act is not None:
                await act(_Rows(connection, entry.record.tenant), entry.event)


class _Rows:
    """One tenant's rows."""

    def __init__(self, connection: AsyncConnection, tenant: str) -> None:
        self.connection = connection
        self.tenant = tenant

    async def set(self, *conditions: Any, **values: Any) -> None:
        mine = lost_calls.c.tenant == self.tenant
        await self.connection.execute(update(lost_calls).where(mine, *conditions).values(**values))

    async def remove(self, *conditions: Any) -> None:
        mine = lost_calls.c.tenant == self.tenant
        await self.connection.execute(delete(lost_calls).where(mine, *conditions))


def _is(interaction_id: str) -> Any:
    return lost_calls.c.id == interaction_id


_UNDER_WAY = lost_calls.c.status == "in_progress"


async def _arrived(rows: _Rows, event: InteractionArrived) -> None:
    if event.call_back_id is not None:
        return
    row = {
        "tenant": rows.tenant,
        "id": event.interaction_id,
        "status": "in_progress",
        "arrived_at": micros(event.at),
        "number": event.customer_number.replace("\x00", ""),
        "name": event.customer_name.replace("\x00", ""),
        "language": event.language,
    }
    await rows.connection.execute(insert(lost_calls).values(**row))


async def _queued(rows: _Rows, event: InteractionQueued) -> None:
    await rows.set(_is(event.interaction_id), _UNDER_WAY, queue_id=event.queue_id)


async def _offered(rows: _Rows, event: OfferMade) -> None:
    await rows.set(_is(event.interaction_id), _UNDER_WAY, was_offered=True)


async def _connected(rows: _Rows, event: InteractionConnected) -> None:
    """Served; and with it every call that the same number lost before."""
    table = lost_calls
    query = table.select().where(table.c.tenant == rows.tenant, _is(event.interaction_id))
    row = (await rows.connection.execute(query)).one_or_none()
    if row is None or row.status != "in_progress":
        return
    await rows.remove(_is(event.interaction_id))
    if row.number:
        await rows.set(
            table.c.number == row.number,
            table.c.status.in_(UNHANDLED),
            status="done",
            handled="called_again",
            handled_at=micros(event.at),
            handled_by=event.agent_id,
        )


async def _closed(rows: _Rows, event: InteractionClosed) -> None:
    if event.outcome not in LOST:
        await rows.remove(_is(event.interaction_id), _UNDER_WAY)
        return
    table = lost_calls
    query = table.select().where(table.c.tenant == rows.tenant, _is(event.interaction_id))
    row = (await rows.connection.execute(query)).one_or_none()
    if row is None or row.status != "in_progress":
        return
    layer = layer_of(event, was_queued=row.queue_id is not None, was_offered=row.was_offered)
    await rows.set(
        _is(event.interaction_id),
        status="pending" if event.outcome is Outcome.CALL_BACK else "open",
        lost_at=micros(event.at),
        layer=layer,
        outcome=event.outcome,
        cause=event.reason[:60],
    )


async def _requested(rows: _Rows, event: CallBackRequested) -> None:
    if event.call_back.source_id is not None:
        await rows.set(
            _is(event.call_back.source_id),
            status="pending",
            call_back_id=event.call_back_id,
            agent_id=event.call_back.agent_id,
        )


async def _missed(rows: _Rows, event: CallBackMissed) -> None:
    same = lost_calls.c.call_back_id == event.call_back_id
    await rows.set(same, attempts=lost_calls.c.attempts + 1)


async def _finished(rows: _Rows, event: CallBackFinished) -> None:
    """Reached or back by oneself is done; given up or cancelled must be decided about again."""
    same = lost_calls.c.call_back_id == event.call_back_id
    pending = lost_calls.c.status == "pending"
    if event.result in {Result.REACHED, Result.CALLED_AGAIN}:
        how = "called_back" if event.result is Result.REACHED else "called_again"
        await rows.set(
            same,
            pending,
            status="done",
            handled=how,
            handled_at=micros(event.at),
            handled_by=event.agent_id,
        )
    else:
        await rows.set(same, pending, status="open", handled_reason=event.result)


async def _dismissed(rows: _Rows, event: LostCallDismissed) -> None:
    await rows.set(
        _is(event.interaction_id),
        status="done",
        handled="dismissed",
        handled_at=micros(event.at),
        handled_by=event.by,
        handled_reason=event.reason,
    )


async def _assigned(rows: _Rows, event: LostCallAssigned) -> None:
    await rows.set(_is(event.interaction_id), agent_id=event.agent_id)


_ACTS: dict[str, Callable[[_Rows, Any], Awaitable[None]]] = {
    InteractionArrived.type: _arrived,
    InteractionQueued.type: _queued,
    OfferMade.type: _offered,
    InteractionConnected.type: _connected,
    InteractionClosed.type: _closed,
    CallBackRequested.type: _requested,
    CallBackMissed.type: _missed,
    CallBackFinished.type: _finished,
    LostCallDismissed.type: _dismissed,
    LostCallAssigned.type: _assigned,
}
