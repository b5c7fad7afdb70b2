"""Telling a waiting customer the place, the wait and a word of comfort, now and then. Pure.

An announcement is due a few seconds after the customer began to wait, then at intervals; none is
made while an offer is out, since it would be heard half.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import ClassVar

from antiphon.interactions.contract import (
    InteractionClosed,
    InteractionDequeued,
    InteractionQueued,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.commands import Command, Deadlines
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId, QueueId
from antiphon.routing.contract import OfferAccepted, QueueSaved
from antiphon.routing.domain import RoutingBook
from antiphon.routing.expected_wait import WaitForecasts
from antiphon.routing.quiet_hours import QuietHours
from antiphon.routing.waiting import WaitingRoom

FIRST = timedelta(seconds=4)


class AnnouncePosition(Command, frozen=True, kw_only=True):
    """It is time to tell this customer the place in the queue."""

    interaction_id: InteractionId


class PositionAnnounced(Event, frozen=True, kw_only=True):
    """The customer was told the place; `number` counts the announcements. None: not this time.

    The wait was told as an interval when it is honest; quiet are the hours of the day from
    `quiet_from` up to `quiet_until`. The next announcement comes after `again_s`.
    """

    type: ClassVar[str] = "routing.position_announced"
    interaction_id: InteractionId
    number: int
    position: int | None
    wait_low_s: int | None = None
    wait_high_s: int | None = None
    quiet_from: int | None = None
    quiet_until: int | None = None
    is_said: bool = True
    again_s: int = 30

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class AnnouncementBook:
    """Who is told the place, and how often it was told."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.told: dict[InteractionId, int] = {}
        self._talkative: set[QueueId] = set()

    def announce(
        self,
        command: AnnouncePosition,
        routing: RoutingBook,
        waits: WaitForecasts,
        quiet_hours: QuietHours,
        now: datetime,
    ) -> Iterable[Event]:
        """Decide what is said now."""
        waiting = routing.waiting.get(command.interaction_id)
        if waiting is None or command.interaction_id not in self.told:
            return
        queue = routing.queues.find(waiting.queue_id)
        room = queue.waiting if queue is not None else WaitingRoom()
        is_said = not routing.offers.of(waiting.id)
        place = routing.position(waiting.id) if is_said else None
        wait = None
        if place is not None and room.announces_wait:
            wait = waits.ask(waiting.queue_id, place - 1, now)
        quiet = None
        if place is not None and room.announces_quiet_hours and self.told[waiting.id] == 1:
            quiet = quiet_hours.ask(waiting.queue_id, now)
        yield PositionAnnounced(
            at=now,
            interaction_id=waiting.id,
            number=self.told[waiting.id] + 1,
            position=place if waiting.announce_position else None,
            wait_low_s=int(wait.low_s) if wait is not None else None,
            wait_high_s=ceil(wait.high_s) if wait is not None else None,
            quiet_from=quiet[0] if quiet is not None else None,
            quiet_until=quiet[1] if quiet is not None else None,
            is_said=is_said,
            again_s=room.announce_every_s,
        )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _queue_saved(self, event: QueueSaved) -> None:
        room = event.queue.waiting
        says = room.announces_wait or room.announces_quiet_hours
        says = bool(says or room.comfort_texts or room.vip_texts)
        (self._talkative.add if says else self._talkative.discard)(event.queue.id)

    def _queued(self, event: InteractionQueued) -> None:
        if event.announce_position or event.queue_id in self._talkative:
            self.told.setdefault(event.interaction_id, 0)
            self._schedule(event.interaction_id, event.at + FIRST)

    def _announced(self, event: PositionAnnounced) -> None:
        self.told[event.interaction_id] = event.number
        self._schedule(event.interaction_id, event.at + timedelta(seconds=event.again_s))

    def _over(self, event: InteractionDequeued | InteractionClosed | OfferAccepted) -> None:
        if self.told.pop(event.interaction_id, None) is not None:
            self._deadlines.clear(f"announce/{event.interaction_id}")

    def _schedule(self, interaction_id: InteractionId, at: datetime) -> None:
        command = AnnouncePosition(interaction_id=interaction_id)
        self._deadlines.set(f"announce/{interaction_id}", at, command)

    _FOLDS: ClassVar[Folds["AnnouncementBook"]] = ByKind(
        {
            QueueSaved: _queue_saved,
            InteractionQueued: _queued,
            PositionAnnounced: _announced,
            InteractionDequeued: _over,
            InteractionClosed: _over,
            OfferAccepted: _over,
        }
    )
