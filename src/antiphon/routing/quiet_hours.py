"""When a queue is quiet: the hours in which its customers usually wait far less than now. Pure.

Each hour of the day keeps what was waited in it on its latest days, by when the wait began. An hour
without enough days or waits, such as one in which the queue is closed, is not known and never told.
"""

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import ClassVar

import msgspec

from antiphon.interactions.contract import (
    InteractionClosed,
    InteractionConnected,
    InteractionDequeued,
    InteractionEvent,
    InteractionQueued,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId, QueueId
from antiphon.routing.contract import OfferAccepted

# How many days an hour remembers, and from how many days and waits on it is known.
DAYS = 20
FEWEST_DAYS = 5
FEWEST_WAITS = 20
# An hour with shorter waits is no reason to call at another time.
WORTH_S = 60.0
# A quiet hour's wait, as a share of that of the present hour.
LESS = 0.5


class _Day(msgspec.Struct):
    date: date
    waits: int = 0
    seconds: float = 0.0


class QuietHours:
    """What was waited in each hour of the day, by queue."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._days: dict[tuple[QueueId, int], deque[_Day]] = {}
        self._waiting: dict[InteractionId, tuple[QueueId, datetime]] = {}

    def ask(self, queue_id: QueueId, now: datetime) -> tuple[int, int] | None:
        """The longest span of quiet hours, such as (14, 16); None: nothing worth telling."""
        usual = self._usual_wait(queue_id, now.astimezone(self._zone).hour)
        if usual is None or usual < WORTH_S:
            return None
        spans = list(self._quiet_spans(queue_id, usual * LESS))
        return max(spans, key=lambda span: span[1] - span[0]) if spans else None

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _queued(self, event: InteractionQueued) -> None:
        self._ended(event)
        self._waiting[event.interaction_id] = (event.queue_id, event.at)

    def _usual_wait(self, queue_id: QueueId, hour: int) -> float | None:
        days = self._days.get((queue_id, hour), ())
        waits = sum(day.waits for day in days)
        if len(days) < FEWEST_DAYS or waits < FEWEST_WAITS:
            return None
        return sum(day.seconds for day in days) / waits

    def _quiet_spans(self, queue_id: QueueId, most: float) -> Iterator[tuple[int, int]]:
        usual = [self._usual_wait(queue_id, hour) for hour in range(24)]
        is_quiet = [wait is not None and wait <= most for wait in usual]
        for quiet, hours in groupby(range(24), is_quiet.__getitem__):
            if quiet:
                found = list(hours)
                yield found[0], found[-1] + 1

    def _ended(self, event: InteractionEvent | OfferAccepted) -> None:
        at, waited = event.at, self._waiting.pop(event.interaction_id, None)
        if waited is None:
            return
        queue_id, since = waited
        began = since.astimezone(self._zone)
        days = self._days.setdefault((queue_id, began.hour), deque(maxlen=DAYS))
        if not days or days[-1].date < began.date():
            days.append(_Day(began.date()))
        days[-1].waits += 1
        days[-1].seconds += max(0.0, (at - since).total_seconds())

    _FOLDS: ClassVar[Folds["QuietHours"]] = ByKind(
        {
            InteractionQueued: _queued,
            OfferAccepted: _ended,
            InteractionConnected: _ended,
            InteractionDequeued: _ended,
            InteractionClosed: _ended,
        }
    )
