"""What routes read of what is over: the history, its recordings, lost calls, the audit trail."""

import asyncio
import contextlib

from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.app.centre.loop import Centre
from antiphon.app.machine import Machine
from antiphon.app.projections import make_tables
from antiphon.app.web.number_route import KnownNumber, KnownNumbers
from antiphon.app.web.technology_route import Technology
from antiphon.customers.dial_tokens import DialTokens
from antiphon.edge.oversight import Oversight, Owner
from antiphon.edge.parts import Parts
from antiphon.identity.changes import AuditTrails
from antiphon.identity.store import IdentityStore
from antiphon.interactions.agent_parts import agents_of
from antiphon.interactions.history import History
from antiphon.interactions.history_projection import InteractionHistory
from antiphon.journal.progress import ProgressBoard, ProjectionsBehind
from antiphon.kernel.clock import Clock
from antiphon.kernel.ids import InteractionId
from antiphon.recordings.contract import RecordingShelf
from antiphon.recordings.library import RecordingLibrary
from antiphon.recordings.storage import RecordingStore
from antiphon.routing.lost_calls_list import LostCalls
from antiphon.routing.lost_calls_projection import LostCallsProjection

# Reading what oneself just did may wait this long, which is more than what the journal's followers
# pause at most; who waits longer reads what is there.
_CATCH_UP_S = 4.0


async def open_history(
    parts: Parts,
    database: AsyncEngine,
    centre: Centre,
    recordings: RecordingStore,
    board: ProgressBoard,
) -> None:
    """Let routes read the history and play recordings; whoever fills it posts on `board`."""
    await make_tables(database)
    shelf = RecordingLibrary(database, centre.tenant)
    parts.add(RecordingLibrary, shelf)
    parts.add(RecordingShelf, RecordingShelf(shelf.list_of))
    parts.add(RecordingStore, recordings)
    parts.add(Technology, Technology(centre.world, Machine(recordings.folder)))
    parts.add(AuditTrails, AuditTrails(database, centre.tenant, parts.get(IdentityStore)))

    async def caught_up() -> None:
        with contextlib.suppress(TimeoutError, ProjectionsBehind):
            async with asyncio.timeout(_CATCH_UP_S):
                await board.wait_for(centre.position, name=InteractionHistory.name)

    async def lost_calls_caught_up() -> None:
        with contextlib.suppress(TimeoutError, ProjectionsBehind):
            async with asyncio.timeout(_CATCH_UP_S):
                await board.wait_for(centre.position, name=LostCallsProjection.name)

    history = History(database, centre.tenant, caught_up=caught_up)
    parts.add(History, history)

    async def past_owner(interaction_id: InteractionId) -> Owner | None:
        await history.catch_up()
        row = await history.find(interaction_id)
        return None if row is None else Owner(row.interaction.agent_id, row.interaction.queue_id)

    parts.get(Oversight).remember_by(past_owner)
    parts.add(KnownNumbers, _known_numbers(centre, history, parts.get(DialTokens).clock))
    parts.add(LostCalls, LostCalls(database, centre.tenant, lost_calls_caught_up))


def _known_numbers(centre: Centre, history: History, clock: Clock) -> KnownNumbers:
    async def find(interaction_id: InteractionId) -> KnownNumber | None:
        interaction = centre.world.interactions.open.get(interaction_id)
        if interaction is None:
            await history.catch_up()
            row = await history.find(interaction_id)
            interaction = row.interaction if row is not None else None
        if interaction is None:
            return None
        return KnownNumber(
            number=interaction.customer_number,
            name=interaction.customer_name,
            language=interaction.language,
            agents=frozenset(agents_of(interaction)),
            queue_id=interaction.queue_id,
        )

    return KnownNumbers(find, clock)
