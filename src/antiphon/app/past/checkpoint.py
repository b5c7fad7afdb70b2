"""Where reading of the past may begin: the last world that the time machine kept before a time."""

from datetime import datetime

import msgspec
import structlog

from antiphon.app.centre.world_snapshot import mark_of
from antiphon.app.past.source import Source
from antiphon.app.past.timeline import Frozen, frozen_in
from antiphon.journal.contract import JournalReading

# The name of what the time machine keeps.
KEPT = "past"

log = structlog.get_logger(__name__)


def past_mark(source: Source) -> bytes:
    """The mark of what this program keeps of that journal."""
    return mark_of("past", source.region, source.timezone)


async def last_before(journal: JournalReading, at: datetime, mark: bytes) -> Frozen | None:
    """The last world kept that holds nothing of `at` or later; None when there is none.

    `mark` stands for the program and its settings: what others kept is not taken up.
    """
    snapshot = await journal.load_snapshot(KEPT)
    if snapshot is None or snapshot.data[: len(mark)] != mark:
        return None
    try:
        known = frozen_in(snapshot.data[len(mark) :])
    except msgspec.MsgspecError as error:
        log.warning("past.snapshot_ignored", why=type(error).__name__)
        return None
    earlier = [one for one in known if one.at < at.timestamp()]
    return max(earlier, key=lambda one: one.position, default=None)
