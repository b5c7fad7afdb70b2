"""Reading the history: the list with its filters, and one interaction with all that happened."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Table, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.edge.oversight import Limit
from antiphon.interactions.dispositions import PATH_MARK, DispositionTree
from antiphon.interactions.history_projection import TimelineEntry, search_text
from antiphon.interactions.history_tables import agents, interactions, names
from antiphon.interactions.record import Interaction
from antiphon.interactions.segments import InteractionDirection
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, TenantId
from antiphon.kernel.instants import micros

CaughtUp = Callable[[], Awaitable[None]]

_record = msgspec.json.Decoder(Interaction)
_timeline = msgspec.json.Decoder(list[TimelineEntry])


class CursorUnreadable(Exception):  # noqa: N818
    """This is not a cursor that a list gave."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; None narrows nothing. `arrived_to` is not included.

    `agent_id` finds whatever that agent had a part in, passed on since or not.
    """

    text: str | None = None
    queue_id: QueueId | None = None
    agent_id: AgentId | None = None
    outcome: str | None = None
    direction: InteractionDirection | None = None
    # However it is written.
    ticket: str | None = None
    arrived_from: datetime | None = None
    arrived_to: datetime | None = None
    # The teams that the reader is held to.
    limit: Limit | None = None


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """An interaction as lists show it; spans are in milliseconds."""

    interaction: Interaction
    outcome: str
    wait_ms: int
    talk_ms: int
    hold_ms: int
    wrap_up_ms: int
    has_recording: bool
    timeline: Sequence[TimelineEntry] = ()


class Names:
    """The names that rows show, of what is and of what was."""

    def __init__(self, by_key: Mapping[tuple[str, str], str]) -> None:
        self._by_key = by_key

    def of(self, kind: str, item_id: str) -> str:
        """The last name of a thing; its id when it never had one."""
        return self._by_key.get((kind, item_id), item_id)

    def with_paths(self, tree: DispositionTree) -> "Names":
        """The same, with each disposition called by its place in the tree, as agents see it."""
        paths: dict[tuple[str, str], str] = {
            ("disposition", one.id): PATH_MARK.join(tree.path_of(one.id)) for one in tree
        }
        return Names({**self._by_key, **paths})


class History:
    """One tenant's interactions in SQL, a moment behind what happens."""

    def __init__(
        self, engine: AsyncEngine, tenant: TenantId, *, caught_up: CaughtUp | None = None
    ) -> None:
        self._engine = engine
        self._tenant = tenant
        self._caught_up = caught_up

    async def catch_up(self) -> None:
        """Wait, for a moment at most, until what has happened so far can be read."""
        if self._caught_up is not None:
            await self._caught_up()

    async def list_newest(
        self, wanted: Filter, *, cursor: str | None, limit: int
    ) -> tuple[list[HistoryRow], str | None]:
        """A page of rows, newest first, and the cursor of the next page.

        Raises:
            CursorUnreadable: the cursor is not one of ours.
        """
        query = select(*(c for c in interactions.c if c.name != "timeline")).where(
            interactions.c.tenant == self._tenant, *_conditions(wanted)
        )
        newest = interactions
        if wanted.agent_id is not None:
            # In the order of the agent's own, so that a page takes no look at everybody's.
            newest = agents
            query = query.join(
                agents,
                and_(agents.c.tenant == interactions.c.tenant, agents.c.id == interactions.c.id),
            ).where(agents.c.agent_id == wanted.agent_id)
        if cursor is not None:
            query = query.where(_after(newest, cursor))
        query = query.order_by(newest.c.arrived_at.desc(), newest.c.id.desc())
        async with self._engine.connect() as connection:
            found = (await connection.execute(query.limit(limit + 1))).all()
        page = found[:limit]
        has_more = len(found) > limit
        following = f"{page[-1].arrived_at}~{page[-1].id}" if has_more else None
        return [_row(row) for row in page], following

    async def find(self, interaction_id: InteractionId) -> HistoryRow | None:
        """One interaction with its timeline; one that is not there yet is waited for shortly."""
        found = await self._find(interaction_id)
        if found is None:
            await self.catch_up()
            found = await self._find(interaction_id)
        return found

    async def _find(self, interaction_id: InteractionId) -> HistoryRow | None:
        query = select(interactions).where(
            interactions.c.tenant == self._tenant, interactions.c.id == interaction_id
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _row(row, _timeline.decode(row.timeline)) if row else None

    async def read_names(self) -> Names:
        """All names; there are as many as agents, queues and dispositions."""
        query = select(names).where(names.c.tenant == self._tenant)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return Names({(row.kind, row.id): row.name for row in rows})


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text and wanted.text.strip():
        text = wanted.text.strip()
        is_number = all(c.isdigit() or c in "+ -()./" for c in text)
        needle = search_text(text if is_number else "", *([] if is_number else [text])).strip()
        conditions.append(interactions.c.search.contains(needle, autoescape=True))
    if wanted.queue_id is not None:
        conditions.append(interactions.c.queue_id == wanted.queue_id)
    if wanted.outcome is not None:
        conditions.append(interactions.c.outcome == wanted.outcome)
    if wanted.direction is not None:
        conditions.append(interactions.c.direction == wanted.direction)
    if wanted.ticket and wanted.ticket.strip():
        conditions.append(interactions.c.ticket == wanted.ticket.strip().casefold())
    if wanted.arrived_from is not None:
        conditions.append(interactions.c.arrived_at >= micros(wanted.arrived_from))
    if wanted.arrived_to is not None:
        conditions.append(interactions.c.arrived_at < micros(wanted.arrived_to))
    if wanted.limit is not None:
        # The same rule as `Limit.holds`.
        theirs = interactions.c.agent_id.in_(wanted.limit.agents)
        nobodys = interactions.c.agent_id.is_(None)
        waited = interactions.c.queue_id.in_(wanted.limit.queues)
        conditions.append(or_(theirs, and_(nobodys, waited)))
    return conditions


def _after(newest: Table, cursor: str) -> ColumnElement[bool]:
    at, separator, last_id = cursor.partition("~")
    if not separator or not (at.isascii() and at.isdigit()) or len(at) > 18 or "\x00" in last_id:
        raise CursorUnreadable(cursor)
    return or_(
        newest.c.arrived_at < int(at),
        and_(newest.c.arrived_at == int(at), newest.c.id < last_id),
    )


def _row(row: Row[Any], timeline: Sequence[TimelineEntry] = ()) -> HistoryRow:
    return HistoryRow(
        interaction=_record.decode(row.record),
        outcome=row.outcome,
        wait_ms=row.wait_ms,
        talk_ms=row.talk_ms,
        hold_ms=row.hold_ms,
        wrap_up_ms=row.wrap_up_ms,
        has_recording=row.has_recording,
        timeline=timeline,
    )
