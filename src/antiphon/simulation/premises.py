"""What must hold of hours, closures, doors, places and times, checked from the events alone.

Like `invariants.py` it believes nothing that the centre's own books say; opening hours are read
with a rule of its own, for zones whose clocks are never changed.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from antiphon.call_buttons.contract import (
    CallButtonSaved,
    VisitAllowed,
    VisitCalled,
    VisitEnd,
    VisitEnded,
)
from antiphon.flows.contract import OpeningHoursSaved
from antiphon.flows.hours import OpeningHours
from antiphon.interactions.contract import (
    InteractionClosed,
    InteractionHandedOver,
    InteractionQueued,
)
from antiphon.interactions.parking import InteractionParked
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import (
    CallBackId,
    CallButtonId,
    EntryPointId,
    InteractionId,
    OfferId,
    QueueId,
    VisitId,
)
from antiphon.routing.admission.contract import (
    EmergencyDeclared,
    EmergencyLifted,
    InteractionAdmitted,
    InteractionRefused,
)
from antiphon.routing.callbacks import CallBackRequested, CallBackStarted
from antiphon.routing.contract import (
    OfferExpired,
    OfferMade,
    PreferenceEnded,
    PreferenceEndReason,
    Queue,
    QueueFoundClosed,
    QueueSaved,
    RequirementRelaxed,
)
from antiphon.routing.preference import preferred_wait_s, steps_of
from antiphon.telephony.contract import CustomerDialled, PartyInvited, Purpose

# Clocks that count in microseconds may differ by less.
_EARLY = timedelta(milliseconds=1)
# For a world in which time may bring anything whenever it likes.
_WHENEVER = timedelta(days=10_000)


class Premises:
    """Feed it every event before the record takes it; it says what is wrong, if anything."""

    def __init__(self, *, is_timed: bool = True) -> None:
        self._early = _EARLY if is_timed else _WHENEVER
        self._hours: dict[str, OpeningHours] = {}
        self._queues: dict[QueueId, Queue] = {}
        self._closure: EmergencyDeclared | None = None
        self._doors: dict[CallButtonId, EntryPointId] = {}
        self._visits: dict[VisitId, VisitAllowed] = {}
        self._called: dict[VisitId, InteractionId] = {}
        self._places: dict[InteractionId, InteractionParked] = {}
        self._promised: dict[CallBackId, datetime] = {}
        self._attempts: dict[InteractionId, CallBackId] = {}
        self._queued: dict[InteractionId, InteractionQueued] = {}
        self._offers: dict[OfferId, datetime] = {}

    def problems(self, event: Event, record: Interaction | None) -> Iterator[str]:
        """What is wrong with this event; `record` is its interaction as it was before."""
        self._take_what_is_said(event)
        match event:
            case InteractionAdmitted() | InteractionRefused():
                yield from self._at_the_door(event)
            case InteractionQueued() | QueueFoundClosed() | CustomerDialled():
                yield from self._in_line(event, record)
            case VisitAllowed() | VisitCalled() | VisitEnded():
                yield from self._visit(event, record)
            case InteractionParked() | PartyInvited() | InteractionHandedOver():
                yield from self._parking(event)
            case InteractionClosed():
                self._forget(event.interaction_id)
            case _:
                yield from self._times(event)

    def _take_what_is_said(self, event: Event) -> None:
        match event:
            case OpeningHoursSaved(hours=hours):
                self._hours[hours.id] = hours
            case QueueSaved(queue=queue):
                self._queues[queue.id] = queue
            case CallButtonSaved(call_button=button):
                self._doors[button.id] = button.entry_point_id
            case EmergencyDeclared():
                self._closure = event
            case EmergencyLifted():
                self._closure = None
            case CallBackRequested():
                self._promised[event.call_back_id] = event.call_back.order_at
            case CallBackStarted():
                self._attempts[event.attempt_id] = event.call_back_id
            case _:
                pass

    def left(self) -> Iterator[str]:
        """What should be over when the day is."""
        if self._visits:
            yield f"visits left: {sorted(self._visits)}"
        if self._places:
            yield f"still parked: {sorted(self._places)}"

    def _forget(self, interaction_id: InteractionId) -> None:
        self._places.pop(interaction_id, None)
        self._queued.pop(interaction_id, None)
        self._attempts.pop(interaction_id, None)

    def _is_open(self, queue_id: QueueId | None, at: datetime) -> bool:
        queue = self._queues.get(queue_id) if queue_id is not None else None
        hours = self._hours.get(queue.hours_id) if queue is not None and queue.hours_id else None
        if hours is None:
            return True
        there = at.astimezone(ZoneInfo(hours.timezone))
        if any(holiday.date == there.date() for holiday in hours.holidays):
            return False
        clock = f"{there:%H:%M}"
        return any(
            period.day == there.weekday() and period.opens <= clock < period.closes
            for period in hours.weekly
        )

    def _at_the_door(self, event: InteractionAdmitted | InteractionRefused) -> Iterator[str]:
        closure = self._closure
        doors = closure.entry_point_ids if closure is not None else ()
        is_closed = closure is not None and (not doors or event.entry_point_id in doors)
        if isinstance(event, InteractionAdmitted):
            if is_closed:
                yield "let in during the closure"
        elif (event.reason == "emergency") > is_closed:
            yield "sent away without a closure"

    def _in_line(
        self,
        event: InteractionQueued | QueueFoundClosed | CustomerDialled,
        record: Interaction | None,
    ) -> Iterator[str]:
        match event:
            case QueueFoundClosed():
                if self._is_open(event.queue_id, event.at):
                    yield "sent away from an open queue"
            case CustomerDialled():
                queue_id = record.queue_id if record is not None else None
                if not self._is_open(queue_id, event.at):
                    yield "called back while the queue is closed"
            case InteractionQueued():
                is_new = record is not None and record.state is State.FLOW
                is_attempt = event.interaction_id in self._attempts
                if is_new and not is_attempt and not self._is_open(event.queue_id, event.at):
                    yield "taken into a closed queue"
                self._places.pop(event.interaction_id, None)
                yield from self._place(event)

    def _place(self, event: InteractionQueued) -> Iterator[str]:
        """Wherever somebody waits, and whenever again: the place is the one of the arrival."""
        before = self._queued.get(event.interaction_id)
        if before is not None and before.order_at != event.order_at:
            yield f"the place was that of {before.order_at}"
        promised = self._promised.get(self._attempts.get(event.interaction_id, CallBackId("")))
        if promised is not None and promised != event.order_at:
            yield f"the place that was promised was that of {promised}"
        self._queued[event.interaction_id] = event

    def _visit(
        self, event: VisitAllowed | VisitCalled | VisitEnded, record: Interaction | None
    ) -> Iterator[str]:
        match event:
            case VisitAllowed():
                self._visits[event.visit_id] = event
            case VisitCalled():
                allowed = self._visits.get(event.visit_id)
                if allowed is None or event.visit_id in self._called:
                    yield "called without a visit, or twice"
                elif record is None or (
                    record.entry_point_id != self._doors[allowed.visit.button_id]
                ):
                    yield "came in by another door than the button's"
                self._called[event.visit_id] = event.interaction_id
            case VisitEnded():
                allowed = self._visits.pop(event.visit_id, None)
                is_expired = event.reason is VisitEnd.NEVER_CALLED
                if allowed is None or is_expired is (event.visit_id in self._called):
                    yield "ended twice, or for the wrong reason"
                elif is_expired and event.at < allowed.expires_at - self._early:
                    yield "ended too early"

    def _parking(
        self, event: InteractionParked | PartyInvited | InteractionHandedOver
    ) -> Iterator[str]:
        match event:
            case InteractionParked():
                others = [one for key, one in self._places.items() if key != event.interaction_id]
                if any(one.place == event.place for one in others):
                    yield "somebody is at this place"
                self._places[event.interaction_id] = event
            case PartyInvited(purpose=Purpose.RETURNED):
                there = self._places.pop(event.interaction_id, None)
                if there is not None and event.at < there.until - self._early:
                    yield f"given back too early: {there.until}"
            case InteractionHandedOver():
                self._places.pop(event.interaction_id, None)
            case _:
                pass

    def _times(self, event: Event) -> Iterator[str]:
        """What time brings comes no earlier than was said."""
        match event:
            case OfferMade():
                self._offers[event.offer_id] = event.expires_at
            case OfferExpired():
                if event.at < self._offers[event.offer_id] - self._early:
                    yield "expired too early"
            case PreferenceEnded(reason=PreferenceEndReason.WAITED):
                queued = self._queued[event.interaction_id]
                wait = timedelta(seconds=preferred_wait_s(self._queues[queued.queue_id]))
                if event.at < queued.at + wait - self._early:
                    yield "let go of too early"
            case RequirementRelaxed():
                queued = self._queued[event.interaction_id]
                is_for_team = queued.preferred_team_id is not None
                steps = steps_of(self._queues[queued.queue_id], is_kept_for_team=is_for_team)
                due = timedelta(seconds=steps[event.number - 1].after_s)
                if event.at < queued.at + due - self._early:
                    yield "asked for less too early"
            case _:
                pass
