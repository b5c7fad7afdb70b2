"""What the board says an agent has in hand, and since when."""

from datetime import timedelta

import pytest
from tests.support.centre import BREAK, NOON, SmallCentre
from tests.support.fake_clock import FakeClock

from antiphon.agents.contract import ChangePresence, Presence, ReportPhone
from antiphon.app.views.board import AgentView, BoardView
from antiphon.kernel.ids import AgentId

pytestmark = pytest.mark.unit

ANN = AgentId("ann")


def test_a_call_rings_since_it_was_offered_not_since_the_customer_waits() -> None:
    centre = SmallCentre("ann")
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    centre.call()
    centre.pass_time(40)
    centre.do(ReportPhone(agent_id=ANN, is_reachable=True))
    view = dict(BoardView(centre.world, FakeClock(centre.now)).draw(is_watched=True))["agent", ANN]
    assert isinstance(view, AgentView)
    (item,) = view.in_hand
    assert (item.stage, item.since) == ("offered", NOON + timedelta(seconds=40))


def test_a_break_that_begins_after_the_work_is_told_since_it_was_chosen() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    centre.pass_time(30)
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.pass_time(30)
    view = dict(BoardView(centre.world, FakeClock(centre.now)).draw(is_watched=True))["agent", ANN]
    assert isinstance(view, AgentView)
    assert (view.state, view.presence, view.reason_name) == ("handling", "not_ready", "Break")
    assert view.chosen_at == NOON + timedelta(seconds=30)
