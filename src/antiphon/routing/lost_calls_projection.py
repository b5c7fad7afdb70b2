"""The list of lost calls in SQL, built from the journal: each stays until something was done.

A row begins with the call and goes when it is served. One that ended unserved is `open` until it
is `pending` (somebody is going to be called back) and `done`; one that the black list refused is
`done` from the beginning.
"""

from collections.abc import Callable, Sequence
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
from antiphon.journal.row_batch import Row, RowBatch
from antiphon.kernel.events import Event
from antiphon.kernel.instants import micros
from antiphon.routing.callbacks import (
    CallBackFinished,
    CallBackMissed,
    CallBackRequested,
    Result,
)
from antiphon.routing.contract import OfferMade
from antiphon.routing.lost_calls import (
    BLACK_LIST,
    LOST,
    LostCallAssigned,
    LostCallDismissed,
    LostCallReopened,
    is_turned_away,
    layer_of,
)

metadata = MetaData()

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
# Calls that go on: of customers, and of agents who call somebody who may have lost one.
GOING_ON = ("in_progress", "placed")


class LostCallsProjection:
    """Fulfils `journal.projections.Projection`."""

    name = "lost_calls"
    version = 2

    async def reset(self, connection: AsyncConnection) -> None:
        """Empty the table."""
        await connection.execute(delete(lost_calls))

    async def apply(self, connection: AsyncConnection, entries: Sequence[Entry]) -> None:
        """Bring the list up to date with the next entries."""
        by_tenant: dict[str, list[Event]] = {}
        for entry in entries:
            if entry.record.type in _ACTS:
                by_tenant.setdefault(entry.record.tenant, []).append(entry.event)
        for tenant, events in by_tenant.items():
            rows = _Rows(tenant)
            await rows.load(connection, events)
            for event in events:
                _ACTS[event.type](rows, event)
            await rows.save(connection)


class _Rows:
    """One tenant's rows, as far as a batch of events may touch them."""

    def __init__(self, tenant: str) -> None:
        self._tenant = tenant
        self._batch = RowBatch(lost_calls)
        self._by_number: dict[str, list[Row]] = {}

    async def load(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        """Read what the events are about, and what callers lost before who are served now."""
        numbers = {
            event.interaction_id: _stored_text(event.customer_number)
            for event in events
            if isinstance(event, InteractionArrived)
        }
        served = {e.interaction_id for e in events if isinstance(e, InteractionConnected)}
        call_backs = {
            event.call_back_id
            for event in events
            if isinstance(event, CallBackMissed | CallBackFinished)
        }
        begun_before = {_call_of(event) for event in events} - numbers.keys() - {None}
        mine = lost_calls.c.tenant == self._tenant
        if begun_before:
            await self._batch.load(connection, mine, lost_calls.c.id.in_(begun_before))
        if call_backs:
            await self._batch.load(connection, mine, lost_calls.c.call_back_id.in_(call_backs))
        numbers |= {row["id"]: row["number"] for row in self._batch.all()}
        if called_again := {numbers[one] for one in served if numbers.get(one)}:
            same = lost_calls.c.number.in_(called_again)
            await self._batch.load(connection, mine, same, lost_calls.c.status.in_(UNHANDLED))
        for row in self._batch.all():
            self._by_number.setdefault(row["number"], []).append(row)

    def begin(self, **values: Any) -> None:
        """A call came in."""
        row = {**_BLANK, "tenant": self._tenant, **values}
        self._batch.put(row)
        self._by_number.setdefault(row["number"], []).append(row)

    def under_way(self, interaction_id: str) -> Row | None:
        """A call that is neither served nor lost yet."""
        row = self._batch.find(self._tenant, interaction_id)
        return row if row is not None and row["status"] == "in_progress" else None

    def placed(self, interaction_id: str) -> Row | None:
        """A call that an agent places."""
        row = self._batch.find(self._tenant, interaction_id)
        return row if row is not None and row["status"] == "placed" else None

    def unhandled_of(self, number: str) -> list[Row]:
        """What a number lost, and nothing was done about."""
        return [row for row in self._by_number.get(number, ()) if row["status"] in UNHANDLED]

    def of_call_back(self, call_back_id: str) -> list[Row]:
        """What a call-back is to make good."""
        return [row for row in self._batch.all() if row["call_back_id"] == call_back_id]

    def set(self, interaction_id: str, **values: Any) -> None:
        """Change a call, if it is in the list."""
        row = self._batch.find(self._tenant, interaction_id)
        if row is not None:
            self.change(row, **values)

    def change(self, row: Row, **values: Any) -> None:
        """Change a row."""
        row.update(values)
        self._batch.put(row)

    def remove(self, row: Row) -> None:
        """A call was served, or was none to be lost."""
        self._batch.remove(row)
        self._by_number[row["number"]].remove(row)

    async def save(self, connection: AsyncConnection) -> None:
        """Write what has changed."""
        await self._batch.save(connection)


# What a row holds that a call begins with.
_BLANK: Row = {column.name: None for column in lost_calls.c} | {
    "lost_at": 0,
    "was_offered": False,
    "attempts": 0,
}


def _stored_text(text: str) -> str:
    # PostgreSQL keeps no NUL in a text.
    return text.replace("\x00", "")


def _call_of(event: Event) -> str | None:
    if isinstance(event, CallBackRequested):
        return event.call_back.source_id
    found: str | None = getattr(event, "interaction_id", None)
    return found


def _arrived(rows: _Rows, event: InteractionArrived) -> None:
    if event.call_back_id is None and event.colleague_id is None:
        rows.begin(
            id=event.interaction_id,
            status="in_progress" if event.placed_by is None else "placed",
            arrived_at=micros(event.at),
            number=_stored_text(event.customer_number),
            name=_stored_text(event.customer_name),
            language=event.language,
        )


def _queued(rows: _Rows, event: InteractionQueued) -> None:
    if row := rows.under_way(event.interaction_id):
        rows.change(row, queue_id=event.queue_id)


def _offered(rows: _Rows, event: OfferMade) -> None:
    if row := rows.under_way(event.interaction_id):
        rows.change(row, was_offered=True)


def _connected(rows: _Rows, event: InteractionConnected) -> None:
    """Served; and with it every call that the same number lost before."""
    placed = rows.placed(event.interaction_id)
    row = placed or rows.under_way(event.interaction_id)
    if row is None:
        return
    rows.remove(row)
    for lost in rows.unhandled_of(row["number"]) if row["number"] else ():
        rows.change(
            lost,
            status="done",
            handled="called_again" if placed is None else "called_back",
            handled_at=micros(event.at),
            handled_by=event.agent_id,
        )


def _closed(rows: _Rows, event: InteractionClosed) -> None:
    if placed := rows.placed(event.interaction_id):
        rows.remove(placed)
        return
    row = rows.under_way(event.interaction_id)
    if row is None:
        return
    if event.outcome not in LOST:
        rows.remove(row)
        return
    rows.change(
        row,
        status="pending" if event.outcome is Outcome.CALL_BACK else "open",
        lost_at=micros(event.at),
        layer=layer_of(
            event, was_queued=row["queue_id"] is not None, was_offered=row["was_offered"]
        ),
        outcome=event.outcome,
        cause=event.reason[:60],
    )
    if is_turned_away(event):
        rows.change(row, status="done", handled=BLACK_LIST, handled_at=micros(event.at))


def _requested(rows: _Rows, event: CallBackRequested) -> None:
    if event.call_back.source_id is not None:
        rows.set(
            event.call_back.source_id,
            status="pending",
            call_back_id=event.call_back_id,
            agent_id=event.call_back.agent_id,
        )


def _missed(rows: _Rows, event: CallBackMissed) -> None:
    for row in rows.of_call_back(event.call_back_id):
        rows.change(row, attempts=row["attempts"] + 1)


def _finished(rows: _Rows, event: CallBackFinished) -> None:
    """Reached or back by oneself is done; given up or cancelled must be decided about again."""
    for row in rows.of_call_back(event.call_back_id):
        if row["status"] != "pending":
            continue
        if event.result in {Result.REACHED, Result.CALLED_AGAIN}:
            rows.change(
                row,
                status="done",
                handled="called_back" if event.result is Result.REACHED else "called_again",
                handled_at=micros(event.at),
                handled_by=event.agent_id,
            )
        else:
            rows.change(row, status="open", handled_reason=event.result)


def _dismissed(rows: _Rows, event: LostCallDismissed) -> None:
    rows.set(
        event.interaction_id,
        status="done",
        handled="dismissed",
        handled_at=micros(event.at),
        handled_by=event.by,
        handled_reason=event.reason,
    )


def _reopened(rows: _Rows, event: LostCallReopened) -> None:
    nothing = dict.fromkeys(("handled", "handled_at", "handled_by", "handled_reason"))
    rows.set(event.interaction_id, status="open", **nothing)


def _assigned(rows: _Rows, event: LostCallAssigned) -> None:
    rows.set(event.interaction_id, agent_id=event.agent_id)


_ACTS: dict[str, Callable[[_Rows, Any], None]] = {
    InteractionArrived.type: _arrived,
    InteractionQueued.type: _queued,
    OfferMade.type: _offered,
    InteractionConnected.type: _connected,
    InteractionClosed.type: _closed,
    CallBackRequested.type: _requested,
    CallBackMissed.type: _missed,
    CallBackFinished.type: _finished,
    LostCallDismissed.type: _dismissed,
    LostCallReopened.type: _reopened,
    LostCallAssigned.type: _assigned,
}
