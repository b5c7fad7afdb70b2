"""Today's handling of each queue: how many conversations came to their end, and how long they took.

Handle time is talk, hold, advice and wrap-up of everybody who had a part, as the record counts it.
"""

from datetime import date, datetime, tzinfo

import msgspec

from antiphon.interactions.agent_parts import parts_of
from antiphon.interactions.domain import InteractionBook
from antiphon.interactions.finished import FinishedConversations
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event
from antiphon.kernel.ids import QueueId


class Handled(msgspec.Struct):
    """One queue's conversations of one day."""

    day: date
    count: int = 0
    spent_s: float = 0.0


class HandleTimes:
    """All queues' handling of the present day."""

    def __init__(self, interactions: InteractionBook, zone: tzinfo) -> None:
        self._finished = FinishedConversations(interactions)
        self._zone = zone
        self._handled: dict[QueueId, Handled] = {}

    def of(self, queue_id: QueueId, now: datetime) -> Handled:
        """The handling of the day that `now` lies in."""
        day = self._day(now)
        handled = self._handled.get(queue_id)
        return handled if handled is not None and handled.day == day else Handled(day)

    def apply(self, event: Event) -> None:
        """Fold an event in; the interactions' book has heard of it before."""
        record = self._finished.take(event)
        if record is not None and record.queue_id is not None:
            self._count(record.queue_id, record, event.at)

    def _count(self, queue_id: QueueId, record: Interaction, at: datetime) -> None:
        handled = self.of(queue_id, at)
        self._handled[queue_id] = handled
        handled.count += 1
        for part in parts_of(record):
            spent = part.talk + part.hold + part.aside + part.wrap_up
            handled.spent_s += spent.total_seconds()

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()
