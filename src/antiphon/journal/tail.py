"""Following the journal: what is new is read once and given to everybody who has come so far."""

import asyncio
import time
from collections.abc import Collection, Sequence
from contextlib import aclosing
from typing import Protocol

from antiphon.journal.contract import Entry, JournalReading
from antiphon.journal.stored import READ_BATCH

# Events come in bursts: they are taken together. What takes long is done less often, so that there
# is more to do at once: rows that change twice meanwhile are written once, and four times as many
# entries at once cost less than half each.
_SHORTEST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 1.5
_PAUSES_TO_WORK = 40


class Follower(Protocol):
    """Somebody who takes the journal's entries in order, at the own pace after a start."""

    async def open(self) -> None:
        """Find out how far one had come."""

    @property
    def positions(self) -> Collection[int]:
        """The positions that one has come to; none when nothing more can be taken."""

    async def take(self, entries: Sequence[Entry]) -> None:
        """The entries that follow one of `positions`; whoever is elsewhere leaves them."""


class Tail:
    """Gives followers what the journal grows by, while `run` runs."""

    def __init__(self, journal: JournalReading, followers: Sequence[Follower]) -> None:
        self._journal = journal
        self._followers = followers
        self._grown = asyncio.Event()
        self._is_open = False

    def notify(self) -> None:
        """The journal has grown."""
        self._grown.set()

    async def open(self) -> None:
        """Find out how far everybody had come, and give them what came since."""
        self._is_open = True
        for follower in self._followers:
            await follower.open()
        await self.catch_up()

    async def run(self) -> None:
        """Follow the journal until cancelled.

        Raises:
            JournalBroken: the journal cannot be read.
        """
        if not self._is_open:
            await self.open()
        while True:
            await self._grown.wait()
            self._grown.clear()
            # What it costs, not how long it lasts: others may be busy on this machine.
            begun = time.process_time()
            await self.catch_up()
            pause_s = _PAUSES_TO_WORK * (time.process_time() - begun)
            await asyncio.sleep(min(max(_SHORTEST_PAUSE_S, pause_s), _LONGEST_PAUSE_S))

    async def catch_up(self) -> None:
        """Give everybody what there is now."""
        while entries := await self._read():
            for follower in self._followers:
                await follower.take(entries)

    async def _read(self) -> list[Entry]:
        """What comes next for whoever is furthest behind, up to where the next one is."""
        places = sorted({place for one in self._followers for place in one.positions})
        if not places:
            return []
        most = min([READ_BATCH, *(place - places[0] for place in places[1:])])
        entries: list[Entry] = []
        async with aclosing(self._journal.read(after=places[0])) as records:
            async for record in records:
                entries.append(Entry(record))
                if len(entries) == most:
                    break
        return entries
