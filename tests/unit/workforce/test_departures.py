"""Whether a state is what the plan asks for."""

from datetime import timedelta

import pytest
from tests.support.centre import NOON

from antiphon.agents.contract import AgentState
from antiphon.workforce.contract import Planned
from antiphon.workforce.standing import BUSY, TOLERANCE, DepartureKind, Standing, departure_of

pytestmark = pytest.mark.unit

HOUR = timedelta(hours=1)
AWAY_KINDS = {
    AgentState.OFFLINE: DepartureKind.ABSENT,
    AgentState.NOT_READY: DepartureKind.AWAY,
    AgentState.BLOCKED: DepartureKind.AWAY,
}


@pytest.mark.parametrize("planned", list(Planned))
@pytest.mark.parametrize("state", list(AgentState))
def test_every_pair_of_plan_and_state(planned: Planned, state: AgentState) -> None:
    standing = Standing(planned, NOON - HOUR, NOON + HOUR)
    found = departure_of(standing, state, NOON)
    kind = found.kind if found is not None else None
    if state in BUSY:
        assert kind is None
    elif planned is Planned.WORK:
        assert kind == AWAY_KINDS.get(state)
    elif state is AgentState.READY:
        is_off = planned is Planned.OFF
        assert kind is (DepartureKind.UNPLANNED if is_off else DepartureKind.STILL_READY)
    else:
        assert kind is None


def test_it_begins_with_the_state_or_the_plan_whichever_is_later() -> None:
    standing = Standing(Planned.WORK, NOON, NOON + HOUR)
    early = departure_of(standing, AgentState.OFFLINE, NOON - HOUR)
    late = departure_of(standing, AgentState.OFFLINE, NOON + HOUR / 2)
    assert early is not None
    assert late is not None
    assert (early.since, late.since) == (NOON, NOON + HOUR / 2)
    assert early.told_from == NOON + TOLERANCE


def test_who_has_no_plan_or_none_near_departs_from_nothing() -> None:
    assert departure_of(None, AgentState.READY, NOON) is None
    far = Standing(Planned.OFF, NOON - 13 * HOUR, NOON + 13 * HOUR)
    assert departure_of(far, AgentState.READY, NOON) is None
    soon = Standing(Planned.OFF, None, NOON + HOUR)
    assert departure_of(soon, AgentState.READY, NOON) is not None
