"""How trunks are is on record once for each change, and on the board of whoever watches."""

import pytest
from tests.support.centre import NOON, SmallCentre
from tests.support.fake_clock import FakeClock

from antiphon.app.views.board import TrunkView
from antiphon.app.views.views import CentreViews
from antiphon.kernel.events import Event
from antiphon.kernel.ids import TrunkId
from antiphon.telephony.contract import (
    RemoveTrunk,
    SaveTrunk,
    TrunkLine,
)
from antiphon.telephony.engine import TrunkState
from antiphon.telephony.trunk_states import ReportTrunk, TrunkStateChanged, TrunkStatus

pytestmark = pytest.mark.unit

LINE = TrunkId("line")


def a_centre() -> SmallCentre:
    centre = SmallCentre()
    centre.do(SaveTrunk(trunk=TrunkLine(id=LINE, name="Carrier", host="carrier.example")))
    return centre


def told(centre: SmallCentre, state: TrunkState, detail: str = "") -> list[Event]:
    return centre.do(ReportTrunk(trunk_id=LINE, state=state, detail=detail))


def shown(centre: SmallCentre, *, is_watched: bool = True) -> TrunkView | None:
    views = CentreViews(centre.world, FakeClock(centre.now))
    view = views.board(is_watched=is_watched).get(("trunk", LINE))
    assert view is None or isinstance(view, TrunkView)
    return view


def test_what_is_told_again_is_no_event() -> None:
    centre = a_centre()
    assert [type(event) for event in told(centre, TrunkState.REGISTERED)] == [TrunkStateChanged]
    centre.pass_time(60)
    assert told(centre, TrunkState.REGISTERED) == []
    assert centre.world.trunk_states.of(LINE).since == NOON


def test_a_trunk_that_was_removed_has_no_state() -> None:
    centre = a_centre()
    told(centre, TrunkState.REFUSED, "403")
    centre.do(RemoveTrunk(id=LINE))
    assert told(centre, TrunkState.REGISTERED) == []
    assert centre.world.trunk_states.of(LINE) == TrunkStatus()


def test_a_trunk_that_goes_down_is_shown_with_its_reason_and_time() -> None:
    centre = a_centre()
    told(centre, TrunkState.REGISTERED)
    before = shown(centre)
    assert before is not None
    assert not before.is_down
    centre.pass_time(30)
    [event] = told(centre, TrunkState.UNREACHABLE, "no answer")
    after = shown(centre)
    assert after is not None
    assert (after.is_down, after.detail, after.since) == (True, "no answer", centre.now)
    assert CentreViews(centre.world, FakeClock(centre.now)).touched(event).is_board


def test_only_those_who_watch_the_board_see_the_trunks() -> None:
    centre = a_centre()
    assert shown(centre, is_watched=False) is None


@pytest.mark.parametrize(
    ("state", "detail", "is_down"),
    [
        (TrunkState.UNKNOWN, "", False),
        (TrunkState.RETRYING, "", False),
        (TrunkState.RETRYING, "no answer", True),
        (TrunkState.REFUSED, "403", True),
        (TrunkState.UNREACHABLE, "no answer", True),
        (TrunkState.REACHABLE, "", False),
        (TrunkState.REGISTERED, "", False),
    ],
)
def test_which_states_carry_no_calls(state: TrunkState, detail: str, is_down: bool) -> None:
    assert TrunkStatus(state=state, detail=detail).is_down is is_down
