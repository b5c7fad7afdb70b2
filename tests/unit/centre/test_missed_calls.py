"""A call that nobody could take is on record, once, and disturbs nobody."""

from datetime import timedelta

import pytest
from tests.support.centre import NOON, SmallCentre

from antiphon.app.centre.entering.missed import RecordMissedCall
from antiphon.interactions.contract import (
    EndedBy,
    InteractionArrived,
    InteractionClosed,
    Outcome,
)
from antiphon.kernel.ids import LegId
from antiphon.telephony.engine import CallMissed, LegArrived

pytestmark = pytest.mark.unit


def a_missed_call(leg: str = "in-1", *, is_sent_away: bool = False) -> RecordMissedCall:
    arrived = LegArrived(
        at=NOON - timedelta(seconds=60),
        leg=LegId(leg),
        dialled="1000",
        caller_number="+4930123456",
        caller_name="Ada",
    )
    missed = CallMissed(at=NOON - timedelta(seconds=50), call=arrived, is_sent_away=is_sent_away)
    return RecordMissedCall(call=missed)


def test_who_hung_up_is_an_abandoned_interaction_with_the_true_instants() -> None:
    centre = SmallCentre("anna")
    arrived, closed, *_ = centre.do(a_missed_call())
    assert isinstance(arrived, InteractionArrived)
    assert isinstance(closed, InteractionClosed)
    assert (arrived.at, closed.at) == (NOON - timedelta(seconds=60), NOON - timedelta(seconds=50))
    assert arrived.entry_point_id == "door"
    assert (closed.outcome, closed.ended_by, closed.reason) == (
        Outcome.ABANDONED,
        EndedBy.CUSTOMER,
        "while_unavailable",
    )


def test_who_was_sent_away_is_a_failure_of_ours() -> None:
    events = SmallCentre().do(a_missed_call(is_sent_away=True))
    closed = next(event for event in events if isinstance(event, InteractionClosed))
    assert (closed.outcome, closed.ended_by) == (Outcome.FAILED, EndedBy.SYSTEM)


def test_nobody_is_offered_what_is_over() -> None:
    centre = SmallCentre("anna")
    centre.do(a_missed_call())
    assert not centre.world.routing.offers.open
    assert not centre.world.interactions.open
    assert not centre.world.calls.calls
    assert not centre.world.deadlines.at


def test_what_is_told_twice_is_on_record_once() -> None:
    centre = SmallCentre()
    centre.do(a_missed_call())
    assert centre.do(a_missed_call()) == []


def test_a_call_that_is_known_is_left_alone() -> None:
    centre = SmallCentre("anna")
    centre.call("in-1")
    assert centre.do(a_missed_call("in-1")) == []
    assert "in-1" in centre.world.interactions.open
