"""A few agents and calls in every order: every report early, late, twice or never.

What is tried in each state, and which states are the same, says `tests/support/every_order.py`.
Two agents and two calls are explored to the end, and a group of agents and one call, and what is
left of calls that are over is proved to move nothing else. So it is left out for three and three:
from the beginning outwards here, to the end by `make model`.
"""

import os

import pytest
from tests.support.every_order import Visit

pytestmark = pytest.mark.simulation

# Of three agents and three calls; `make model` asks for all.
MOST_STATES = int(os.environ.get("ANTIPHON_ORDERS", "1500"))


@pytest.mark.parametrize("world", [(2, 2, 1), (3, 1, 2)])
def test_a_few_agents_and_calls_keep_every_promise_in_every_order(
    world: tuple[int, int, int],
) -> None:
    visit = Visit(*world)
    visit.go(1_000_000)
    assert not visit.pending
    assert len(visit.seen) > 150
    assert visit.had_effect > 1_500
    assert visit.tried > 2 * visit.had_effect
    # What is left of a call that is over changes nothing of what may follow for the others.
    by_state = visit.followers.values()
    assert any(len(followers) > 1 for followers in by_state)
    assert all(len(set(map(frozenset, followers.values()))) == 1 for followers in by_state)


@pytest.mark.parametrize(("at_once", "part"), [(1, 1), (3, 5)])
def test_three_agents_and_three_calls_keep_every_promise_as_far_as_was_looked(
    at_once: int, part: int
) -> None:
    visit = Visit(3, 3, at_once, by_kind=True)
    visit.go(MOST_STATES // part)
    assert not visit.pending or len(visit.seen) >= MOST_STATES // part
