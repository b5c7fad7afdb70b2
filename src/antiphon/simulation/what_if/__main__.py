"""The process of one what-if: a line with the journal, a line with what is asked; it tells how far
it is, a line each, and at last what came out."""

import asyncio
import os
import sys

import msgspec

from antiphon.app.past.asker import Asker
from antiphon.app.past.source import Source, open_source
from antiphon.simulation.what_if.plan import PlanUnfit
from antiphon.simulation.what_if.study import DayEmpty, Line, Study, study

# Calls go first, and reports too.
_NICENESS = 15


def tell(line: Line) -> None:
    """Write one line."""
    sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
    sys.stdout.flush()


async def _work() -> None:
    asker = Asker()
    source = msgspec.json.decode(await asker.line(), type=Source)
    asked = msgspec.json.decode(await asker.line(), type=Study)
    try:
        found = await study(
            open_source(source), asked, lambda share: tell(Line(progress=min(share, 1.0)))
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
