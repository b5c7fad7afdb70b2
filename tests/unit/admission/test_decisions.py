"""What becomes of a call that asks to come in: refused with a counted reason, or in with terms."""

from datetime import timedelta

import pytest
from tests.support.admission import LI, ask, count, is_refused, limits, one, put
from tests.support.centre import NOON, SmallCentre

from antiphon.flows.contract import FlowMoved
from antiphon.flows.run import Say
from antiphon.interactions.contract import InteractionClosed, InteractionQueued, Outcome
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import EntryPointId
from antiphon.routing.admission.contract import (
    DeclareEmergency,
    InteractionAdmitted,
    InteractionRefused,
    LiftEmergency,
    ListKind,
    RemoveListEntries,
    Terms,
)

pytestmark = pytest.mark.unit

SORRY = {"en": "We are closed."}


def test_a_call_comes_in_and_is_counted() -> None:
    centre = SmallCentre()
    events = ask(centre)
    assert one(events, InteractionAdmitted).terms == Terms()
    assert one(events, InteractionQueued).order_at == NOON
    assert count(centre, "admitted") == 1


@pytest.mark.parametrize(
    ("dialled", "is_overloaded", "reason"),
    [("1999", False, "number_unknown"), ("1000", True, "overload")],
)
def test_every_refusal_has_a_reason(dialled: str, is_overloaded: bool, reason: str) -> None:
    centre = SmallCentre()
    assert is_refused(ask(centre, dialled=dialled, is_overloaded=is_overloaded), reason)
    assert count(centre, reason) == 1


def test_a_number_on_the_black_list_is_refused_until_it_is_taken_off() -> None:
    centre = SmallCentre()
    put(centre, ListKind.BLACK, LI, reason="Nuisance")
    refused = one(ask(centre), InteractionRefused)
    assert refused.reason == "black_list"
    assert refused.trail[-1].detail == "Nuisance"
    centre.do(RemoveListEntries(entry_ids=(f"black{LI}",)))
    assert one(ask(centre, "c2"), InteractionAdmitted)


def test_the_white_list_goes_before_black_list_and_limits() -> None:
    centre = SmallCentre()
    put(centre, ListKind.BLACK, "CN")
    put(centre, ListKind.WHITE, "+86138*")
    limits(centre, source_calls=1)
    for name in ("c1", "c2", "c3"):
        assert one(ask(centre, name), InteractionAdmitted)
    assert is_refused(ask(centre, "c4", number="+8613900139000"), "black_list")


def test_an_entry_may_hold_at_one_entry_point_and_expire() -> None:
    centre = SmallCentre()
    put(centre, ListKind.BLACK, LI, expires_at=NOON + timedelta(hours=1))
    put(centre, ListKind.BLACK, "+8613900139000", entry_point_id=EntryPointId("door"))
    assert is_refused(ask(centre, "c1"), "black_list")
    assert is_refused(ask(centre, "c2", number="+8613900139000"), "black_list")
    centre.pass_time(3_600)
    assert one(ask(centre, "c3"), InteractionAdmitted)
    with pytest.raises(RuleBroken):
        put(centre, ListKind.BLACK, "+8613900139001", entry_point_id=EntryPointId("nowhere"))


def test_calls_of_one_source_are_limited_and_others_are_not() -> None:
    centre = SmallCentre()
    limits(centre, source_calls=2, source_s=60)
    assert one(ask(centre, "c1"), InteractionAdmitted)
    assert one(ask(centre, "c2"), InteractionAdmitted)
    assert is_refused(ask(centre, "c3"), "source_limit")
    assert one(ask(centre, "c4", number="+8613900139000"), InteractionAdmitted)
    centre.pass_time(61)
    assert one(ask(centre, "c5"), InteractionAdmitted)


@pytest.mark.parametrize("number", ["", "anonymous"])
def test_anonymous_callers_are_refused_when_the_limits_say_so(number: str) -> None:
    centre = SmallCentre()
    assert one(ask(centre, "c1", number=number), InteractionAdmitted)
    limits(centre, refuses_anonymous=True)
    assert is_refused(ask(centre, "c2", number=number), "anonymous")
    assert one(ask(centre, "c3", number="201"), InteractionAdmitted)


def test_open_calls_of_a_number_are_limited_and_freed_when_they_end() -> None:
    centre = SmallCentre()
    limits(centre, open_calls={EntryPointId("door"): 1})
    assert one(ask(centre, "c1"), InteractionAdmitted)
    assert is_refused(ask(centre, "c2"), "open_calls")
    centre.leg_ends("c1")
    assert one(ask(centre, "c3"), InteractionAdmitted)


def test_a_surge_is_refused_beyond_the_burst_and_over_when_time_passes() -> None:
    centre = SmallCentre()
    limits(centre, surge_burst=3, surge_calls_per_s=1.0)
    for number in range(3):
        assert one(ask(centre, f"c{number}"), InteractionAdmitted)
    assert is_refused(ask(centre, "c3"), "surge")
    centre.pass_time(1)
    assert one(ask(centre, "c4"), InteractionAdmitted)
    assert is_refused(ask(centre, "c5"), "surge")


def test_a_surge_is_shorter_of_breath_when_the_centre_lags() -> None:
    centre = SmallCentre()
    limits(centre, surge_burst=1, surge_calls_per_s=1.0, surge_lag_ms=100)
    assert one(ask(centre, "c1"), InteractionAdmitted)
    centre.pass_time(1)
    assert is_refused(ask(centre, "c2", lag_ms=200), "surge")
    assert one(ask(centre, "c3", lag_ms=0), InteractionAdmitted)


def test_calls_that_are_found_later_are_no_surge() -> None:
    centre = SmallCentre()
    limits(centre, surge_burst=1, surge_calls_per_s=0.001)
    assert one(ask(centre, "c1"), InteractionAdmitted)
    assert one(ask(centre, "c2", lag_ms=None), InteractionAdmitted)


def test_an_emergency_tells_callers_why_and_lets_them_go() -> None:
    centre = SmallCentre("ann")
    centre.do(DeclareEmergency(text=SORRY))
    events = ask(centre)
    said = one(events, FlowMoved).actions[-1]
    assert isinstance(said, Say)
    assert [text.text for text in said.texts] == ["We are closed."]
    assert centre.offer_of() is None
    centre.pass_time(200)
    closed = one(centre.events, InteractionClosed)
    assert (closed.outcome, closed.reason) == (Outcome.REFUSED, "emergency")
    centre.do(LiftEmergency())
    assert one(ask(centre, "c2"), InteractionAdmitted)


def test_who_hangs_up_while_being_told_was_refused_all_the_same() -> None:
    centre = SmallCentre()
    centre.do(DeclareEmergency(text=SORRY))
    ask(centre)
    closed = one(centre.leg_ends("c1"), InteractionClosed)
    assert (closed.outcome, closed.reason, closed.ended_by) == (
        Outcome.REFUSED,
        "emergency",
        "customer",
    )


def test_an_emergency_may_close_some_numbers_only() -> None:
    centre = SmallCentre()
    with pytest.raises(RuleBroken):
        centre.do(DeclareEmergency(text={"en": " "}))
    with pytest.raises(RuleBroken):
        centre.do(DeclareEmergency(text=SORRY, entry_point_ids=(EntryPointId("x"),)))
    centre.do(DeclareEmergency(text=SORRY, entry_point_ids=(EntryPointId("door"),)))
    assert one(ask(centre, "c1"), InteractionRefused)
