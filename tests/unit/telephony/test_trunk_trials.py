"""Trying trunks is for people, not for scanners."""

import pytest
from tests.support.manual_clock import ManualClock

from antiphon.kernel.ids import UserId
from antiphon.telephony.trials import MOST, WITHIN_S, TrunkTrials

pytestmark = pytest.mark.unit

ANNA, BEN = UserId("anna"), UserId("ben")


def test_the_eleventh_trial_in_a_minute_has_to_wait_and_then_may_be_made() -> None:
    clock = ManualClock()
    trials = TrunkTrials(clock)
    for _ in range(MOST):
        assert trials.ask(ANNA) == 0
        clock.move(1)
    wait_s = trials.ask(ANNA)
    assert wait_s == WITHIN_S - MOST
    assert trials.ask(BEN) == 0
    clock.move(wait_s)
    assert trials.ask(ANNA) == 0
