"""The expected wait on the board and in a trial: said while it is honest, and only then."""

import random

import pytest
from tests.support.centre import QUEUE, SmallCentre
from tests.support.fake_clock import FakeClock

from antiphon.app.centre.entering import dry_run
from antiphon.app.views.board import BoardView, QueueView
from antiphon.routing.admission.dry_run import TrialQueue
from antiphon.routing.expected_wait import Interval

pytestmark = pytest.mark.unit

Said = tuple[int | None, int | None]
NOTHING: Said = (None, None)


def shown(centre: SmallCentre) -> Said:
    views = dict(BoardView(centre.world, FakeClock(centre.now)).draw(is_watched=False))
    view = views["queue", QUEUE]
    assert isinstance(view, QueueView)
    return view.expected_wait_low_s, view.expected_wait_high_s


def tried(centre: SmallCentre, *, is_now: bool = True) -> Said:
    trial = dry_run.attempt(
        centre.world, "1000", "+861012345678", centre.now, keys="", is_now=is_now
    )
    assert isinstance(trial.queue, TrialQueue)
    return trial.queue.expected_wait_low_s, trial.queue.expected_wait_high_s


def a_busy_hour() -> SmallCentre:
    """One agent, and always one who waits behind the one who talks."""
    dice = random.Random(7)
    centre = SmallCentre("ann", wrap_up_s=0)
    centre.talk("c0")
    for number in range(1, 200):
        centre.call(f"c{number}")
        centre.pass_time(dice.uniform(20, 40))
        centre.leg_ends(f"c{number - 1}")
        offer = centre.offer_of(f"c{number}")
        assert offer is not None
        centre.agent_answers(offer.offer_id)
    return centre


def test_nothing_is_said_of_a_queue_that_nobody_knows_yet() -> None:
    centre = SmallCentre()
    centre.call()
    assert (shown(centre), tried(centre)) == (NOTHING, NOTHING)


def test_a_queue_with_a_record_says_what_the_next_caller_waits() -> None:
    centre = a_busy_hour()
    low, high = shown(centre)
    assert low is not None
    assert high is not None
    assert low <= 30 <= high <= 90
    assert tried(centre) == (low, high)


def test_at_another_time_nobody_knows() -> None:
    assert tried(a_busy_hour(), is_now=False) == NOTHING


def test_there_is_no_wait_where_an_agent_is_free() -> None:
    centre = a_busy_hour()
    centre.leg_ends("c199")
    assert (shown(centre), tried(centre)) == (NOTHING, NOTHING)


@pytest.mark.parametrize(
    ("exact", "said"),
    [((11.0, 49.0), (10, 50)), ((47.0, 301.0), (30, 330)), ((130.0, 1_201.0), (120, 1_260))],
)
def test_people_are_told_round_numbers_never_narrower(
    exact: tuple[float, float], said: tuple[float, float]
) -> None:
    rounded = Interval(*exact).rounded()
    assert (rounded.low_s, rounded.high_s) == said
