"""Replay: hand every recorded event to a function that folds it into a state."""

from collections.abc import Callable

import msgspec

from antiphon.journal.contract import Journal, JournalBroken, Record
from antiphon.kernel.events import Event, decode


async def replay(
    journal: Journal, apply: Callable[[Event, Record], None], *, after: int = 0
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


def decoded(record: Record) -> Event:
    """The record's event in its present shape.

    Raises:
        JournalBroken: its type or version is unknown here, or its data has another shape.
    """
    try:
        return decode(record.type, record.version, record.data)
    except (KeyError, msgspec.MsgspecError) as error:
        raise JournalBroken(
            f"position {record.position} ({record.type} version {record.version}) "
            f"is not understood by this program: {error!r}"
        ) from error
