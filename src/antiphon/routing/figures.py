"""Today's counts of each queue, folded from events: offered, answered, abandoned, in target.

A day begins at midnight in `zone`. *Offered* counts entries into the queue, *answered* the first
connection after each, *in target* those within the queue's service level; a short abandon is none.
Who is called back instead of waiting was offered once, when waiting began, and is answered when
called; calls that the centre makes by itself were offered to nobody.
"""

from collections import deque
from datetime import date, datetime, timedelta, tzinfo
from typing import ClassVar

import msgspec

from antiphon.interactions.contract import (
    InteractionArrived,
    InteractionClosed,
    InteractionConnected,
    InteractionDequeued,
    InteractionQueued,
    Outcome,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.events import Event
from antiphon.kernel.ids import CallBackId, InteractionId, QueueId
from antiphon.routing.callbacks import CallBack, CallBackFinished, CallBackRequested, Origin
from antiphon.routing.contract import QueueSaved

# How far back the service level of now looks, and how fine a day is drawn.
RECENT = timedelta(minutes=30)
INTERVAL = timedelta(minutes=15)


class Counts(msgspec.Struct):
    """What was counted of one queue in some time; `wait_s` is that of the answered."""

    offered: int = 0
    answered: int = 0
    answered_in_target: int = 0
    abandoned: int = 0
    wait_s: float = 0.0

    def add(self, other: "Counts") -> None:
        """Count the other's too."""
        self.offered += other.offered
        self.answered += other.answered
        self.answered_in_target += other.answered_in_target
        self.abandoned += other.abandoned
        self.wait_s += other.wait_s


class DayCounts(Counts, kw_only=True):
    """One queue's counts of one day, and of its intervals, by their number from midnight."""

    day: date
    intervals: dict[int, Counts] = {}


class QueueFigures:
    """All queues' counts of the present day."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._counts: dict[QueueId, DayCounts] = {}
        self._targets: dict[QueueId, int] = {}
        self._waiting: dict[InteractionId, tuple[QueueId, datetime]] = {}
        # Who was promised a call instead of waiting, and the attempts to keep that.
        self._promised: dict[CallBackId, tuple[QueueId, datetime]] = {}
        self._attempts: dict[InteractionId, CallBackId] = {}
        # When waits ended of late, and whether with an answer in time.
        self._ends: dict[QueueId, deque[tuple[datetime, bool]]] = {}

    def of(self, queue_id: QueueId, now: datetime) -> DayCounts:
        """The counts of the day that `now` lies in."""
        day = self._day(now)
        counts = self._counts.get(queue_id)
        return counts if counts is not None and counts.day == day else DayCounts(day=day)

    def recent(self, queue_id: QueueId, now: datetime) -> tuple[int, int]:
        """How many waits ended in the last half hour, and how many with an answer in time."""
        ends = [is_met for at, is_met in self._ends.get(queue_id, ()) if at > now - RECENT]
        return len(ends), sum(ends)

    def interval(self, at: datetime) -> int:
        """The number of the interval that an instant lies in, from midnight."""
        local = at.astimezone(self._zone)
        return (local.hour * 60 + local.minute) * 60 // int(INTERVAL.total_seconds())

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _queue_saved(self, event: QueueSaved) -> None:
        self._targets[event.queue.id] = event.queue.service_level_s

    def _arrived(self, event: InteractionArrived) -> None:
        if event.call_back_id is not None:
            self._attempts[event.interaction_id] = event.call_back_id

    def _queued(self, event: InteractionQueued) -> None:
        if not event.is_returning and event.interaction_id not in self._attempts:
            self._waiting[event.interaction_id] = (event.queue_id, event.at)
            self._count(event.queue_id, event.at, Counts(offered=1))

    def _connected(self, event: InteractionConnected) -> None:
        self._answer(event.interaction_id, event.at)

    def _dequeued(self, event: InteractionDequeued) -> None:
        self._waiting.pop(event.interaction_id, None)

    def _closed(self, event: InteractionClosed) -> None:
        self._attempts.pop(event.interaction_id, None)
        entry = self._waiting.pop(event.interaction_id, None)
        if entry is not None and event.outcome is Outcome.ABANDONED:
            self._count(entry[0], event.at, Counts(abandoned=1))
            self._ended(entry[0], event.at, is_met=False)

    def _requested(self, event: CallBackRequested) -> None:
        self._promise(event.call_back, event.at)

    def _finished(self, event: CallBackFinished) -> None:
        self._promised.pop(event.call_back_id, None)

    def _promise(self, call_back: CallBack, at: datetime) -> None:
        if call_back.origin is not Origin.QUEUE:
            return
        entry = (call_back.queue_id, call_back.order_at)
        self._promised[call_back.id] = entry
        if call_back.is_from_flow:
            self._count(call_back.queue_id, at, Counts(offered=1))

    def _answer(self, interaction_id: InteractionId, at: datetime) -> None:
        entry = self._waiting.pop(interaction_id, None)
        call_back_id = self._attempts.get(interaction_id)
        if call_back_id is not None:
            entry = self._promised.pop(call_back_id, None)
        if entry is not None:
            queue_id, since = entry
            wait_s = (at - since).total_seconds()
            is_met = wait_s <= self._targets.get(queue_id, 0)
            counted = Counts(answered=1, answered_in_target=int(is_met), wait_s=wait_s)
            self._count(queue_id, at, counted)
            self._ended(queue_id, at, is_met=is_met)

    def _ended(self, queue_id: QueueId, at: datetime, *, is_met: bool) -> None:
        ends = self._ends.setdefault(queue_id, deque())
        ends.append((at, is_met))
        while ends[0][0] <= at - RECENT:
            ends.popleft()

    def _count(self, queue_id: QueueId, at: datetime, counted: Counts) -> None:
        today = self._today(queue_id, at)
        today.add(counted)
        today.intervals.setdefault(self.interval(at), Counts()).add(counted)

    def _today(self, queue_id: QueueId, at: datetime) -> DayCounts:
        counts = self._counts.get(queue_id)
        day = self._day(at)
        if counts is None or counts.day != day:
            counts = self._counts[queue_id] = DayCounts(day=day)
        return counts

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    _FOLDS: ClassVar[Folds["QueueFigures"]] = ByKind(
        {
            QueueSaved: _queue_saved,
            InteractionArrived: _arrived,
            InteractionQueued: _queued,
            InteractionConnected: _connected,
            InteractionDequeued: _dequeued,
            InteractionClosed: _closed,
            CallBackRequested: _requested,
            CallBackFinished: _finished,
        }
    )
