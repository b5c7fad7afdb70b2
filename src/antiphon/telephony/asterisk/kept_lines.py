"""Legs over a line that is kept open: each is a pair of halves, and the far one is joined with the
line in a room of their own.

To everybody else the near half is a leg like any other. The far halves and those rooms are told of
to nobody. `_after_end` says what the end of a line, and of a leg on it, brings.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from antiphon.kernel.clock import Clock
from antiphon.kernel.ids import InteractionId, LegId
from antiphon.telephony.asterisk import dialplan
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.ari.messages import Channel, Event, StasisStart
from antiphon.telephony.asterisk.bridges import Bridges
from antiphon.telephony.asterisk.configuration import EngineSettings
from antiphon.telephony.asterisk.legs import LegBook
from antiphon.telephony.asterisk.outgoing import make, over_line
from antiphon.telephony.engine import (
    BridgeId,
    EndCause,
    EngineEvent,
    EngineUnavailable,
    LegEnded,
    RecordingId,
)

_FAR, _ROOM = ".far", ".line"


class KeptLines(ABC):
    """The port's commands about legs over open lines."""

    _settings: EngineSettings
    _clock: Clock
    _book: LegBook
    _bridges: Bridges

    def __init__(self) -> None:
        # Each leg's line, those that were taken, and of these who has been joined with the line.
        self._line_of: dict[LegId, LegId] = {}
        self._taken: set[LegId] = set()
        self._joined: set[LegId] = set()
        self._at_work: set[asyncio.Task[None]] = set()

    @property
    @abstractmethod
    def _connection(self) -> Connection:
        """The way to Asterisk."""

    @abstractmethod
    async def _attempt(self, request: Awaitable[object]) -> bool:
        """Ask; what is gone or done already is no error."""

    @abstractmethod
    async def hang_up(self, leg: LegId, cause: EndCause = EndCause.NORMAL) -> None:
        """End a leg."""

    @abstractmethod
    def _emit(self, events: Iterable[EngineEvent]) -> None:
        """Tell."""

    async def ring_on(
        self,
        leg: LegId,
        *,
        call: InteractionId,
        line: LegId,
        timeout_s: int,
        recording: RecordingId | None,
    ) -> None:
        """Make a leg over an open line."""
        book, now = self._book, self._clock.now()
        if book.find(leg) or book.has_ended(leg):
            return
        known = book.find(line)
        if known is None or not known.is_up:
            book.ring(leg, until=now + timedelta(seconds=timeout_s))
            self._emit(book.end(leg, at=now, cause=EndCause.UNREACHABLE, by_far_end=True))
            return
        self._line_of[leg] = line
        file = self._settings.recordings / recording if recording else None
        new = over_line(line, call, far_half=_far_half(leg), recording=file)
        made = make(self._connection, book, leg, new, caller="", timeout_s=timeout_s, now=now)
        self._emit(await made)
        if leg not in self._taken and leg in self._line_of:
            await self._attempt(self._connection.channels_ring(line))

    async def take(self, leg: LegId) -> None:
        """Answer a leg that rings on a line."""
        if leg not in self._line_of:
            return
        if leg not in self._taken:
            # Now, not when it is answered: one that is begun meanwhile goes on.
            for other in self._legs_on(self._line_of[leg]):
                if other != leg:
                    self._soon(self.hang_up(other))
        self._taken.add(leg)
        # One that has not entered our application yet is answered as soon as it has.
        if await self._attempt(self._connection.channels_answer(_far_half(leg))):
            await self._join(leg)

    def _legs_on(self, line: LegId) -> list[LegId]:
        return [leg for leg, its in self._line_of.items() if its == line]

    async def _join(self, leg: LegId) -> None:
        line = self._line_of.get(leg)
        if line is None or leg in self._joined:
            return
        self._joined.add(leg)
        # Who is joined hears no ringing any more.
        await self._bridges.join(self._connection, _room(leg), [line, _far_half(leg)])

    def _is_far_half(self, event: Event) -> bool:
        """Whether the event is about a far half, which nobody else needs to know of."""
        channel = getattr(event, "channel", None)
        if channel is None or not channel.id.endswith(_FAR):
            return False
        leg = LegId(channel.id.removesuffix(_FAR))
        if isinstance(event, StasisStart) and leg in self._taken:
            self._soon(self.take(leg))
        return True

    def _after_end(self, event: LegEnded) -> None:
        """A line ended, and with it what goes over it; or a leg did, and its line is free."""
        line = self._line_of.pop(event.leg, None)
        if line is not None:
            self._soon(self._let_go(event.leg, line))
            return
        for leg in self._legs_on(event.leg):
            self._soon(self._hang_up(leg))
            ended = self._book.end(leg, at=event.at, cause=event.cause, by_far_end=event.by_far_end)
            self._emit(ended)

    async def _let_go(self, leg: LegId, line: LegId) -> None:
        if leg not in self._taken:
            await self._attempt(self._connection.channels_ring_stop(line))
        self._taken.discard(leg)
        self._joined.discard(leg)
        await self._dissolve(_room(leg))

    async def _hang_up(self, leg: LegId) -> None:
        await self._attempt(self._connection.channels_hangup(leg))

    def _soon(self, act: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._tolerantly(act), name="kept line")
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _tolerantly(self, act: Coroutine[Any, Any, None]) -> None:
        with suppress(EngineUnavailable):  # the next snapshot sees what is left
            await act

    def _known_lines(
        self, channels: Sequence[Channel], bridges: Mapping[BridgeId, frozenset[LegId]]
    ) -> list[Channel]:
        """The channels that others may know of; what a line left behind is removed."""
        there = {LegId(channel.id) for channel in channels}
        known = []
        for channel in channels:
            leg, line = LegId(channel.id), _line_by_name(channel.name)
            if leg.endswith(_FAR):
                continue
            if line is not None and line not in there:
                self._soon(self._hang_up(leg))
                continue
            if line is not None and not self._book.has_ended(leg):
                self._line_of.setdefault(leg, line)
            known.append(channel)
        for room in bridges:
            if is_room_of_line(room) and room.removesuffix(_ROOM) not in there:
                self._soon(self._dissolve(room))
        return known

    async def _dissolve(self, room: BridgeId) -> None:
        await self._attempt(self._connection.bridges_destroy(self._bridges.name_of(room)))


def is_room_of_line(bridge: BridgeId) -> bool:
    """Whether a line and a far half are joined there."""
    return bridge.endswith(_ROOM)


def _far_half(leg: LegId) -> LegId:
    return LegId(f"{leg}{_FAR}")


def _room(leg: LegId) -> BridgeId:
    return BridgeId(f"{leg}{_ROOM}")


def _line_by_name(name: str) -> LegId | None:
    """The line that a channel such as `Local/line-7@antiphon-lines-0000002a;1` goes over."""
    technology, _, rest = name.partition("/")
    line, at, context = rest.rpartition("@")
    is_over = technology == "Local" and at and context.startswith(dialplan.LINES)
    return LegId(line) if is_over else None
