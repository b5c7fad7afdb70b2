"""The checker of simulated days finds what must not be: each rule is shown one event that breaks
it, and one beside it that does not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from tests.support.waiting_customers import arrives, queues

from antiphon.call_buttons.contract import (
    CallButton,
    CallButtonSaved,
    Visit,
    VisitAllowed,
    VisitCalled,
    VisitEnd,
    VisitEnded,
)
from antiphon.flows.contract import OpeningHoursSaved
from antiphon.interactions.contract import InteractionQueued
from antiphon.interactions.parking import InteractionParked
from antiphon.interactions.record import arrived
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, OfferId, QueueId, VisitId
from antiphon.routing.admission.contract import (
    EmergencyDeclared,
    EmergencyLifted,
    InteractionAdmitted,
    Terms,
)
from antiphon.routing.contract import OfferExpired, OfferMade, Queue, QueueFoundClosed, QueueSaved
from antiphon.simulation.furniture import BUTTON, CLUB, CLUB_QUEUE, DOOR, HOURS, opening_hours
from antiphon.simulation.premises import Premises

pytestmark = pytest.mark.unit

# A Monday, at four in the afternoon in Shanghai; the club pauses from 16:04 to 16:06.
AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
IN_THE_PAUSE = AT + timedelta(minutes=5)
CALL, OTHER = InteractionId("call"), InteractionId("other")
AGENT, OFFER, VISIT = AgentId("agent"), OfferId("offer"), VisitId("visit")
ARRIVED = arrives(CALL, AT, entry_point_id=CLUB, dialled="2000")
CLUB_OPENS: Sequence[Event] = (
    OpeningHoursSaved(at=AT, hours=opening_hours(), by=None),
    QueueSaved(at=AT, queue=Queue(id=CLUB_QUEUE, name="Club", hours_id=HOURS), by=None),
)
CLOSURE = EmergencyDeclared(at=AT, text={}, entry_point_ids=(CLUB,), by=None)
BUTTON_SAVED = CallButtonSaved(
    at=AT,
    call_button=CallButton(id=BUTTON, name="Shop", origins=(), entry_point_id=CLUB),
    by=None,
)
ALLOWED = VisitAllowed(
    at=AT,
    visit_id=VISIT,
    visit=Visit(id=VISIT, button_id=BUTTON, page="", language="en", data={}),
    expires_at=AT + timedelta(seconds=90),
)
CALLED = VisitCalled(at=AT, visit_id=VISIT, interaction_id=CALL)


def queued(*, at: datetime = AT, order_at: datetime = AT) -> InteractionQueued:
    return queues(CALL, CLUB_QUEUE, at, order_at=order_at)


def admitted(door: str) -> InteractionAdmitted:
    return InteractionAdmitted(
        at=AT,
        interaction_id=CALL,
        entry_point_id=CLUB if door == CLUB else DOOR,
        number="",
        rules_version=0,
        trail=(),
        rule=None,
        terms=Terms(),
        lag_ms=0,
    )


def parked(interaction_id: InteractionId, place: int) -> InteractionParked:
    return InteractionParked(
        at=AT,
        interaction_id=interaction_id,
        agent_id=AGENT,
        queue_id=QueueId("club"),
        place=place,
        until=AT + timedelta(seconds=30),
    )


def offered() -> OfferMade:
    return OfferMade(
        at=AT,
        interaction_id=CALL,
        offer_id=OFFER,
        agent_id=AGENT,
        queue_id=CLUB_QUEUE,
        expires_at=AT + timedelta(seconds=20),
    )


def expired(seconds: float) -> OfferExpired:
    at = AT + timedelta(seconds=seconds)
    return OfferExpired(at=at, interaction_id=CALL, offer_id=OFFER, agent_id=AGENT)


def ended(reason: VisitEnd, seconds: float) -> VisitEnded:
    return VisitEnded(at=AT + timedelta(seconds=seconds), visit_id=VISIT, reason=reason)


def problems(before: Sequence[Event], event: Event, door: str = CLUB) -> list[str]:
    premises = Premises()
    arrival = msgspec.structs.replace(ARRIVED, entry_point_id=CLUB if door == CLUB else DOOR)
    record = arrived(arrival)
    for known in before:
        assert not list(premises.problems(known, record)), known
    return list(premises.problems(event, record))


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        (CLUB_OPENS, queued(), queued(at=IN_THE_PAUSE)),
        (
            CLUB_OPENS,
            QueueFoundClosed(at=IN_THE_PAUSE, interaction_id=CALL, queue_id=CLUB_QUEUE),
            QueueFoundClosed(at=AT, interaction_id=CALL, queue_id=CLUB_QUEUE),
        ),
        ([CLOSURE], admitted(DOOR), admitted(CLUB)),
        ([queued()], queued(), queued(order_at=AT + timedelta(seconds=1))),
        ([parked(OTHER, 1)], parked(CALL, 2), parked(CALL, 1)),
        ([offered()], expired(20), expired(19)),
        (
            [BUTTON_SAVED, ALLOWED],
            ended(VisitEnd.NEVER_CALLED, 90),
            ended(VisitEnd.NEVER_CALLED, 89),
        ),
        (
            [BUTTON_SAVED, ALLOWED, CALLED],
            ended(VisitEnd.CALLED, 1),
            ended(VisitEnd.NEVER_CALLED, 90),
        ),
    ],
)
def test_what_must_not_be_is_found(before: Sequence[Event], right: Event, wrong: Event) -> None:
    assert problems(before, right) == []
    assert len(problems(before, wrong)) == 1


def test_a_holiday_closes() -> None:
    holiday = OpeningHoursSaved(at=AT, hours=opening_hours(AT.date()), by=None)
    assert problems([*CLUB_OPENS, holiday], queued()) == ["taken into a closed queue"]


def test_after_the_closure_everybody_may_come_in() -> None:
    assert problems([CLOSURE, EmergencyLifted(at=AT, by=None)], admitted(CLUB)) == []


def test_a_visit_calls_once_and_by_its_own_door() -> None:
    assert problems([BUTTON_SAVED, ALLOWED], CALLED) == []
    assert problems([BUTTON_SAVED, ALLOWED, CALLED], CALLED)
    assert problems([BUTTON_SAVED], CALLED)
    assert problems([BUTTON_SAVED, ALLOWED], CALLED, DOOR)


def test_who_is_parked_or_may_call_is_left_over() -> None:
    premises = Premises()
    for event in (parked(CALL, 1), BUTTON_SAVED, ALLOWED):
        assert not list(premises.problems(event, None))
    assert len(list(premises.left())) == 2
