"""Flows and opening hours as configuration, and the runs of calls."""

from datetime import UTC, datetime

import msgspec
import pytest

from antiphon.flows.book import FlowBook
from antiphon.flows.contract import (
    FlowAdvanced,
    FlowRemoved,
    RemoveFlow,
    RemoveOpeningHours,
    SaveFlow,
    SaveOpeningHours,
)
from antiphon.flows.domain import begin
from antiphon.flows.graph import Flow, HangUpStep, HoursStep
from antiphon.flows.hours import HoursId, OpeningHours, Period
from antiphon.interactions.contract import EndedBy, InteractionClosed, Outcome
from antiphon.kernel.events import Event, RuleBroken, decode, encode
from antiphon.kernel.ids import FlowId, InteractionId

pytestmark = pytest.mark.unit

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
CALL = InteractionId("call")
OFFICE = OpeningHours(
    id=HoursId("office"),
    name="Office",
    timezone="Asia/Shanghai",
    weekly=(Period(day=0, opens="09:00", closes="18:00"),),
)
FLOW = Flow(
    id=FlowId("main"),
    name="Main",
    start="hours",
    steps={
        "hours": HoursStep(hours_id=OFFICE.id, open="bye", closed="bye"),
        "bye": HangUpStep(),
    },
)


def apply(book: FlowBook, *events: Event) -> None:
    for event in events:
        book.apply(decode(event.type, event.version, encode(event)))


def a_book() -> FlowBook:
    book = FlowBook()
    apply(book, *book.save_hours(SaveOpeningHours(hours=OFFICE), NOW))
    apply(book, *book.save_flow(SaveFlow(flow=FLOW), NOW, queues=(), skills=()))
    return book


def test_a_flow_that_is_not_sound_is_refused_and_the_step_named() -> None:
    broken = msgspec.structs.replace(FLOW, start="nowhere")
    with pytest.raises(RuleBroken, match="nowhere"):
        list(a_book().save_flow(SaveFlow(flow=broken), NOW, queues=(), skills=()))


def test_an_edit_of_an_old_version_is_refused() -> None:
    command = SaveFlow(flow=FLOW, edited_version=0)
    with pytest.raises(RuleBroken, match="changed this flow meanwhile"):
        list(a_book().save_flow(command, NOW, queues=(), skills=()))


def test_opening_hours_with_a_wrong_zone_are_refused() -> None:
    wrong = msgspec.structs.replace(OFFICE, timezone="Nowhere")
    with pytest.raises(RuleBroken, match="timezone"):
        list(a_book().save_hours(SaveOpeningHours(hours=wrong), NOW))


def test_what_is_in_use_stays() -> None:
    book = a_book()
    with pytest.raises(RuleBroken, match="Still used by Main"):
        list(book.remove_hours(RemoveOpeningHours(id=OFFICE.id), NOW))
    with pytest.raises(RuleBroken, match="Still used by Hotline"):
        list(book.remove_flow(RemoveFlow(id=FLOW.id), NOW, entry_points=["Hotline"]))
    apply(book, *book.remove_flow(RemoveFlow(id=FLOW.id), NOW, entry_points=[]))
    apply(book, *book.remove_hours(RemoveOpeningHours(id=OFFICE.id), NOW))
    assert not list(book.flows)
    assert not list(book.hours)


def test_a_call_stays_in_the_flow_it_began_until_it_is_closed() -> None:
    book = a_book()
    move = begin(FLOW, language="en", now=NOW, hours={OFFICE.id: OFFICE})
    apply(book, FlowAdvanced(at=NOW, interaction_id=CALL, run=move.run))
    apply(book, FlowRemoved(at=NOW, flow_id=FLOW.id, by=None))
    apply(book, FlowAdvanced(at=NOW, interaction_id=CALL, run=move.run))
    assert book.runs[CALL] == (FLOW, move.run)
    closed = InteractionClosed(
        at=NOW,
        interaction_id=CALL,
        outcome=Outcome.FLOW_ENDED,
        ended_by=EndedBy.SYSTEM,
        reason="flow_ended",
    )
    apply(book, closed)
    assert book.runs == {}
