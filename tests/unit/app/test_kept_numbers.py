"""What is remembered of every number that ever called stays small, and ends."""

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.waiting_customers import arrives

from antiphon.interactions.contract import Outcome
from antiphon.interactions.earlier import EARLIER_EACH, EarlierInteractions
from antiphon.interactions.record import Interaction, arrived
from antiphon.kernel.ids import InteractionId
from antiphon.routing.admission.recent import KEPT_FOR, MOST_KEPT, RecentCalls

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
NUMBERS = 2_000


def bytes_each(remember: Callable[[int], None]) -> float:
    """What it takes to remember one more number."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(NUMBERS):
            remember(number)
        return (tracemalloc.get_traced_memory()[0] - before) / NUMBERS
    finally:
        tracemalloc.stop()


def over(number: int, count: int = 0) -> Interaction:
    call = InteractionId(f"c{number}-{count}")
    return arrived(arrives(call, NOON, dialled="1000", customer_number=f"+4930{number:06}"))


def test_a_number_that_called_once_takes_little() -> None:
    calls = RecentCalls()
    assert bytes_each(lambda n: calls.add(f"+4930{n:06}", NOON + timedelta(seconds=n))) < 500


def test_an_interaction_that_is_over_takes_little() -> None:
    earlier = EarlierInteractions()
    assert bytes_each(lambda n: earlier.remember(over(n), Outcome.HANDLED)) < 900


@pytest.mark.parametrize("count", [1, MOST_KEPT, MOST_KEPT + 7])
def test_of_a_number_that_calls_often_the_last_calls_are_kept(count: int) -> None:
    calls = RecentCalls()
    for second in range(count):
        calls.add("+4930", NOON + timedelta(seconds=second))
    now = NOON + timedelta(seconds=count)
    assert calls.count("+4930", timedelta(hours=1), now) == min(count, MOST_KEPT)
    assert calls.count("+4930", timedelta(seconds=1.5), now) == 1


def test_who_has_not_called_for_a_day_is_forgotten() -> None:
    calls = RecentCalls()
    calls.add("+491", NOON)
    calls.add("+492", NOON + KEPT_FOR + timedelta(seconds=1))
    assert calls.count("+491", 2 * KEPT_FOR, NOON + KEPT_FOR) == 0


def test_the_last_interactions_of_a_number_are_told_newest_first() -> None:
    earlier = EarlierInteractions()
    for count in range(EARLIER_EACH + 2):
        earlier.remember(over(1, count), Outcome.HANDLED)
    told = [one.id for one in earlier.of(over(1).customer_number)]
    assert told == [f"c1-{count}" for count in range(EARLIER_EACH + 1, 1, -1)]


def test_what_a_customer_asked_before_is_in_the_order_of_arrival() -> None:
    """A second call may be over while somebody still writes about the first."""
    earlier = EarlierInteractions()
    for count in (1, 0, 3, 2, 5, 4):
        call = arrives(
            InteractionId(f"c{count}"),
            NOON + timedelta(minutes=count),
            dialled="1",
            customer_number="+4930",
        )
        earlier.remember(arrived(call), Outcome.HANDLED)
    shown = [int(one.id[1:]) for one in earlier.of("+4930")]
    assert shown == [5, 4, 3, 2, 1]
