"""Builds the history from the journal: the same `Interaction.apply` as in memory, row by row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from antiphon.agents.contract import AgentSaved
from antiphon.interactions.agent_parts import agents_of
from antiphon.interactions.contract import DispositionSaved, InteractionArrived
from antiphon.interactions.history_tables import agents, interactions, names
from antiphon.interactions.record import Interaction, arrived
from antiphon.interactions.segments import SegmentKind
from antiphon.interactions.ticket_numbers import tickets_of
from antiphon.journal.contract import Entry, Record
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId
from antiphon.kernel.instants import micros
from antiphon.recordings.contract import RecordingStored
from antiphon.routing.contract import QueueSaved
from antiphon.telephony.contract import EntryPointSaved

IN_PROGRESS = "in_progress"
_MILLISECOND = timedelta(milliseconds=1)
# The flow's own steps and the phones' are for the record's reader too much detail.
_NOT_TOLD = frozenset(
    {
        "flows.moved",
        "interactions.hold_timed",
        "telephony.agent_rung",
        "telephony.agent_leg_answered",
    }
)
# What is told of an event besides its kind; never what the customer or the agent wrote.
_TOLD = (
    "agent_id",
    "queue_id",
    "reason",
    "rule",
    "outcome",
    "ended_by",
    "result",
    "cause",
    "position",
    "flow_name",
)


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One event of an interaction, for people: `params` holds ids that get names when read."""

    at: datetime
    kind: str
    params: dict[str, Any] = {}


class Kept(msgspec.Struct, kw_only=True):
    """One interaction while events are applied to it."""

    interaction: Interaction
    timeline: list[TimelineEntry] = []
    has_recording: bool = False
    is_new: bool = False
    # Those who stand in the table already.
    agents: set[AgentId] = set()


_encoder = msgspec.json.Encoder()
_record = msgspec.json.Decoder(Interaction)
_timeline = msgspec.json.Decoder(list[TimelineEntry])
Key = tuple[str, str]


class InteractionHistory:
    """Fulfils `journal.projections.Projection`."""

    name = "interactions"
    version = 3

    async def reset(self, connection: AsyncConnection) -> None:
        """Empty the tables."""
        await connection.execute(delete(interactions))
        await connection.execute(delete(agents))
        await connection.execute(delete(names))

    async def apply(self, connection: AsyncConnection, entries: Sequence[Entry]) -> None:
        """Bring the tables up to date with the next entries."""
        events = [(entry.record.tenant, entry.event) for entry in entries if _is_ours(entry.record)]
        await self._name(connection, events)
        kept = await self._load(connection, {key for t, e in events if (key := _key(t, e))})
        for tenant, event in events:
            key = _key(tenant, event)
            if key is not None:
                _fold(kept, key, event)
        await self._save(connection, kept)

    async def _load(self, connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, Kept]:
        by_tenant: dict[str, list[str]] = {}
        for tenant, interaction_id in keys:
            by_tenant.setdefault(tenant, []).append(interaction_id)
        kept: dict[Key, Kept] = {}
        for tenant, ids in by_tenant.items():
            query = select(
                interactions.c.record, interactions.c.timeline, interactions.c.has_recording
            ).where(interactions.c.tenant == tenant, interactions.c.id.in_(ids))
            for row in await connection.execute(query):
                interaction = _record.decode(row.record)
                kept[tenant, interaction.id] = Kept(
                    interaction=interaction,
                    timeline=_timeline.decode(row.timeline),
                    has_recording=row.has_recording,
                    agents=agents_of(interaction),
                )
        return kept

    async def _save(self, connection: AsyncConnection, kept: Mapping[Key, Kept]) -> None:
        new = [_row(tenant, one) for (tenant, _), one in kept.items() if one.is_new]
        changed = [
            {f"b_{name}": value for name, value in _row(tenant, one).items()}
            for (tenant, _), one in kept.items()
            if not one.is_new
        ]
        came = [row for (tenant, _), one in kept.items() for row in _came(tenant, one)]
        if new:
            await connection.execute(insert(interactions), new)
        if came:
            await connection.execute(insert(agents), came)
        if changed:
            columns: dict[str, Any] = {c.name: bindparam(f"b_{c.name}") for c in interactions.c}
            keys = (
                interactions.c.tenant == columns.pop("tenant"),
                interactions.c.id == columns.pop("id"),
            )
            await connection.execute(update(interactions).where(*keys).values(columns), changed)

    async def _name(self, connection: AsyncConnection, events: Iterable[tuple[str, Event]]) -> None:
        latest = {
            (tenant, kind, item_id): name
            for tenant, event in events
            if (named := _named(event)) is not None
            for kind, item_id, name in [named]
        }
        for (tenant, kind, item_id), name in latest.items():
            mine = (names.c.tenant == tenant, names.c.kind == kind, names.c.id == item_id)
            await connection.execute(delete(names).where(*mine))
            row = {"tenant": tenant, "kind": kind, "id": item_id, "name": name}
            await connection.execute(insert(names).values(row))


def _is_ours(record: Record) -> bool:
    return record.stream.startswith("interaction/") or record.type in _NAMING


_NAMING = frozenset({AgentSaved.type, QueueSaved.type, EntryPointSaved.type, DispositionSaved.type})


def _named(event: Event) -> tuple[str, str, str] | None:
    match event:
        case AgentSaved(agent=agent):
            return "agent", agent.id, agent.name
        case QueueSaved(queue=queue):
            return "queue", queue.id, queue.name
        case EntryPointSaved(entry_point=point):
            return "entry_point", point.id, point.name
        case DispositionSaved(disposition=disposition):
            return "disposition", disposition.id, disposition.name
        case _:
            return None


def _key(tenant: str, event: Event) -> Key | None:
    interaction_id: str | None = getattr(event, "interaction_id", None)
    return (tenant, interaction_id) if interaction_id is not None else None


def _fold(kept: dict[Key, Kept], key: Key, event: Event) -> None:
    if isinstance(event, InteractionArrived):
        kept[key] = Kept(interaction=arrived(event), is_new=True)
    one = kept.get(key)
    if one is None:
        return  # a recording of an interaction that was erased
    if isinstance(event, RecordingStored):
        one.has_recording = True
    elif not isinstance(event, InteractionArrived):
        one.interaction.apply(event)
    if is_told(event.type):
        one.timeline.append(told(event))


def is_told(kind: str) -> bool:
    """Whether an event of this type stands in an interaction's timeline."""
    return kind not in _NOT_TOLD


def told(event: Event) -> TimelineEntry:
    """The event as a timeline has it."""
    params = {
        name: msgspec.to_builtins(value)
        for name in _told_of(type(event))
        if (value := getattr(event, name)) is not None
    }
    return TimelineEntry(at=event.at, kind=event.type, params=params)


@cache
def _told_of(kind: type[Event]) -> tuple[str, ...]:
    return tuple(name for name in _TOLD if name in kind.__struct_fields__)


def _row(tenant: str, one: Kept) -> dict[str, Any]:
    it = one.interaction
    now = it.ended_at or it.since or it.arrived_at
    tickets = list(tickets_of(it))
    totals = {
        f"{name}_ms": it.total(kind, now) // _MILLISECOND
        for name, kind in (
            ("wait", SegmentKind.WAITING),
            ("talk", SegmentKind.TALK),
            ("hold", SegmentKind.HOLD),
            ("wrap_up", SegmentKind.WRAP_UP),
        )
    }
    return {
        "tenant": tenant,
        "id": it.id,
        "arrived_at": micros(it.arrived_at),
        "ended_at": micros(it.ended_at) if it.ended_at else None,
        "customer_number": it.customer_number.replace("\x00", ""),
        "queue_id": it.queue_id,
        "agent_id": it.agent_id or it.parts.last_agent(),
        "direction": it.direction,
        "outcome": it.outcome or IN_PROGRESS,
        **totals,
        "has_recording": one.has_recording,
        "search": search_text(it.customer_number, it.customer_name, it.note, *tickets),
        "ticket": tickets[0].casefold() if tickets else None,
        "record": _encoder.encode(it),
        "timeline": _encoder.encode(one.timeline),
    }


def _came(tenant: str, one: Kept) -> list[dict[str, Any]]:
    it = one.interaction
    place = {"tenant": tenant, "arrived_at": micros(it.arrived_at), "id": it.id}
    return [{**place, "agent_id": agent_id} for agent_id in agents_of(it) - one.agents]


def search_text(*parts: str) -> str:
    """What a search looks through: without case, and numbers without what people put in them."""
    number = "".join(c for c in parts[0] if c not in " -()./") if parts else ""
    # PostgreSQL keeps no NUL in a text.
    return "\n".join((number, *parts[1:])).casefold().replace("\x00", "")
