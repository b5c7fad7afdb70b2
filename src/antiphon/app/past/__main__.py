"""The time machine's process: a line with the journal's address, then questions, a line each.

It lives until its input ends, which is when whoever asks is gone.
"""

import asyncio
import os
import sys
from datetime import tzinfo
from zoneinfo import ZoneInfo

import msgspec

from antiphon.app.past.answers import Ask, Told
from antiphon.app.past.asker import Asker
from antiphon.app.past.checkpoint import past_mark
from antiphon.app.past.machine import TimeMachine
from antiphon.app.past.source import Source, open_source
from antiphon.app.past.timeline import PastWorld

# Calls go first.
_NICENESS = 5


async def _serve() -> None:
    asker = Asker()
    source = msgspec.json.decode(await asker.line(), type=Source)
    zone: tzinfo = ZoneInfo(source.timezone)
    world = PastWorld(source.region, zone)
    machine = TimeMachine(open_source(source), world, mark=past_mark(source))
    while True:
        ask = Ask.model_validate_json(await asker.line())
        try:
            told = await machine.answer(ask)
        except Exception as error:
            # The next question may fare better; what failed is for the log of whoever asked.
            sys.stderr.write(f"time machine, {ask.kind}: {type(error).__name__}\n")
            told = Told(number=ask.number, problem="failed")
        sys.stdout.write(told.model_dump_json() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    os.nice(_NICENESS)
    asyncio.run(_serve())
