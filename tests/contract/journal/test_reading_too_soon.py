"""Who asks for an interaction before the history has come to it waits for it, and only then."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.contract.journal.samples import TENANT
from tests.contract.journal.test_folding_in_batches import entries
from tests.support.event_samples import sample

from antiphon.app.projections import make_tables
from antiphon.interactions.contract import InteractionArrived
from antiphon.interactions.history import History
from antiphon.interactions.history_projection import InteractionHistory
from antiphon.kernel.ids import InteractionId

pytestmark = pytest.mark.contract


async def test_one_that_is_not_there_yet_is_waited_for(database: AsyncEngine) -> None:
    await make_tables(database)
    arrived = sample(InteractionArrived)
    missing = list(entries([(TENANT, arrived)]))
    waits: list[int] = []

    async def caught_up() -> None:
        waits.append(len(missing))
        async with database.begin() as connection:
            await InteractionHistory().apply(connection, missing)
        missing.clear()

    history = History(database, TENANT, caught_up=caught_up)
    for _ in range(2):
        found = await history.find(arrived.interaction_id)
        assert found is not None
        assert found.interaction.id == arrived.interaction_id
    assert waits == [1]
    assert await history.find(InteractionId("nobody")) is None
    assert waits == [1, 0]
