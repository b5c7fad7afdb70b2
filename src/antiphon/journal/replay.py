"""Replay: hand every recorded event to a function that folds it into a state."""

from collections.abc import Callable

from antiphon.journal.contract import JournalReading, Record, decoded
from antiphon.kernel.events import Event


async def replay(
    journal: JournalReading, apply: Callable[[Event, Record], None], *, after: int = 0
) -> int:
    """Call `apply` for each record after a position, in order; returns the last position.

    `apply` may not refuse an event: it happened.

    Raises:
        JournalBroken: a record is damaged, or this program cannot understand it.
    """
    position = after
    async for record in journal.read(after=after):
        apply(decoded(record), record)
        position = record.position
    return position
