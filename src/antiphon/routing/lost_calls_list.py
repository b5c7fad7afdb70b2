"""Reading the list of lost calls: filters, pages, and how many are still unhandled."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.kernel.ids import InteractionId, QueueId, TenantId
from antiphon.kernel.instants import micros
from antiphon.routing.lost_calls_projection import GOING_ON, UNHANDLED, lost_calls

CaughtUp = Callable[[], Awaitable[None]]


class LostFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; None narrows nothing. `statuses` are those wanted."""

    statuses: tuple[str, ...] = UNHANDLED
    layer: str | None = None
    queue_id: str | None = None
    agent_id: str | None = None
    lost_from: datetime | None = None
    lost_to: datetime | None = None
    # The queues that the reader is held to.
    queues: frozenset[QueueId] | None = None


class LostCalls:
    """One tenant's lost calls, a moment behind what happens."""

    def __init__(self, engine: AsyncEngine, tenant: TenantId, caught_up: CaughtUp) -> None:
        self._engine = engine
        self._tenant = tenant
        self._caught_up = caught_up

    async def list_newest(
        self, wanted: LostFilter, *, after: str | None, limit: int
    ) -> tuple[Sequence[Row[Any]], str | None]:
        """A page, newest first, and the cursor of the next one. Raises ValueError for a bad one."""
        await self._caught_up()
        query = select(lost_calls).where(*self._conditions(wanted))
        if after is not None:
            at, separator, last_id = after.partition("~")
            if not separator or not (at.isascii() and at.isdigit()) or len(at) > 18:
                raise ValueError(after)
            older = lost_calls.c.lost_at < int(at)
            same = and_(lost_calls.c.lost_at == int(at), lost_calls.c.id < last_id)
            query = query.where(or_(older, same))
        query = query.order_by(lost_calls.c.lost_at.desc(), lost_calls.c.id.desc())
        async with self._engine.connect() as connection:
            found = (await connection.execute(query.limit(limit + 1))).all()
        page = found[:limit]
        following = f"{page[-1].lost_at}~{page[-1].id}" if len(found) > limit else None
        return page, following

    async def find(self, interaction_id: InteractionId) -> Row[Any] | None:
        """One lost call; None for one that was served, goes on, or never was."""
        await self._caught_up()
        query = select(lost_calls).where(
            lost_calls.c.tenant == self._tenant,
            lost_calls.c.id == interaction_id,
            lost_calls.c.status.not_in(GOING_ON),
        )
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).one_or_none()

    async def count_unhandled(self, queues: frozenset[QueueId] | None) -> dict[str, int]:
        """How many are open and how many pending; in these queues, None: in all."""
        query = (
            select(lost_calls.c.status, func.count())
            .where(*self._conditions(LostFilter(queues=queues)))
            .group_by(lost_calls.c.status)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return {str(row[0]): int(row[1]) for row in rows}

    def _conditions(self, wanted: LostFilter) -> list[ColumnElement[bool]]:
        table = lost_calls.c
        conditions = [table.tenant == self._tenant, table.status.in_(wanted.statuses)]
        for column, value in (
            (table.layer, wanted.layer),
            (table.queue_id, wanted.queue_id),
            (table.agent_id, wanted.agent_id),
        ):
            if value is not None:
                conditions.append(column == value)
        if wanted.queues is not None:
            conditions.append(table.queue_id.in_(wanted.queues))
        if wanted.lost_from is not None:
            conditions.append(table.lost_at >= micros(wanted.lost_from))
        if wanted.lost_to is not None:
            conditions.append(table.lost_at < micros(wanted.lost_to))
        return conditions
