"""Flows and opening hours as configuration, and the runs of calls."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from antiphon.flows.book import FlowBook
from antiphon.flows.contract import (
    FlowMoved,
    FlowRemoved,
    RemoveFlow,
    RemoveOpeningHours,
    SaveFlow,
    SaveOpeningHours,
    TimeOutFlow,
)
from antiphon.flows.graph import Flow, HangUpStep, HoursStep, MenuStep
from antiphon.flows.hours import HoursId, OpeningHours, Period
from antiphon.interactions.contract import EndedBy, InteractionClosed, Outcome
from antiphon.kernel.commands import Deadlines
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
    book = FlowBook(Deadlines())
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
        list(book.remove_hours(RemoveOpeningHours(id=OFFICE.id), NOW, queues=[]))
    with pytest.raises(RuleBroken, match="Still used by Hotline"):
        list(book.remove_flow(RemoveFlow(id=FLOW.id), NOW, entry_points=["Hotline"]))
    apply(book, *book.remove_flow(RemoveFlow(id=FLOW.id), NOW, entry_points=[]))
    apply(book, *book.remove_hours(RemoveOpeningHours(id=OFFICE.id), NOW, queues=[]))
    assert not list(book.flows)
    assert not list(book.hours)


def moved(book: FlowBook) -> FlowMoved:
    move = book.begin(book.flows.get(FLOW.id), "en", NOW)
    return FlowMoved(at=NOW, interaction_id=CALL, run=move.run, actions=move.actions)


def test_a_call_stays_in_the_flow_it_began_until_it_is_closed() -> None:
    book = a_book()
    move = moved(book)
    apply(book, move)
    apply(book, FlowRemoved(at=NOW, flow_id=FLOW.id, by=None))
    apply(book, move)
    assert book.progress[CALL].flow == FLOW
    closed = InteractionClosed(
        at=NOW,
        interaction_id=CALL,
        outcome=Outcome.FLOW_ENDED,
        ended_by=EndedBy.SYSTEM,
        reason="flow_ended",
    )
    apply(book, closed)
    assert book.progress == {}


def test_every_wait_has_a_deadline_of_its_own() -> None:
    deadlines = Deadlines()
    book = FlowBook(deadlines)
    asking = Flow(
        id=FLOW.id,
        name="Asking",
        start="menu",
        steps={
            "menu": MenuStep(text={"en": "Press."}, choices={"1": "bye"}, otherwise="bye"),
            "bye": HangUpStep(),
        },
    )
    apply(book, *book.save_flow(SaveFlow(flow=asking), NOW, queues=(), skills=()))
    apply(book, moved(book))
    said = book.finished(CALL, 1, NOW)
    assert said is not None
    apply(book, FlowMoved(at=NOW, interaction_id=CALL, run=said.run, actions=said.actions))
    at, command = deadlines.at[f"flow/{CALL}"]
    assert at == NOW + timedelta(seconds=5)
    assert command == TimeOutFlow(interaction_id=CALL, turn=2)
    pressed = book.digit(CALL, "1", NOW)
    assert pressed is not None
    apply(book, FlowMoved(at=NOW, interaction_id=CALL, run=pressed.run, actions=pressed.actions))
    assert f"flow/{CALL}" not in deadlines.at
    assert book.finished(CALL, 2, NOW) is None
