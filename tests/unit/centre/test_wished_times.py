"""Customers wish to be called at a time: agents and supervisors keep it."""

from datetime import timedelta

import pytest
from tests.support.call_backs import ANNA, CallBackCentre
from tests.support.centre import QUEUE

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, CallBackId
from antiphon.routing.callbacks import (
    CallBack,
    CallBackStarted,
    MoveCallBack,
    Origin,
    RequestCallBack,
)
from antiphon.telephony.dial_guard import DialRules, SaveDialRules

pytestmark = pytest.mark.unit

WISH = CallBackId("w")


def a_wish(hours: float, agent_id: AgentId | None = None) -> CallBackCentre:
    centre = CallBackCentre("anna")
    centre.do(SaveDialRules(rules=DialRules(allowed_prefixes=("+86",))))
    at = centre.now + timedelta(hours=hours)
    wish = CallBack(
        id=WISH,
        number="+861055550009",
        queue_id=QUEUE,
        order_at=at,
        due_at=at,
        origin=Origin.REQUEST,
        agent_id=agent_id,
    )
    centre.do(RequestCallBack(call_back=wish))
    return centre


def move(centre: CallBackCentre, hours: float, by: AgentId | None = None) -> None:
    at = centre.now + timedelta(hours=hours)
    centre.do(MoveCallBack(call_back_id=WISH, due_at=at, agent_id=by))


def started(centre: CallBackCentre, hours: float) -> bool:
    happened = centre.pass_time(hours * 3600)
    return any(isinstance(event, CallBackStarted) for event in happened)


def test_a_moved_call_is_made_at_the_new_time_and_not_at_the_old_one() -> None:
    centre = a_wish(hours=1)
    move(centre, hours=3)
    assert not started(centre, 2.9)
    assert started(centre, 0.2)


def test_a_call_can_be_moved_forward() -> None:
    centre = a_wish(hours=5)
    move(centre, hours=1)
    assert started(centre, 1)


def test_an_agent_moves_only_the_own_ones() -> None:
    centre = a_wish(hours=1, agent_id=ANNA)
    with pytest.raises(RuleBroken, match="not meant for you"):
        move(centre, hours=2, by=AgentId("bob"))
    move(centre, hours=2, by=ANNA)
    assert not started(centre, 1.5)


def test_a_time_too_far_away_is_refused() -> None:
    with pytest.raises(RuleBroken, match="fourteen days"):
        move(a_wish(hours=1), hours=24 * 20)


def test_a_call_that_is_being_made_cannot_be_moved() -> None:
    centre = a_wish(hours=1)
    centre.pass_time(3600)
    with pytest.raises(RuleBroken, match="under way"):
        move(centre, hours=2)
