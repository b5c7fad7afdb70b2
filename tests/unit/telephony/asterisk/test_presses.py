"""A digit that Asterisk reports again is not pressed again; one that is pressed again is told."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from tests.support.centre import NOON

from antiphon.telephony.asterisk.presses import Press, Presses

pytestmark = pytest.mark.unit


def told(*reports: tuple[str, int], held_ms: Sequence[int] = ()) -> str:
    """The presses among reports of digits: when, and for how long if not 100, in milliseconds."""
    presses, digits = Presses(), ""
    for (digit, at_ms), held in zip(reports, held_ms or [100] * len(reports), strict=True):
        report = Press(digit, held, NOON + timedelta(milliseconds=at_ms))
        digits += digit * presses.is_new(report)
    return digits


def test_what_the_end_point_repeats_is_no_press() -> None:
    assert told(("1", 0), ("1", 0), ("1", 160), ("1", 160), ("2", 320), ("2", 320)) == "112"


def test_digits_that_were_put_aside_are_no_presses_when_they_are_passed_on() -> None:
    # As Asterisk reported 1590, which came all at once.
    reports = ("1", 0), ("5", 0), ("5", 129), ("9", 131), ("9", 277), ("0", 278), ("0", 432)
    assert told(*reports) == "1590"


def test_a_digit_that_came_twice_in_the_heap_was_pressed_twice() -> None:
    assert told(("7", 0), ("7", 1), ("7", 130), ("8", 400)) == "778"


@pytest.mark.parametrize("pause_ms", [126, 160, 700])
def test_a_key_can_be_pressed_again_and_again(pause_ms: int) -> None:
    assert told(*(("1", step * pause_ms) for step in range(5))) == "11111"


def test_a_short_press_after_a_long_one_may_be_repeated() -> None:
    assert told(("3", 0), ("5", 160), ("5", 330), held_ms=(240, 80, 80)) == "355"


def test_what_was_put_aside_is_not_waited_for_for_ever() -> None:
    assert told(("1", 0), ("2", 50), ("2", 1_000)) == "122"
