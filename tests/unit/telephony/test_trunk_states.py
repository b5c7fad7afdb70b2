"""How trunks are is on record once for each change, and on the board of whoever watches."""

import json

import pytest
from tests.support.centre import NOON, SmallCentre
from tests.support.fake_clock import FakeClock

from antiphon.app.views.board import TrunkView
from antiphon.app.views.views import CentreViews
from antiphon.kernel.events import Event, decode
from antiphon.kernel.ids import TrunkId
from antiphon.telephony.contract import (
    RemoveTrunk,
    SaveTrunk,
    TrunkLine,
)
from antiphon.telephony.engine import TrunkState
from antiphon.telephony.trunk_states import ReportTrunk, TrunkStateChanged, TrunkStatus
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble

pytestmark = pytest.mark.unit

LINE = TrunkId("line")
SILENT = TrunkTrouble(reason=TrunkReason.NO_ANSWER)
FORBIDDEN = TrunkTrouble(reason=TrunkReason.STATUS, status=403)


def a_centre() -> SmallCentre:
    centre = SmallCentre()
    centre.do(SaveTrunk(trunk=TrunkLine(id=LINE, name="Carrier", host="carrier.example")))
    return centre


def told(
    centre: SmallCentre, state: TrunkState, trouble: TrunkTrouble | None = None
) -> list[Event]:
    return centre.do(ReportTrunk(trunk_id=LINE, state=state, trouble=trouble))


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
    told(centre, TrunkState.REFUSED, SILENT)
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
    [event] = told(centre, TrunkState.UNREACHABLE, SILENT)
    after = shown(centre)
    assert after is not None
    assert (after.is_down, after.trouble, after.since) == (True, SILENT, centre.now)
    assert CentreViews(centre.world, FakeClock(centre.now)).touched(event).is_board


def test_only_those_who_watch_the_board_see_the_trunks() -> None:
    centre = a_centre()
    assert shown(centre, is_watched=False) is None


@pytest.mark.parametrize(
    ("state", "trouble", "is_down"),
    [
        (TrunkState.UNKNOWN, None, False),
        (TrunkState.RETRYING, None, False),
        (TrunkState.RETRYING, SILENT, True),
        (TrunkState.REFUSED, FORBIDDEN, True),
        (TrunkState.UNREACHABLE, SILENT, True),
        (TrunkState.REACHABLE, None, False),
        (TrunkState.REGISTERED, None, False),
    ],
)
def test_which_states_carry_no_calls(
    state: TrunkState, trouble: TrunkTrouble | None, is_down: bool
) -> None:
    assert TrunkStatus(state=state, trouble=trouble).is_down is is_down


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("", None),
        ("SIP 403", FORBIDDEN),
        ("no answer", SILENT),
        ("carrier.example did not answer within 3 seconds.", SILENT),
        ("odd", TrunkTrouble(reason=TrunkReason.OTHER, said="odd")),
    ],
)
def test_the_words_of_old_journals_are_read(words: str, trouble: TrunkTrouble | None) -> None:
    old = {"at": NOON.isoformat(), "trunk_id": LINE, "state": "refused", "detail": words}
    event = decode(TrunkStateChanged.type, 1, json.dumps(old).encode())
    assert event == TrunkStateChanged(
        at=NOON, trunk_id=LINE, state=TrunkState.REFUSED, trouble=trouble
    )
