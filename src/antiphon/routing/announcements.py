"""Telling a waiting customer the place in the queue, every now and then. Pure.

An announcement is due a few seconds after the customer began to wait, then at intervals; none is
made while an offer is out, since it would be heard half.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from antiphon.interactions.contract import (
    InteractionClosed,
    InteractionDequeued,
    InteractionQueued,
)
from antiphon.kernel.commands import Command, Deadlines
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId
from antiphon.routing.contract import OfferAccepted
from antiphon.routing.domain import RoutingBook

FIRST = timedelta(seconds=4)
INTERVAL = timedelta(seconds=30)

POSITION_TEXT = {
    "en": "Thank you for waiting. You are number {position} in line.",
    "zh-Hans": "感谢您的等候。您现在排在第 {position} 位。",
    "zh-Hant": "感謝您的等候。您現在排在第 {position} 位。",
    "yue": "多謝您嘅等候。您而家排喺第 {position} 位。",
}

CALL_BACK_TEXT = {
    "en": "You keep your place in line. We will call you back on this number. Goodbye.",
    "zh-Hans": "您的排队位置已保留，轮到您时我们会回拨此号码。再见。",
    "zh-Hant": "您的排隊位置已保留，輪到您時我們會回撥此號碼。再見。",
    "yue": "您嘅排隊位置已經保留，輪到您時我哋會打返呢個號碼。再見。",
}


class AnnouncePosition(Command, frozen=True, kw_only=True):
    """It is time to tell this customer the place in the queue."""

    interaction_id: InteractionId


class PositionAnnounced(Event, frozen=True, kw_only=True):
    """The customer was told the place; `number` counts the announcements. None: not this time."""

    type: ClassVar[str] = "routing.position_announced"
    interaction_id: InteractionId
    number: int
    position: int | None

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class AnnouncementBook:
    """Who is told the place, and how often it was told."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.told: dict[InteractionId, int] = {}

    def announce(
        self, command: AnnouncePosition, routing: RoutingBook, now: datetime
    ) -> Iterable[Event]:
        """Decide what is said now."""
        waiting = routing.waiting.get(command.interaction_id)
        if waiting is None or command.interaction_id not in self.told:
            return
        position = routing.position(waiting.id) if waiting.offer_id is None else None
        yield PositionAnnounced(
            at=now,
            interaction_id=waiting.id,
            number=self.told[waiting.id] + 1,
            position=position,
        )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case InteractionQueued() if event.announce_position:
                self.told.setdefault(event.interaction_id, 0)
                self._schedule(event.interaction_id, event.at + FIRST)
            case PositionAnnounced():
                self.told[event.interaction_id] = event.number
                self._schedule(event.interaction_id, event.at + INTERVAL)
            case InteractionDequeued() | InteractionClosed() | OfferAccepted():
                if self.told.pop(event.interaction_id, None) is not None:
                    self._deadlines.clear(f"announce/{event.interaction_id}")
            case _:
                pass

    def _schedule(self, interaction_id: InteractionId, at: datetime) -> None:
        command = AnnouncePosition(interaction_id=interaction_id)
        self._deadlines.set(f"announce/{interaction_id}", at, command)
