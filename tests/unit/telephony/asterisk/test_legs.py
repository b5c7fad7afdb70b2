"""What is told of legs that ended while nobody listened."""

from datetime import timedelta

import pytest
from tests.support.centre import NOON

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.legs import LegBook
from antiphon.telephony.engine import EndCause, LegEnded

pytestmark = pytest.mark.unit

LEG = LegId("call-1.r1")


@pytest.mark.parametrize("is_new_engine", [False, True])
def test_nobody_hung_up_what_a_dead_engine_took_along(*, is_new_engine: bool) -> None:
    book = LegBook()
    book.ring(LEG, until=NOON + timedelta(seconds=20))
    told = list(book.end_missing([], NOON, is_new_engine=is_new_engine))
    assert told == [LegEnded(at=NOON, leg=LEG, cause=EndCause.FAILED, by_far_end=not is_new_engine)]
