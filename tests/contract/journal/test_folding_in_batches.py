"""Projections that fold a batch in memory: the rows are the same, however the journal was cut."""

import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.contract.journal.samples import OTHER_TENANT, TENANT
from tests.support.event_samples import sample

from antiphon.app.projections import make_tables
from antiphon.interactions.contract import (
    InteractionArrived,
    InteractionClosed,
    InteractionConnected,
    InteractionQueued,
    Outcome,
)
from antiphon.interactions.history_projection import InteractionHistory
from antiphon.interactions.history_tables import interactions
from antiphon.journal.contract import Entry, Record
from antiphon.journal.projections import Projection
from antiphon.kernel.events import Event, encode
from antiphon.kernel.ids import TenantId
from antiphon.routing.callbacks import (
    CallBackFinished,
    CallBackMissed,
    CallBackRequested,
    Result,
)
from antiphon.routing.contract import OfferMade
from antiphon.routing.lost_calls import LostCallAssigned, LostCallDismissed, LostCallReopened
from antiphon.routing.lost_calls_projection import LostCallsProjection, lost_calls

pytestmark = pytest.mark.contract

CALLS = [f"call-{number}" for number in range(12)]
NUMBERS = ["+8613900000001", "+8613900000002", ""]
LATER: tuple[type[Event], ...] = (
    InteractionQueued,
    OfferMade,
    InteractionConnected,
    InteractionClosed,
    InteractionClosed,
    CallBackRequested,
    CallBackMissed,
    CallBackFinished,
    LostCallDismissed,
    LostCallReopened,
    LostCallAssigned,
)


def a_history(seed: int) -> list[tuple[TenantId, Event]]:
    """Calls of few customers in two centres: much happens to each, in any order."""
    chance = random.Random(seed)
    happened: list[tuple[TenantId, Event]] = []
    for _ in range(150):
        tenant = chance.choice((TENANT, OTHER_TENANT))
        call = chance.choice(CALLS)
        begun = {
            event.interaction_id
            for its, event in happened
            if its == tenant and isinstance(event, InteractionArrived)
        }
        if call not in begun:
            happened.append((tenant, arrival(call, chance)))
        else:
            happened.append((tenant, later(call, chance)))
    return happened


def arrival(call: str, chance: random.Random) -> Event:
    event = msgspec.structs.replace(
        sample(InteractionArrived),
        interaction_id=call,
        customer_number=chance.choice(NUMBERS),
        call_back_id=chance.choice((None, None, None, "back-1")),
        colleague_id=chance.choice((None, None, None, "agent-2")),
    )
    assert isinstance(event, Event)
    return event


def later(call: str, chance: random.Random) -> Event:
    event = sample(chance.choice(LATER))
    changes: dict[str, Any] = {
        "interaction_id": call,
        "call_back_id": f"back-{chance.randrange(4)}",
        "outcome": chance.choice(list(Outcome)),
        "result": chance.choice(list(Result)),
        "attempt_id": chance.choice(CALLS),
    }
    if isinstance(event, CallBackRequested):
        source = chance.choice((None, call))
        changes["call_back"] = msgspec.structs.replace(event.call_back, source_id=source)
    known = {name: value for name, value in changes.items() if name in event.__struct_fields__}
    changed = msgspec.structs.replace(event, **known)
    assert isinstance(changed, Event)
    return changed


def entries(history: list[tuple[TenantId, Event]]) -> Iterator[Entry]:
    for position, (tenant, event) in enumerate(history, 1):
        yield Entry(
            Record(
                position=position,
                tenant=tenant,
                stream=event.stream(),
                type=event.type,
                version=event.version,
                at=event.at,
                data=encode(event),
            )
        )


async def rows_after(
    database: AsyncEngine, projection: Projection, table: Table, taken: list[Entry], size: int
) -> list[Any]:
    """What the table holds when the journal came in batches of `size`."""
    async with database.begin() as connection:
        await projection.reset(connection)
        for first in range(0, len(taken), size):
            await projection.apply(connection, taken[first : first + size])
    query = select(table).order_by(table.c.tenant, table.c.id)
    async with database.connect() as connection:
        return [tuple(row) for row in await connection.execute(query)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("projection", "table"),
    [(LostCallsProjection(), lost_calls), (InteractionHistory(), interactions)],
)
async def test_rows_do_not_depend_on_how_the_journal_was_cut(
    database: AsyncEngine, projection: Projection, table: Table, seed: int
) -> None:
    await make_tables(database)
    taken = list(entries(a_history(seed)))
    singly = await rows_after(database, projection, table, taken, 1)
    assert singly
    for size in (2, 7, 40, len(taken)):
        assert await rows_after(database, projection, table, taken, size) == singly, size
