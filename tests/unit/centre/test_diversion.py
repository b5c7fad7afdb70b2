"""Closed queues and long waits: where a customer goes instead of waiting on."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.support.call_backs import CallBackCentre
from tests.support.centre import NOON, QUEUE, SmallCentre

from antiphon.flows.contract import FlowMoved, RemoveOpeningHours, SaveFlow, SaveOpeningHours
from antiphon.flows.graph import CallBackStep, Flow, HangUpStep, QueueStep, SayStep, Step
from antiphon.flows.hours import Holiday, HoursId, OpeningHours, Period
from antiphon.flows.run import EnterQueue, RecordVoicemail, Say
from antiphon.interactions.contract import InteractionClosed, InteractionQueued, Outcome
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import FlowId, InteractionId, LegId, QueueId
from antiphon.routing.callbacks import CallBackRefused, CallBackRequested, CallBackStarted
from antiphon.routing.contract import (
    OfferWithdrawn,
    OverflowKind,
    Queue,
    QueueFoundClosed,
    QueueOverflow,
    RelaxationPassed,
    RelaxationStep,
    SaveQueue,
)
from antiphon.telephony.engine import PlaybackEnded, PlaybackId

pytestmark = pytest.mark.unit

C1, BACKUP = InteractionId("c1"), QueueId("backup")
# In Shanghai it is eight in the evening at noon in Greenwich; the fifth of January is a Monday.
OFFICE = OpeningHours(
    id=HoursId("office"),
    name="Office",
    timezone="Asia/Shanghai",
    weekly=tuple(Period(day=day, opens="09:00", closes="18:00") for day in range(7)),
)
SORRY = {"en": "We are closed."}


def edited(centre: SmallCentre, **changes: Any) -> None:
    queue = centre.world.routing.queues.get(QUEUE)
    version = centre.world.routing.queues.versions[QUEUE]
    centre.do(SaveQueue(queue=msgspec.structs.replace(queue, **changes), edited_version=version))


def with_hours(centre: SmallCentre, way: QueueOverflow | None = None) -> None:
    centre.do(SaveOpeningHours(hours=OFFICE))
    edited(centre, hours_id=OFFICE.id, when_closed=way)


def said(centre: SmallCentre, turn: int = 1) -> list[Event]:
    ended = PlaybackEnded(
        at=centre.now, leg=LegId("c1"), playback=PlaybackId(f"c1.p{turn}"), is_failed=False
    )
    return centre.hear(ended)


def kinds(events: list[Event]) -> list[str]:
    """What the flow asked for, in order."""
    return [
        type(action).__name__
        for event in events
        if isinstance(event, FlowMoved)
        for action in event.actions
    ]


def outcome(events: list[Event]) -> Outcome:
    return next(event.outcome for event in events if isinstance(event, InteractionClosed))


def test_a_queue_is_closed_by_the_clock_of_its_own_place() -> None:
    centre = SmallCentre("ann")
    with_hours(centre)
    assert [e for e in centre.call("c1") if isinstance(e, QueueFoundClosed)]
    centre.now = NOON - timedelta(hours=3)
    assert [e for e in centre.call("c2") if isinstance(e, InteractionQueued)]


def test_a_holiday_closes_a_queue_for_its_day() -> None:
    centre = SmallCentre("ann")
    centre.now = NOON - timedelta(hours=3)
    with_hours(centre)
    holiday = Holiday(date=NOON.date(), name="New Year")
    hours = msgspec.structs.replace(OFFICE, holidays=(holiday,))
    centre.do(SaveOpeningHours(hours=hours, edited_version=1))
    assert [e for e in centre.call() if isinstance(e, QueueFoundClosed)]


def test_without_a_rule_of_its_own_a_closed_queue_follows_the_flow() -> None:
    steps: dict[str, Step] = {
        "wait": QueueStep(queue_id=QUEUE, overflow_s=60, overflow="sorry"),
        "sorry": SayStep(text=SORRY, next="end"),
        "end": HangUpStep(),
    }
    centre = SmallCentre("ann", steps=steps)
    with_hours(centre)
    assert Say.__name__ in kinds(centre.call())


def test_who_has_nowhere_to_go_is_told_that_it_is_closed() -> None:
    centre = SmallCentre("ann")
    with_hours(centre)
    assert kinds(centre.call())[-2:] == ["Answer", "Say"]
    assert outcome(said(centre, turn=2)) is Outcome.FLOW_ENDED


def test_a_closed_queue_takes_a_message() -> None:
    centre = SmallCentre("ann")
    with_hours(centre, QueueOverflow(kind=OverflowKind.VOICEMAIL, text=SORRY))
    assert kinds(centre.call())[-1] == "Say"
    assert kinds(said(centre, turn=2)) == [RecordVoicemail.__name__]


def test_a_closed_queue_sends_on_to_one_that_is_open() -> None:
    centre = SmallCentre("ann")
    centre.do(SaveQueue(queue=Queue(id=BACKUP, name="Backup")))
    with_hours(centre, QueueOverflow(kind=OverflowKind.QUEUE, queue_id=BACKUP, text=SORRY))
    centre.call()
    assert kinds(said(centre, turn=2)) == [EnterQueue.__name__]
    assert centre.world.routing.waiting[C1].queue_id == BACKUP


def test_queues_cannot_send_closed_customers_round_in_a_circle() -> None:
    centre = SmallCentre("ann")
    to_sales = QueueOverflow(kind=OverflowKind.QUEUE, queue_id=QUEUE)
    centre.do(SaveQueue(queue=Queue(id=BACKUP, name="Backup", when_closed=to_sales)))
    with pytest.raises(RuleBroken, match="circle"):
        with_hours(centre, QueueOverflow(kind=OverflowKind.QUEUE, queue_id=BACKUP))


def test_who_calls_a_closed_queue_is_called_when_it_opens() -> None:
    centre = CallBackCentre("anna")
    with_hours(centre, QueueOverflow(kind=OverflowKind.CALL_BACK, text=SORRY))
    centre.arrive("c1", "01055550001")
    assert outcome(said(centre, turn=2)) is Outcome.CALL_BACK
    assert not [e for e in centre.events if isinstance(e, CallBackStarted)]
    started = [e for e in centre.pass_time(14 * 3600) if isinstance(e, CallBackStarted)]
    assert [e.at.hour for e in started] == [1]


def test_who_cannot_be_called_back_is_asked_for_a_message() -> None:
    centre = CallBackCentre("anna")
    with_hours(centre, QueueOverflow(kind=OverflowKind.CALL_BACK))
    centre.arrive("c1", "")
    assert [e.reason for e in centre.events if isinstance(e, CallBackRefused)] == ["dial.no_number"]
    assert centre.state_of("c1") is State.FLOW
    assert kinds(centre.events)[-1] == "Say"


def test_hours_that_a_queue_keeps_cannot_be_removed() -> None:
    centre = SmallCentre("ann")
    with_hours(centre)
    with pytest.raises(RuleBroken, match="Sales"):
        centre.do(RemoveOpeningHours(id=OFFICE.id))


def test_a_long_wait_ends_in_a_message_and_the_agents_phone_falls_silent() -> None:
    centre = SmallCentre("ann", offer_timeout_s=60)
    way = QueueOverflow(kind=OverflowKind.VOICEMAIL, text=SORRY)
    edited(centre, relaxation=(RelaxationStep(after_s=30, overflow=way),))
    centre.call()
    happened = centre.pass_time(30)
    assert [e for e in happened if isinstance(e, OfferWithdrawn)]
    assert C1 not in centre.world.routing.waiting
    assert kinds(happened)[-1] == "Say"
    # The queue's own music came before: turns go on counting, so no late report can be mistaken.
    assert kinds(said(centre, turn=2)) == [RecordVoicemail.__name__]


def test_a_long_wait_becomes_a_call_back_that_keeps_the_place() -> None:
    centre = CallBackCentre()
    way = QueueOverflow(kind=OverflowKind.CALL_BACK)
    edited(centre, relaxation=(RelaxationStep(after_s=30, overflow=way),))
    centre.arrive("c1", "01055550001")
    happened = centre.pass_time(30)
    assert outcome(happened) is Outcome.CALL_BACK
    requested = [e.call_back for e in happened if isinstance(e, CallBackRequested)]
    assert [one.order_at for one in requested] == [NOON]


def test_a_call_back_that_waits_is_not_sent_to_a_message() -> None:
    centre = CallBackCentre()
    centre.arrive("c1", "01055550001")
    centre.press("c1", "1")
    edited(
        centre,
        relaxation=(
            RelaxationStep(after_s=30, overflow=QueueOverflow(kind=OverflowKind.VOICEMAIL)),
        ),
    )
    centre.arrive("c2", "01055550002")
    centre.press("c2", "1")
    passed = [e for e in centre.pass_time(30) if isinstance(e, RelaxationPassed)]
    assert [e.interaction_id for e in passed] == ["c2.b.a1"]


def a_flow_that_calls_back(centre: CallBackCentre) -> None:
    steps: dict[str, Step] = {
        "offer": CallBackStep(queue_id=QUEUE, refused="wait"),
        "wait": QueueStep(queue_id=QUEUE),
    }
    flow = Flow(id=FlowId("main"), name="Main", start="offer", steps=steps)
    centre.do(SaveFlow(flow=flow, edited_version=1))


def test_a_step_of_the_flow_promises_a_call_once_for_a_number() -> None:
    centre = CallBackCentre()
    a_flow_that_calls_back(centre)
    for name in ("c1", "c2"):
        centre.arrive(name, "01055550001")
    closed = [e.outcome for e in centre.events if isinstance(e, InteractionClosed)]
    assert closed == [Outcome.CALL_BACK, Outcome.CALL_BACK]
    assert len([e for e in centre.events if isinstance(e, CallBackRequested)]) == 1


def test_who_cannot_be_called_goes_on_in_the_flow() -> None:
    centre = CallBackCentre()
    a_flow_that_calls_back(centre)
    centre.arrive("c1", "")
    assert centre.state_of("c1") is State.WAITING


def test_a_step_is_taken_only_when_the_expected_wait_is_known_and_long() -> None:
    centre = SmallCentre()
    step = RelaxationStep(after_s=10, if_expected_wait_over_s=60, raise_priority_by=1)
    edited(centre, relaxation=(step,))
    centre.call()
    passed = [e for e in centre.pass_time(10) if isinstance(e, RelaxationPassed)]
    assert [e.number for e in passed] == [1]
