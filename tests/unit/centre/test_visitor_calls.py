"""Calls from call buttons: what a visitor's phone reaches, what comes along, and when it ends."""

from datetime import timedelta

import pytest
from tests.support.centre import NOON, QUEUE, SmallCentre

from antiphon.call_buttons.contract import (
    AllowVisit,
    CallButton,
    RemoveCallButton,
    SaveCallButton,
    Visit,
    VisitCalled,
    VisitEnd,
    VisitEnded,
    phone_of_visit,
)
from antiphon.call_buttons.domain import CALL_WITHIN
from antiphon.flows.contract import SaveOpeningHours
from antiphon.flows.hours import HoursId, OpeningHours, Period
from antiphon.interactions.contract import InteractionArrived, InteractionClosed, Outcome
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import CallButtonId, EntryPointId, FlowId, InteractionId, LegId, VisitId
from antiphon.routing.admission.contract import InteractionRefused
from antiphon.telephony.contract import EntryPoint, SaveEntryPoint
from antiphon.telephony.engine import EndCause, LegArrived, LegEnded

pytestmark = pytest.mark.unit

SHOP = CallButton(
    id=CallButtonId("shop"),
    name="Web shop",
    origins=("https://shop.example.com",),
    entry_point_id=EntryPointId("door"),
    data_fields=("order",),
    most_at_once=2,
)
DOOR = EntryPointId("door")


def a_visit(name: str = "v1", **data: str) -> Visit:
    page = "https://shop.example.com/cart?session=secret#top"
    return Visit(id=VisitId(name), button_id=SHOP.id, page=page, language="zh-Hant", data=data)


def a_centre(*agents: str) -> SmallCentre:
    centre = SmallCentre(*agents)
    centre.do(SaveCallButton(call_button=SHOP))
    return centre


def call(centre: SmallCentre, visit: str = "v1", *, leg: str = "c1", dialled: str = "call") -> None:
    centre.hear(
        LegArrived(
            at=centre.now,
            leg=LegId(leg),
            dialled=dialled,
            caller_number="+4917000001",
            caller_name="Forged",
            phone=phone_of_visit(VisitId(visit)),
        )
    )


def hang_up(centre: SmallCentre, leg: str = "c1") -> None:
    ended = LegEnded(at=centre.now, leg=LegId(leg), cause=EndCause.NORMAL, by_far_end=True)
    centre.hear(ended)


def last(centre: SmallCentre, kind: type[Event]) -> Event:
    return next(event for event in reversed(centre.events) if isinstance(event, kind))


def test_a_visitor_reaches_the_queue_with_what_the_page_said() -> None:
    centre = a_centre("anna")
    centre.do(AllowVisit(visit=a_visit(order="42", card="4111")))
    call(centre)
    interaction = centre.world.interactions.open[InteractionId("c1")]
    assert interaction.entry_point_id == DOOR
    assert interaction.queue_id == QUEUE
    assert interaction.language == "zh-Hant"
    assert (interaction.customer_name, interaction.customer_number) == ("Web shop", "")
    assert interaction.data == {
        "call_button": "Web shop",
        "page": "https://shop.example.com/cart",
        "order": "42",
    }
    assert centre.offer_of("c1") is not None


@pytest.mark.parametrize("dialled", ["2000", "+491900123456", "call"])
def test_whatever_a_visitor_dials_it_is_the_entry_point_of_the_button(dialled: str) -> None:
    centre = a_centre()
    other = EntryPoint(id=EntryPointId("back"), name="Back", number="2000", flow_id=FlowId("main"))
    centre.do(SaveEntryPoint(entry_point=other))
    centre.do(AllowVisit(visit=a_visit()))
    call(centre, dialled=dialled)
    arrived = last(centre, InteractionArrived)
    assert isinstance(arrived, InteractionArrived)
    assert (arrived.entry_point_id, arrived.dialled) == (DOOR, "1000")


def test_a_visit_calls_once() -> None:
    centre = a_centre()
    centre.do(AllowVisit(visit=a_visit()))
    call(centre)
    call(centre, leg="c2", dialled="1000")
    assert is_refused(centre, "c2")
    assert InteractionId("c1") in centre.world.interactions.open


def test_a_phone_without_a_visit_reaches_nobody() -> None:
    centre = a_centre()
    call(centre, "nobody", dialled="1000")
    assert is_refused(centre, "c1")
    centre.do(AllowVisit(visit=a_visit()))
    centre.do(RemoveCallButton(id=SHOP.id))
    call(centre, leg="c2", dialled="1000")
    assert is_refused(centre, "c2")


def is_refused(centre: SmallCentre, name: str) -> bool:
    return any(
        isinstance(event, InteractionRefused)
        and event.interaction_id == name
        and event.reason == "number_unknown"
        for event in centre.events
    )


def test_who_does_not_call_in_time_may_call_no_more() -> None:
    centre = a_centre()
    centre.do(AllowVisit(visit=a_visit()))
    centre.pass_time(CALL_WITHIN.total_seconds() + 1)
    ended = last(centre, VisitEnded)
    assert isinstance(ended, VisitEnded)
    assert (ended.reason, ended.at) == (VisitEnd.NEVER_CALLED, NOON + CALL_WITHIN)
    call(centre)
    assert is_refused(centre, "c1")


def test_a_call_that_goes_on_does_not_expire_and_ends_its_visit() -> None:
    centre = a_centre()
    centre.do(AllowVisit(visit=a_visit()))
    call(centre)
    centre.pass_time(600)
    assert centre.world.call_buttons.count_open(SHOP.id) == 1
    hang_up(centre)
    closed = last(centre, InteractionClosed)
    assert isinstance(closed, InteractionClosed)
    assert closed.outcome is Outcome.ABANDONED
    assert centre.world.call_buttons.count_open(SHOP.id) == 0
    assert sum(isinstance(event, VisitCalled) for event in centre.events) == 1


def test_no_more_call_at_a_time_than_the_button_allows() -> None:
    centre = a_centre()
    centre.do(AllowVisit(visit=a_visit("v1")))
    centre.do(AllowVisit(visit=a_visit("v2")))
    with pytest.raises(RuleBroken) as refusal:
        centre.do(AllowVisit(visit=a_visit("v3")))
    assert refusal.value.code == "call_button.busy"
    call(centre, "v1")
    hang_up(centre)
    centre.do(AllowVisit(visit=a_visit("v3")))


def test_outside_of_the_opening_hours_nobody_is_let_in() -> None:
    centre = SmallCentre()
    hours = OpeningHours(
        id=HoursId("office"),
        name="Office",
        timezone="UTC",
        weekly=(Period(day=0, opens="09:00", closes="13:00"),),
    )
    centre.do(SaveOpeningHours(hours=hours))
    button = CallButton(
        id=SHOP.id, name="Shop", origins=SHOP.origins, entry_point_id=DOOR, hours_id="office"
    )
    centre.do(SaveCallButton(call_button=button))
    centre.do(AllowVisit(visit=a_visit("v1")))
    centre.now += timedelta(hours=2)
    with pytest.raises(RuleBroken) as refusal:
        centre.do(AllowVisit(visit=a_visit("v2")))
    assert refusal.value.code == "call_button.closed"
