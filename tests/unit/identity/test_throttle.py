"""Guessing gets slower, nobody is locked out for good, and memory is bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.identity.throttle import Slope, Throttle

pytestmark = pytest.mark.unit

SLOPE = Slope(free=3, longest_s=60, forgotten_after_s=900)


def test_the_first_failures_cost_nothing_then_the_delay_doubles_up_to_a_limit() -> None:
    throttle = Throttle(SLOPE)
    waits = []
    now = 0.0
    for _ in range(12):
        wait = throttle.wait_s("ann", now)
        waits.append(wait)
        now += wait
        throttle.begin("ann", now)
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_tries_made_at_once_all_count_before_the_first_has_failed() -> None:
    throttle = Throttle(SLOPE)
    for _ in range(3):
        assert throttle.wait_s("ann", 0) == 0
        throttle.begin("ann", 0)
    assert throttle.wait_s("ann", 0) == 1


def test_a_success_takes_back_its_own_try_only() -> None:
    throttle = Throttle(SLOPE)
    for _ in range(3):
        throttle.begin("10.0.0.1", 0)
    throttle.begin("10.0.0.1", 5)
    throttle.succeed("10.0.0.1", 5)
    assert throttle.wait_s("10.0.0.1", 5) == 1


def test_failures_are_forgotten_after_a_while() -> None:
    throttle = Throttle(SLOPE)
    for _ in range(9):
        throttle.begin("ann", 0)
    assert throttle.wait_s("ann", 0) == 60
    assert throttle.wait_s("ann", 901) == 0


def test_memory_is_bounded_and_the_oldest_key_is_forgotten_first() -> None:
    throttle = Throttle(SLOPE, most_keys=100)
    for number in range(1000):
        throttle.begin(f"login-{number}", 0)
    assert len(throttle) == 100


@given(st.lists(st.integers(0, 400), max_size=60))
def test_no_delay_is_ever_longer_than_the_limit(pauses: list[int]) -> None:
    throttle, now = Throttle(SLOPE), 0.0
    for pause in pauses:
        now += pause
        throttle.begin("ann", now)
        assert 0 <= throttle.wait_s("ann", now) <= SLOPE.longest_s
