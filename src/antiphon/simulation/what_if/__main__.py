"""The process of one what-if: a line with the journal, a line with what is asked; it tells how far
it is, a line each, and at last what came out."""

import asyncio
import os
import sys
import zlib

import msgspec

from antiphon.app.centre.world_snapshot import SnapshotUnusable
from antiphon.app.past.asker import Asker
from antiphon.app.past.checkpoint import last_before, past_mark
from antiphon.app.past.source import Source, open_source
from antiphon.journal.contract import JournalReading
from antiphon.simulation.what_if.plan import PlanUnfit
from antiphon.simulation.what_if.study import DayEmpty, Line, Start, Study, study

# Calls go first, and reports too.
_NICENESS = 15


def tell(line: Line) -> None:
    """Write one line."""
    sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
    sys.stdout.flush()


async def start_before(journal: JournalReading, source: Source, asked: Study) -> Start | None:
    """Where the journal need be read from; None for its beginning."""
    frozen = await last_before(journal, asked.begins, past_mark(source))
    try:
        return None if frozen is None else Start(frozen.thaw(), frozen.position)
    except (SnapshotUnusable, zlib.error):
        return None


async def _work() -> None:
    asker = Asker()
    source = msgspec.json.decode(await asker.line(), type=Source)
    asked = msgspec.json.decode(await asker.line(), type=Study)
    journal = open_source(source)
    start = await start_before(journal, source, asked)
    try:
        found = await study(
            journal, asked, lambda share: tell(Line(progress=min(share, 1.0))), start
        )
    except DayEmpty:
        tell(Line(problem="what_if.day_empty"))
    except PlanUnfit:
        tell(Line(problem="what_if.plan_unfit"))
    else:
        tell(Line(findings=found))


if __name__ == "__main__":
    os.nice(_NICENESS)
    asyncio.run(_work())
