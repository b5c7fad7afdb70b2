"""Today's counts of each queue, folded from events: offered, answered, abandoned, in target.

A day begins at midnight in `zone`. *Offered* counts entries into the queue, *answered* the first
connection after each, *in target* those within the queue's service level; a short abandon is none.
Who is called back instead of waiting was offered once, when waiting began, and is answered when
called; calls that the centre makes by itself were offered to nobody.
"""

from datetime import date, datetime, tzinfo

import msgspec

from antiphon.interactions.contract import (
    InteractionArrived,
    InteractionClosed,
    InteractionConnected,
    InteractionDequeued,
    InteractionQueued,
    Outcome,
)
from antiphon.kernel.events import Event
from antiphon.kernel.ids import CallBackId, InteractionId, QueueId
from antiphon.routing.callbacks import CallBack, CallBackFinished, CallBackRequested, Origin
from antiphon.routing.contract import QueueSaved


class DayCounts(msgspec.Struct):
    """One queue's counts of one day."""

    day: date
    offered: int = 0
    answered: int = 0
    answered_in_target: int = 0
    abandoned: int = 0


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

    def of(self, queue_id: QueueId, now: datetime) -> DayCounts:
        """The counts of the day that `now` lies in."""
        day = self._day(now)
        counts = self._counts.get(queue_id)
        return counts if counts is not None and counts.day == day else DayCounts(day=day)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case QueueSaved(queue=queue):
                self._targets[queue.id] = queue.service_level_s
            case InteractionArrived(call_back_id=call_back_id) if call_back_id is not None:
                self._attempts[event.interaction_id] = call_back_id
            case CallBackRequested(call_back=call_back):
                self._promise(call_back, event.at)
            case CallBackFinished(call_back_id=call_back_id):
                self._promised.pop(call_back_id, None)
            case _:
                self._apply_wait(event)

    def _apply_wait(self, event: Event) -> None:
        match event:
            case InteractionQueued(interaction_id=interaction_id, queue_id=queue_id):
                if not event.is_returning and interaction_id not in self._attempts:
                    self._waiting[interaction_id] = (queue_id, event.at)
                    self._today(queue_id, event.at).offered += 1
            case InteractionConnected(interaction_id=interaction_id):
                self._answer(interaction_id, event.at)
            case InteractionDequeued(interaction_id=interaction_id):
                self._waiting.pop(interaction_id, None)
            case InteractionClosed(interaction_id=interaction_id):
                self._attempts.pop(interaction_id, None)
                entry = self._waiting.pop(interaction_id, None)
                if entry is not None and event.outcome is Outcome.ABANDONED:
                    self._today(entry[0], event.at).abandoned += 1
            case _:
                pass

    def _promise(self, call_back: CallBack, at: datetime) -> None:
        if call_back.origin is not Origin.QUEUE:
            return
        entry = (call_back.queue_id, call_back.order_at)
        self._promised[call_back.id] = entry
        if call_back.is_from_flow:
            self._today(call_back.queue_id, at).offered += 1

    def _answer(self, interaction_id: InteractionId, at: datetime) -> None:
        entry = self._waiting.pop(interaction_id, None)
        call_back_id = self._attempts.get(interaction_id)
        if call_back_id is not None:
            entry = self._promised.pop(call_back_id, None)
        if entry is not None:
            queue_id, since = entry
            counts = self._today(queue_id, at)
            counts.answered += 1
            if (at - since).total_seconds() <= self._targets.get(queue_id, 0):
                counts.answered_in_target += 1

    def _today(self, queue_id: QueueId, at: datetime) -> DayCounts:
        counts = self._counts.get(queue_id)
        day = self._day(at)
        if counts is None or counts.day != day:
            counts = self._counts[queue_id] = DayCounts(day=day)
        return counts

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()
