"""The course of an agent's states: what lasted when, and how much of it is kept."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.centre import NOON, SmallCentre

from antiphon.agents.contract import AgentState, ChangePresence, Presence
from antiphon.agents.course import KEPT, Course, Span
from antiphon.app.views.own_day import own_day
from antiphon.kernel.ids import AgentId
from antiphon.routing.contract import AcceptOffer
from antiphon.telephony.engine import LegAnswered
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit

MINUTE = timedelta(minutes=1)


def test_the_course_of_a_call_is_told_state_by_state() -> None:
    centre = SmallCentre("anna")
    centre.pass_time(60)
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.pass_time(5)
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=offer.agent_id))
    centre.hear(LegAnswered(at=centre.now, leg=leg_of_offer(offer.offer_id)))
    centre.pass_time(30)
    day = own_day(centre.world, AgentId("anna"), centre.now)
    told = [(span.state, (span.ended_at - span.begun_at).total_seconds()) for span in day.course]
    assert told == [(AgentState.READY, 60), (AgentState.OFFERED, 5), (AgentState.HANDLING, 30)]
    assert day.begun_at == NOON.replace(hour=0)


def test_the_day_begins_at_midnight_with_what_lasted_then() -> None:
    centre = SmallCentre("anna")
    centre.pass_time(13 * 3_600)
    anna = AgentId("anna")
    midnight = (NOON + timedelta(days=1)).replace(hour=0)
    (ready,) = own_day(centre.world, anna, centre.now).course
    assert (ready.begun_at, ready.ended_at) == (midnight, centre.now)
    centre.do(ChangePresence(agent_id=anna, presence=Presence.OFFLINE))
    centre.pass_time(60)
    states = [span.state for span in own_day(centre.world, anna, centre.now).course]
    assert states == [AgentState.READY, AgentState.OFFLINE]


CHANGES = st.lists(
    st.tuples(st.sampled_from(AgentState), st.integers(min_value=1, max_value=100_000)),
    max_size=60,
)


@given(CHANGES)
def test_the_spans_of_the_last_day_are_those_of_all_changes(
    changes: list[tuple[AgentState, int]],
) -> None:
    course, at = Course(), NOON
    expected: list[Span] = []
    for state, seconds in changes:
        course.note(state, at)
        ended = at + timedelta(seconds=seconds)
        if expected and expected[-1].state is state:
            expected[-1] = expected[-1]._replace(ended_at=ended)
        else:
            expected.append(Span(state, at, ended))
        at = ended
    since = at - KEPT
    within = [
        span._replace(begun_at=max(span.begun_at, since))
        for span in expected
        if span.ended_at > since
    ]
    assert list(course.spans(since, at)) == within
