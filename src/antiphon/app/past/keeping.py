"""The time machine's reading is kept up while nobody asks, so that a question waits for little.

The worker has it read on in the time machine's own process, which ends again: what it holds in
memory is needed for a moment only.
"""

import asyncio
from contextlib import suppress

from antiphon.app.past.answers import Ask
from antiphon.app.past.machine import KEEP_EVERY
from antiphon.app.past.process import Past, PastFailed, StillReading
from antiphon.app.past.source import Source

_KEEP = Ask(number=0, kind="keep")


class PastKeeper:
    """Has what the journal grew by read and kept, while `run` runs."""

    def __init__(self, source: Source, *, keep_every: int = KEEP_EVERY) -> None:
        self._source = source
        self._keep_every = keep_every
        self._next = keep_every
        self._due = asyncio.Event()

    def grown(self, position: int) -> None:
        """The journal reaches up to `position`."""
        if position >= self._next:
            self._next = position + self._keep_every
            self._due.set()

    async def run(self) -> None:
        """Have it read on whenever there is enough, until cancelled."""
        while True:
            await self._due.wait()
            self._due.clear()
            past = Past(self._source)
            try:
                await _ask(past)
            finally:
                await past.close()


async def _ask(past: Past) -> None:
    # A failure is in the log; with the next records it is tried again.
    with suppress(PastFailed):
        while True:
            with suppress(StillReading):
                await past.ask(_KEEP)
                return
