"""The production centre on the simulated engine, in virtual time, with a journal that can kill it.

A crash stops everything between two awaits, as `kill -9` does, either before or after a batch
reached the journal; then the centre is rebuilt from a snapshot and the rest of the journal, and
re-adopts its calls.
"""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

from antiphon.agents.contract import Agent
from antiphon.app.centre.engine.effects import CallEffects
from antiphon.app.centre.engine.switchboard import LineKeeper, Switchboard
from antiphon.app.centre.loop import Centre, Recorded
from antiphon.app.centre.replica import Replica
from antiphon.app.centre.world_snapshot import WorldSnapshots
from antiphon.journal.contract import Entry, decoded
from antiphon.kernel.events import Event
from antiphon.kernel.ids import DEFAULT_TENANT, AgentId, TenantId, TrunkId, VisitId
from antiphon.simulation.invariants import Invariants
from antiphon.simulation.memory_journal import MemoryJournal
from antiphon.simulation.virtual_time import VirtualClock
from antiphon.telephony.contract import TrunkLine
from antiphon.telephony.simulated.engine import SimulatedEngine
from antiphon.telephony.simulated.line import Faults

WRITE_S = 0.001


class MortalJournal(MemoryJournal):
    """Takes a moment to write, and can die while it does."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self._rng = rng
        self.is_doomed = False
        self.died = asyncio.Event()

    async def append(self, tenant: TenantId, events: Sequence[Event]) -> int:
        """Write; or die before or after it."""
        await asyncio.sleep(WRITE_S)
        if self.is_doomed and self._rng.random() < 0.5:
            await self._die()
        last = await super().append(tenant, events)
        if self.is_doomed:
            await self._die()
        await asyncio.sleep(WRITE_S)
        return last

    async def _die(self) -> None:
        self.is_doomed = False
        self.died.set()
        await asyncio.sleep(1e9)


class Silence:
    """Renders every text as the same file."""

    async def render(self, text: str, language: str) -> Path:
        """A file."""
        return Path("silence")


class NoLines:
    """Phones and trunks need no settings here."""

    async def restore(self) -> None:
        """Nothing to tell."""

    async def set_agent(self, agent: Agent) -> None:
        """Nothing to tell."""

    async def remove_agent(self, agent_id: AgentId) -> None:
        """Nothing to tell."""

    async def set_trunk(self, line: TrunkLine) -> None:
        """Nothing to tell."""

    async def remove_trunk(self, trunk_id: TrunkId) -> None:
        """Nothing to tell."""

    async def close_visitor_phone(self, visit_id: VisitId) -> None:
        """Nothing to tell."""


class Plant:
    """Engine and journal that last, and a centre that may be built anew."""

    def __init__(
        self, clock: VirtualClock, rng: random.Random, faults: Faults, invariants: Invariants
    ) -> None:
        self._clock = clock
        self._invariants = invariants
        self.engine = SimulatedEngine(clock, faults=faults, rng=rng)
        self.journal = MortalJournal(rng)
        self._snapshots = WorldSnapshots(self.journal, DEFAULT_TENANT)
        self._replica = Replica(self._snapshots, clock)
        # Who tells the engine its phones and trunks.
        self.lines: LineKeeper = NoLines()
        self.centre: Centre
        self.effects: CallEffects
        self.switchboard: Switchboard
        self._tasks: list[asyncio.Task[None]] = []
        # How long a start takes before the engine is there; the centre decides meanwhile.
        self.engine_after_s = 0.0

    async def start(self) -> None:
        """Build the centre from the journal and connect it."""
        self.journal.died.clear()
        world, position = await self._snapshots.load()
        self.centre = Centre(self.journal, self._clock, DEFAULT_TENANT, world, position)
        await self.centre.restore()
        unheard = self.journal.records[self._invariants.position :]
        self._invariants.listen([Recorded(r.position, decoded(r)) for r in unheard])
        self.effects = CallEffects(self.centre.world, self.engine, Silence())
        self.switchboard = switchboard = Switchboard(
            self.centre, self.engine, self.effects, self.lines
        )
        self.engine.listen(switchboard.hear)
        self.centre.subscribe(switchboard.listen)
        self.centre.subscribe(self._invariants.listen)
        self.centre.subscribe(self.effects.listen)
        self._tasks = [
            asyncio.ensure_future(self.centre.run()),
            asyncio.ensure_future(self.switchboard.run()),
        ]
        await asyncio.sleep(self.engine_after_s)
        await self.engine.start()
        await self.switchboard.is_open.wait()

    async def crash(self) -> None:
        """Die at the next write, and come back."""
        await self.die()
        # A busy engine may not answer at once.
        self.engine.unanswered_looks = len(self.journal.records) % 2
        await self.start()

    async def die(self) -> None:
        """Die at the next write, and stay away."""
        self.journal.is_doomed = True
        await self.journal.died.wait()
        self.engine.disconnect()
        for task in [*self._tasks, *self.effects.lanes.tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, *self.effects.lanes.tasks, return_exceptions=True)
        await self._remember()

    async def _remember(self) -> None:
        """What a worker that was some way behind has kept for this start."""
        unread = self.journal.records[self._replica.position :]
        # A randomness of its own: it changes nothing else of a seed's day.
        count = random.Random(len(self.journal.records)).randint(0, len(unread))  # noqa: S311
        if count:
            await self._replica.take([Entry(record) for record in unread[:count]])
            await self._replica.save()

    @property
    def is_at_rest(self) -> bool:
        """Whether everything that was decided has been done, so that the engine must agree."""
        is_quiet = not self.centre.is_ahead and self.centre.lag_s == 0.0
        return self.switchboard.is_open.is_set() and is_quiet and not self.effects.lanes.tasks

    def check_health(self) -> None:
        """Raise what ended one of the tasks, if one has ended."""
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()
