"""The expected wait keeps its promise on simulated days, also just after the load doubled."""

import heapq
import itertools
import math
import random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.routing.expected_wait import (
    FEWEST_SCORES,
    SUMMED,
    Interval,
    WaitForecast,
    moments,
)

pytestmark = pytest.mark.unit

DOUBLED_AT, END = 7_200.0, 10_800.0
TEN_MINUTES = 600.0


class Centre(NamedTuple):
    """Agents, calls a second, seconds of patience on average; a call takes three minutes."""

    agents: int
    rate: float
    patience: float


CENTRES = (
    Centre(20, 0.11, 600),
    Centre(60, 0.33, 600),
    Centre(8, 0.045, 600),
    Centre(20, 0.13, 150),
)


class Told(NamedTuple):
    """What a customer who was served had been told, when, and what it came to."""

    at: float
    waited: float
    interval: Interval | None

    @property
    def is_held(self) -> bool:
        return self.interval is not None and (
            self.interval.low_s <= self.waited <= self.interval.high_s
        )


def a_day(seed: int, centre: Centre) -> list[Told]:
    """Three hours; after two, twice as many call."""
    dice, forecast = random.Random(seed), WaitForecast[int]()
    numbers, told, served = itertools.count(1), {}, []
    line: list[int] = []
    free = centre.agents
    events: list[tuple[float, int, str, int]] = [(dice.expovariate(centre.rate), 0, "call", 0)]

    def later(now: float, span: float, what: str, who: int) -> None:
        heapq.heappush(events, (now + span, next(numbers), what, who))

    def talk(now: float) -> None:
        later(now, dice.lognormvariate(math.log(180) - 0.32, 0.8), "end", 0)

    while events[0][0] < END:
        now, _, what, who = heapq.heappop(events)
        if what == "call":
            who = next(numbers)
            later(now, dice.expovariate(centre.rate * (2 if now >= DOUBLED_AT else 1)), "call", 0)
            interval = forecast.ask(len(line), now)
            forecast.enter(who, now)
            if free:
                forecast.forget(who)
                free -= 1
                talk(now)
                continue
            line.append(who)
            told[who] = now, interval
            later(now, dice.expovariate(1 / centre.patience), "patience", who)
        elif what == "patience" and who in line:
            line.remove(who)
            forecast.leave(who, now, is_served=False)
        elif what == "end" and line:
            who = line.pop(0)
            forecast.leave(who, now, is_served=True)
            at, interval = told[who]
            served.append(Told(at, now - at, interval))
            talk(now)
        elif what == "end":
            free += 1
    return served


def share_held(days: list[Told]) -> float:
    said = [one for one in days if one.interval is not None]
    assert len(said) > 1_000
    return sum(one.is_held for one in said) / len(said)


@pytest.fixture(scope="module")
def days() -> list[Told]:
    """Waits of many days in four centres."""
    return [one for centre in CENTRES for seed in range(8) for one in a_day(seed, centre)]


def test_nine_of_ten_waits_fall_into_what_was_said(days: list[Told]) -> None:
    assert 0.87 <= share_held(days) <= 0.93


def test_so_they_do_within_ten_minutes_after_the_load_doubled(days: list[Told]) -> None:
    just_after = [one for one in days if DOUBLED_AT <= one.at < DOUBLED_AT + TEN_MINUTES]
    assert 0.87 <= share_held(just_after) <= 0.93


def test_what_is_said_is_worth_saying(days: list[Told]) -> None:
    said = [one for one in days if one.interval is not None]
    assert len(said) > 0.6 * len(days)
    widths = sorted(one.interval.high_s - one.interval.low_s for one in said if one.interval)
    assert widths[len(widths) // 2] < 120


def test_nothing_is_said_before_there_is_something_to_learn_from() -> None:
    forecast = WaitForecast[int]()
    for who in range(FEWEST_SCORES):
        assert forecast.ask(0, who) is None
        forecast.enter(who, who)
        forecast.leave(who, who + 0.5, is_served=True)


def test_nothing_is_said_when_the_queue_stands_still() -> None:
    forecast = WaitForecast[int]()
    now = 0.0
    for who in range(400):
        forecast.enter(who, now)
        now += 10 if who % 2 else 12
        forecast.leave(who, now, is_served=True)
    assert forecast.ask(3, now) is not None
    forecast.enter(1_000, now)
    assert forecast.ask(3, now + 24 * 3_600) is None


@given(
    serving=st.floats(1e-4, 100.0),
    leaving=st.floats(0.0, 1.0),
    ahead=st.sampled_from([0, 1, SUMMED, SUMMED + 1, 200, 5_000]),
)
def test_gaps_that_are_taken_together_come_to_what_they_come_to_one_by_one(
    serving: float, leaving: float, ahead: int
) -> None:
    gaps = [1.0 / (serving + others * leaving) for others in range(ahead + 1)]
    mean, variance = moments(serving, leaving, ahead)
    assert mean == pytest.approx(math.fsum(gaps), rel=1e-6)
    assert variance == pytest.approx(math.fsum(gap * gap for gap in gaps), rel=1e-6)
