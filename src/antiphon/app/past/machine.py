"""The time machine: reads the journal once, then answers for any instant of it.

What was read is kept as a snapshot of the journal, so that the next process reads on from there.
"""

import zlib
from datetime import datetime

import msgspec
import structlog

from antiphon.app.centre.world_snapshot import SnapshotUnusable
from antiphon.app.past.answers import Ask, Assignments, PastBoard, PastSeries, Point, Told
from antiphon.app.past.assignment import explain_offer
from antiphon.app.past.board import draw
from antiphon.app.past.checkpoint import KEPT
from antiphon.app.past.happened import Recorded
from antiphon.app.past.timeline import Frozen, PastWorld, Timeline, is_told_of, utc
from antiphon.journal.contract import JournalReading, Snapshot, decoded
from antiphon.kernel.ids import InteractionId
from antiphon.routing.contract import OfferMade

_MOST_EVENTS = 40
# Fewer records than this are read again in a second or two.
KEEP_EVERY = 20_000

log = structlog.get_logger(__name__)


class NothingThen(Exception):  # noqa: N818 (it says what was found)
    """The journal has nothing of what was asked for."""


class TimeMachine:
    """Any past instant of one journal."""

    def __init__(
        self,
        journal: JournalReading,
        world: PastWorld,
        *,
        mark: bytes = b"",
        keep_every: int = KEEP_EVERY,
    ) -> None:
        """What was read is kept after so many records.

        `mark` stands for the program and its settings: what others kept is not taken up.
        """
        self._journal, self._mark, self._keep_every = journal, mark, keep_every
        self.timeline = Timeline(world)
        self._kept_until: int | None = None

    async def catch_up(self) -> None:
        """Read what has been written since the last time."""
        if self._kept_until is None:
            await self._take_up()
        async for record in self._journal.read(after=self.timeline.position):
            self.timeline.take(decoded(record), record)
        if self.timeline.position - (self._kept_until or 0) >= self._keep_every:
            await self._keep()

    async def _take_up(self) -> None:
        snapshot = await self._journal.load_snapshot(KEPT)
        size = len(self._mark)
        if snapshot is not None and snapshot.data[:size] == self._mark:
            try:
                self.timeline = Timeline.revived(snapshot.data[size:])
            except (SnapshotUnusable, msgspec.MsgspecError, zlib.error) as error:
                log.warning("time_machine.snapshot_ignored", why=type(error).__name__)
        self._kept_until = self.timeline.position

    async def _keep(self) -> None:
        kept = self._mark + self.timeline.keep()
        self._kept_until = self.timeline.position
        await self._journal.save_snapshot(KEPT, Snapshot(position=self._kept_until, data=kept))

    async def answer(self, ask: Ask) -> Told:
        """Answer a question about the journal as it is now."""
        await self.catch_up()
        if ask.kind == "keep":
            if self.timeline.position > (self._kept_until or 0):
                await self._keep()
            return Told(number=ask.number)
        try:
            answer = await self._answer(ask)
        except NothingThen:
            return Told(number=ask.number, problem="unknown")
        return Told(number=ask.number, answer=answer.model_dump_json())

    async def board(self, at: datetime) -> PastBoard:
        """The centre at this instant."""
        frozen = self.timeline.before_instant(at)
        world, position = await self._fold(frozen, until=at)
        return draw(world, at, position, await self._events_until(position))

    def series(self, since: datetime, until: datetime) -> PastSeries:
        """The centre minute by minute."""
        return PastSeries(
            points=[
                Point(at=utc(one.at), waiting=one.waiting, ready=one.ready, busy=one.busy)
                for one in self.timeline.points(since, until)
            ]
        )

    async def assignments(self, interaction_id: InteractionId) -> Assignments:
        """Each offer of an interaction. Raises NothingThen when it was never offered."""
        positions = self.timeline.offers_of(interaction_id)
        if not positions:
            raise NothingThen(interaction_id)
        found = []
        for position in positions:
            world, offer = await self._just_before(position)
            found.append(explain_offer(world, offer, position))
        return Assignments(assignments=found)

    async def _answer(self, ask: Ask) -> PastBoard | PastSeries | Assignments:
        if ask.kind == "assignments":
            return await self.assignments(InteractionId(ask.interaction_id))
        if ask.kind == "board":
            return await self.board(ask.at)
        return self.series(ask.at, ask.until)

    async def _fold(self, frozen: Frozen, *, until: datetime) -> tuple[PastWorld, int]:
        world, position = frozen.thaw(), frozen.position
        async for record in self._journal.read(after=frozen.position):
            if record.at > until:
                break
            world.apply(decoded(record))
            position = record.position
        return world, position

    async def _events_until(self, position: int) -> list[Recorded]:
        wanted = self.timeline.told_until(position, _MOST_EVENTS)
        if not wanted:
            return []
        found: list[Recorded] = []
        async for record in self._journal.read(after=wanted[0] - 1):
            if record.position > position:
                break
            if is_told_of(record):
                found.append(Recorded(record.position, decoded(record)))
        return found[::-1]

    async def _just_before(self, position: int) -> tuple[PastWorld, OfferMade]:
        frozen = self.timeline.before_position(position)
        world = frozen.thaw()
        async for record in self._journal.read(after=frozen.position):
            event = decoded(record)
            if record.position == position:
                assert isinstance(event, OfferMade)  # noqa: S101 (the timeline saw it)
                return world, event
            world.apply(event)
        raise NothingThen(str(position))
