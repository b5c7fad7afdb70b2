"""How the benchmark counts the gaps of freed agents, from what their phones noted."""

from tests.load.gap import gaps
from tests.load.sipp import instant

FROM_THE_FIRST = instant("2026-01-05 12:00:00")


def noted(what: str, second: float) -> str:
    return f"{what} agent-a1 2026-01-05 12:00:{second:09.6f}"


def test_a_gap_lasts_from_a_calls_end_to_the_next_ring() -> None:
    lines = [noted("rings", 1), noted("over", 3), noted("rings", 3.25), noted("over", 5)]
    assert list(gaps(lines, FROM_THE_FIRST)) == [250]


def test_a_phone_that_rings_before_it_is_told_the_end_had_none() -> None:
    lines = [noted("rings", 1), noted("rings", 3), noted("over", 3.01), noted("over", 5)]
    assert list(gaps([*lines, noted("rings", 5.5)], FROM_THE_FIRST)) == [0, 500]
