"""The half-hours of a day lived again: together they are the whole."""

from datetime import timedelta

import msgspec
import pytest
from tests.support.erlang import SALES, an_erlang_day

from antiphon.kernel.ids import SkillId
from antiphon.routing.contract import Queue
from antiphon.simulation.virtual_time import MORNING
from antiphon.simulation.what_if.figures import HalfHour, Interval, course_of
from antiphon.simulation.what_if.ledger import Ledger
from antiphon.simulation.what_if.plan import Plan, QueueChange, planned
from antiphon.simulation.what_if.run import Day

pytestmark = pytest.mark.unit

QUEUE = Queue(id=SALES, name="Sales", service_level_s=20, short_abandon_s=5)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def an_hour(ledger: Ledger) -> list[HalfHour]:
    return ledger.course([QUEUE])


def test_the_half_hours_of_a_day_sum_to_the_whole() -> None:
    recorded = an_erlang_day(
        seed=5, hours=3.25, samples=500, per_hour=240, talk_s=180, patience_s=120, agents=12
    )
    day = Day(recorded, Plan(), 5)
    whole = day.live()[None]
    course = day.ledger.course(recorded.queues.values())
    assert len(course) == 7
    assert sum(one.offered for one in course) == whole.offered == len(recorded.contacts)
    assert min(one.offered for one in course) > 0
    told = [(one.offered, one.service_level) for one in course if one.service_level is not None]
    # No abandon of that queue is too short to count, so shares weigh as many as came.
    weighed = sum(offered * share for offered, share in told) / whole.offered
    assert weighed == pytest.approx(whole.service_level)


def test_time_in_line_is_spread_over_the_half_hours_in_which_it_passes() -> None:
    ledger = Ledger(MORNING, MORNING + minutes(75))
    ledger.answered(SALES, MORNING + minutes(24), MORNING + minutes(45))
    ledger.left(SALES, MORNING + minutes(61), MORNING + minutes(64))
    first, second, third = an_hour(ledger)
    assert (first.offered, second.offered, third.offered) == (1, 0, 1)
    assert (first.waiting, second.waiting) == pytest.approx((6 / 30, 15 / 30))
    assert third.waiting == pytest.approx(3 / 15)
    assert (first.mean_wait_s, second.mean_wait_s, third.mean_wait_s) == (21 * 60, None, None)
    assert (first.service_level, second.service_level, third.service_level) == (0, None, 0)


def test_who_left_shortly_after_counts_for_no_service_level() -> None:
    ledger = Ledger(MORNING, MORNING + minutes(30))
    ledger.left(SALES, MORNING, MORNING + timedelta(seconds=4))
    assert an_hour(ledger)[0].service_level is None
    ledger.answered(SALES, MORNING, MORNING + timedelta(seconds=20))
    assert an_hour(ledger)[0].service_level == 1


def test_occupancy_is_told_where_an_agent_was_there() -> None:
    ledger = Ledger(MORNING, MORNING + minutes(90))
    ledger.present(MORNING + minutes(10), MORNING + minutes(20), has_work=False)
    ledger.present(MORNING + minutes(20), MORNING + minutes(40), has_work=True)
    assert [one.occupancy for one in an_hour(ledger)] == [0.5, 1.0, None]
    assert ledger.figures({SALES: QUEUE})[None].occupancy == pytest.approx(2 / 3)


def test_who_is_never_answered_makes_the_line_longer_until_the_end() -> None:
    recorded = an_erlang_day(
        seed=6, hours=1, samples=50, per_hour=60, talk_s=60, patience_s=60, agents=2
    )
    recorded.spans[SALES].waits.clear()  # patience without end
    tea = Plan(queues=(QueueChange(queue_id=SALES, required_skills={SkillId("tea"): 1}),))
    day = Day(planned(recorded, tea), tea, 1)
    day.live()
    first, second = day.ledger.course(recorded.queues.values())
    assert 0 < first.waiting < second.waiting
    assert (first.occupancy, second.occupancy) == (0, 0)  # ready, also when nothing happens


def test_a_figure_that_one_run_alone_tells_has_no_interval() -> None:
    quiet = HalfHour(offered=0, waiting=0, service_level=None, mean_wait_s=None, occupancy=None)
    busy = msgspec.structs.replace(quiet, offered=2, service_level=1.0)
    course = course_of([[quiet, busy], [busy, busy]])
    assert course["service_level"] == [None, Interval(1.0, 0.0)]
    assert course["offered"][1] == Interval(2, 0)
    assert course["occupancy"] == [None, None]
