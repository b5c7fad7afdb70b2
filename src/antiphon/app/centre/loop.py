"""The loop that runs a centre: one task, one inbox, one order.

Commands are taken in batches: decided and applied in memory, their events appended to the journal
in one go, and only when that is on disk are they published, acted on and acknowledged. So nobody
ever hears of something that a crash could undo.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

import structlog

from antiphon.app.centre.step import step
from antiphon.app.centre.world import World
from antiphon.journal.contract import Journal
from antiphon.journal.replay import replay
from antiphon.kernel.clock import Clock
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import TenantId
from antiphon.telephony.engine import ANSWERS_WITHIN_S

log = structlog.get_logger()

E = TypeVar("E", bound=Event)

# A batch bounds how long one journal write and one round of publishing take.
BATCH = 256
# What was decided this long before a death may not have been done outside.
_UNSURE = timedelta(seconds=ANSWERS_WITHIN_S)


class Recorded(NamedTuple):
    """An event that is on disk."""

    position: int
    event: Event


Listener = Callable[[Sequence[Recorded]], None]


class _Request(NamedTuple):
    command: Command
    arrived: float
    answer: "asyncio.Future[None] | None"


class Centre:
    """One tenant's centre. Whoever runs on the event loop's thread may read `world`."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        tenant: TenantId,
        world: World | None = None,
        position: int = 0,
    ) -> None:
        """`world` is what the journal up to `position` makes of an empty one."""
        self.world = world or World()
        self.position = position
        # Whether the world holds something that is not on disk yet.
        self.is_ahead = False
        self.tenant = tenant
        self._journal = journal
        self._clock = clock
        self._inbox: deque[_Request] = deque()
        self._wake = asyncio.Event()
        self._listeners: list[Listener] = []
        self._due: list[tuple[float, str, datetime]] = []
        self._unsure: Sequence[Event] = ()

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with each batch that reached the disk, in order."""
        self._listeners.append(listener)

    async def restore(self) -> int:
        """Bring the world up to the journal's end; returns the number of events that it took."""
        count = 0
        last: deque[Event] = deque()

        def apply(event: Event, position: int) -> None:
            nonlocal count
            self.world.apply(event)
            self.position = position
            count += 1
            last.append(event)
            while last[0].at < event.at - _UNSURE:
                last.popleft()

        await replay(
            self._journal, lambda event, record: apply(event, record.position), after=self.position
        )
        self._unsure = tuple(last)
        self._schedule(self._clock.now())
        return count

    def take_unsure(self, kind: type[E]) -> list[E]:
        """What was decided last before `restore`, once: perhaps it was never done outside."""
        unsure, self._unsure = self._unsure, ()
        return [event for event in unsure if isinstance(event, kind)]

    def now(self) -> datetime:
        """The time here."""
        return self._clock.now()

    @property
    def lag_s(self) -> float:
        """How long the oldest command has been waiting for its turn."""
        return self._clock.monotonic() - self._inbox[0].arrived if self._inbox else 0.0

    async def submit(self, command: Command) -> None:
        """Have a command decided; returns when what follows from it is on disk.

        Raises:
            RuleBroken: the command was refused.
        """
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._put(command, answer)
        await answer

    def tell(self, command: Command) -> None:
        """Have a command decided without waiting for it: for reports of what happened outside."""
        self._put(command, None)

    def _put(self, command: Command, answer: "asyncio.Future[None] | None") -> None:
        self._inbox.append(_Request(command, self._clock.monotonic(), answer))
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled. Ends with JournalBroken when the journal cannot be written."""
        while True:
            await self._wait()
            self._take_due()
            requests = [self._inbox.popleft() for _ in range(min(BATCH, len(self._inbox)))]
            events: list[Event] = []
            answers = [(request, self._decide(request.command, events)) for request in requests]
            if events:
                self.is_ahead = True
                last = await self._journal.append(self.tenant, events)
                self.position, self.is_ahead = last, False
                self._publish(events, last - len(events))
            for request, refusal in answers:
                _answer(request, refusal)

    async def _wait(self) -> None:
        if self._inbox:
            # Let readers and sockets have their turn between batches.
            await asyncio.sleep(0)
            return
        self._wake.clear()
        if not self._due:
            await self._wake.wait()
            return
        delay = max(0.0, self._due[0][0] - self._clock.monotonic())
        alarm = asyncio.get_running_loop().call_later(delay, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            alarm.cancel()

    def _take_due(self) -> None:
        now = self._clock.monotonic()
        while self._due and self._due[0][0] <= now:
            _, key, at = heapq.heappop(self._due)
            deadline = self.world.deadlines.at.get(key)
            if deadline is not None and deadline[0] == at:
                self._put(deadline[1], None)

    def _decide(self, command: Command, events: list[Event]) -> Exception | None:
        now = self._clock.now()
        try:
            events.extend(step(self.world, command, now))
        except RuleBroken as refusal:
            return refusal
        finally:
            self._schedule(now)
        return None

    def _schedule(self, now: datetime) -> None:
        """Turn new deadlines into monotonic ones; those that were cleared are skipped when due."""
        changed = self.world.deadlines.changed
        if not changed:
            return
        base = self._clock.monotonic()
        for key in changed:
            deadline = self.world.deadlines.at.get(key)
            if deadline is not None:
                delay = max(timedelta(), deadline[0] - now)
                heapq.heappush(self._due, (base + delay.total_seconds(), key, deadline[0]))
        changed.clear()

    def _publish(self, events: list[Event], before: int) -> None:
        recorded = [Recorded(before + 1 + index, event) for index, event in enumerate(events)]
        for listener in self._listeners:
            listener(recorded)


def _answer(request: _Request, refusal: Exception | None) -> None:
    if request.answer is None:
        if refusal is not None:
            log.warning("command refused", command=type(request.command).__name__, why=str(refusal))
    elif not request.answer.done():
        if refusal is None:
            request.answer.set_result(None)
        else:
            request.answer.set_exception(refusal)
