"""The journal as a line in time: checkpoints of the world, and its figures minute by minute.

Events are folded as they are read. Every so often the world is frozen, so that an instant costs
one thaw and the events since; when the frozen ones grow too large, every second is let go. `keep`
gives all of it as bytes, and `revived` takes it up again.
"""

import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple, Self

import msgspec

from antiphon.agents.contract import PresenceChanged
from antiphon.agents.live import AgentLive
from antiphon.app.centre.world import World
from antiphon.app.centre.world_snapshot import pack, unpack
from antiphon.app.views.board import BUSY
from antiphon.interactions.history_projection import is_told
from antiphon.journal.contract import Record
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId
from antiphon.routing.contract import OfferMade

_MOST_BYTES = 64 << 20
_MINUTE_S = 60


class PastWorld(World):
    """The part of the world that the past is asked about."""

    def apply(self, event: Event) -> None:
        """Let agents, interactions and routing fold the event in."""
        self.agents.apply(event)
        self.interactions.apply(event)
        self.routing.apply(event)
        self.figures.apply(event)
        # Nobody waits for deadlines that have passed.
        self.deadlines.changed.clear()


class Frozen(NamedTuple):
    """The world after a record."""

    position: int
    at: float
    data: bytes

    def thaw(self) -> PastWorld:
        """The world, to be folded on."""
        world = unpack(zlib.decompress(self.data))
        assert isinstance(world, PastWorld)  # noqa: S101 (nothing else is frozen)
        return world


class Minute(NamedTuple):
    """The end of a minute, in epoch seconds, and the figures then."""

    at: int
    waiting: int
    ready: int
    busy: int


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    freeze_every: int
    minutes: list[Minute]
    frozen: list[Frozen]
    offers: dict[InteractionId, list[int]]
    told: bytes


class Timeline:
    """What was read of the journal so far. `take` the records in order."""

    def __init__(
        self, world: PastWorld, *, freeze_every: int = 4_000, most_bytes: int = _MOST_BYTES
    ) -> None:
        """A world is frozen after so many records; all of them take at most so many bytes."""
        self.position = 0
        self.minutes: list[Minute] = []
        self.frozen = [Frozen(0, float("-inf"), _ice(world))]
        self._world = world
        self._every = freeze_every
        self._most_bytes = most_bytes
        self._minute = 0
        self._at = 0.0
        self._offers: dict[InteractionId, list[int]] = {}
        self._told = array("q")

    @classmethod
    def revived(cls, data: bytes) -> Self:
        """What `keep` gave, to be read on from there."""
        kept = msgspec.msgpack.decode(data, type=_Kept)
        last = kept.frozen[-1]
        line = cls(last.thaw(), freeze_every=kept.freeze_every)
        line.position, line.frozen, line.minutes = last.position, kept.frozen, kept.minutes
        line._minute = int(last.at) // _MINUTE_S
        line._offers = kept.offers
        line._told.frombytes(kept.told)
        return line

    def keep(self) -> bytes:
        """All that was read so far."""
        if self.frozen[-1].position < self.position:
            self._freeze(self._at)
        kept = _Kept(
            freeze_every=self._every,
            minutes=self.minutes,
            frozen=self.frozen,
            offers=self._offers,
            told=self._told.tobytes(),
        )
        return msgspec.msgpack.encode(kept)

    def take(self, event: Event, record: Record) -> None:
        """Fold the next record in."""
        at = self._at = record.at.timestamp()
        self._close_minutes(int(at) // _MINUTE_S)
        self._world.apply(event)
        self.position = record.position
        if is_told_of(record):
            self._told.append(record.position)
        if isinstance(event, OfferMade):
            self._offers.setdefault(event.interaction_id, []).append(record.position)
        if record.position - self.frozen[-1].position >= self._every:
            self._freeze(at)

    def before_instant(self, at: datetime) -> Frozen:
        """The last frozen world that is not later than `at`."""
        times = [one.at for one in self.frozen]
        return self.frozen[max(0, bisect_right(times, at.timestamp()) - 1)]

    def before_position(self, position: int) -> Frozen:
        """The last frozen world that does not hold the record at `position` yet."""
        positions = [one.position for one in self.frozen]
        return self.frozen[bisect_left(positions, position) - 1]

    def offers_of(self, interaction_id: InteractionId) -> list[int]:
        """The positions at which this interaction was offered."""
        return self._offers.get(interaction_id, [])

    def told_until(self, position: int, count: int) -> list[int]:
        """The positions of the last events that people are told of, up to this one."""
        end = bisect_right(self._told, position)
        return list(self._told[max(0, end - count) : end])

    def points(self, since: datetime, until: datetime) -> list[Minute]:
        """The minutes that end within this time; the last one known is carried on."""
        ends = [minute.at for minute in self.minutes]
        first = bisect_left(ends, int(since.timestamp()))
        return self.minutes[first : bisect_right(ends, int(until.timestamp()))]

    def _close_minutes(self, minute: int) -> None:
        if self._minute and minute > self._minute:
            ready, busy = count_agents(self._world.agents.live.values())
            waiting = len(self._world.routing.waiting)
            for ended in range(self._minute + 1, minute + 1):
                self.minutes.append(Minute(ended * _MINUTE_S, waiting, ready, busy))
        self._minute = max(self._minute, minute)

    def _freeze(self, at: float) -> None:
        self.frozen.append(Frozen(self.position, at, _ice(self._world)))
        if sum(len(one.data) for one in self.frozen) > self._most_bytes:
            del self.frozen[1::2]
            self._every *= 2


def frozen_in(data: bytes) -> list[Frozen]:
    """The frozen worlds in what `keep` gave. Raises msgspec.MsgspecError."""
    return msgspec.msgpack.decode(data, type=_Kept).frozen


def is_told_of(record: Record) -> bool:
    """Whether people are told of an event: what customers went through, what agents chose."""
    if record.stream.startswith("interaction/"):
        return is_told(record.type)
    return record.type == PresenceChanged.type


def _ice(world: PastWorld) -> bytes:
    return zlib.compress(pack(world), 1)


def count_agents(agents: Iterable[AgentLive]) -> tuple[int, int]:
    """How many are free for work, and how many have some."""
    ready = busy = 0
    for live in agents:
        ready += live.is_available
        busy += live.state in BUSY
    return ready, busy


def utc(seconds: int) -> datetime:
    """An instant from epoch seconds."""
    return datetime.fromtimestamp(seconds, UTC)
