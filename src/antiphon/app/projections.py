"""Every projection there is, and the tables they fill."""

from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.database.migrations import migrate
from antiphon.identity import changes
from antiphon.interactions import history_tables
from antiphon.interactions.history_projection import InteractionHistory
from antiphon.journal.progress import ProgressBoard
from antiphon.journal.projections import Projection
from antiphon.recordings import library
from antiphon.routing import lost_calls_projection
from antiphon.routing.lost_calls_projection import LostCallsProjection


def all_projections() -> tuple[Projection, ...]:
    """One of each."""
    return (
        InteractionHistory(),
        library.recordings_projection(),
        changes.changes_projection(),
        LostCallsProjection(),
    )


def open_board() -> ProgressBoard:
    """Where those who wait for the projections look."""
    return ProgressBoard(projection.name for projection in all_projections())


async def make_tables(database: AsyncEngine) -> None:
    """Bring the tables up to date; whoever reads them needs them before the first row."""
    for context, steps in (
        ("interactions", history_tables.STEPS),
        ("recordings", library.STEPS),
        ("audit", changes.STEPS),
        ("lost_calls", lost_calls_projection.STEPS),
    ):
        await migrate(database, context, steps)
