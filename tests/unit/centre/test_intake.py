"""The limit on new calls, against an engine that can do so much work a second; in virtual time."""

import random
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from antiphon.app.centre.engine.intake import LEAST_PER_S, Intake

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
STEP_S, LOOK_S = 0.01, 0.1
# What a call costs that is refused by us, and by the engine alone; one that is served costs 1.
REFUSED, TURNED_AWAY = 0.3, 0.1


class Second(msgspec.Struct):
    """What became of the calls that were dealt with in one second, and how late the last was."""

    served: int = 0
    refused: int = 0
    turned_away: int = 0
    late_s: float = 0.0

    @property
    def sent_off(self) -> int:
        return self.refused + self.turned_away


class BusyEngine:
    """Does `capacity` calls' worth of work a second, in the order in which it comes in."""

    def __init__(
        self,
        capacity: float,
        *,
        frozen: tuple[float, float] = (0.0, 0.0),
        uneven: float = 0.0,
    ) -> None:
        """`uneven` is the share by which its strength swings, as others use the machine too."""
        self.intake = Intake()
        self._uneven = uneven
        self._capacity = capacity
        self._frozen = frozen
        self._rng = random.Random(7)
        self._line: deque[tuple[float, bool]] = deque()
        self._share = 0.0
        self._strength = 0.0

    def run(self, offered: Callable[[float], float], seconds: int) -> list[Second]:
        """Calls come at the rate that `offered` gives for each instant."""
        found = [Second() for _ in range(seconds)]
        coming = 0.0
        for tick in range(int(seconds / STEP_S)):
            at = tick * STEP_S
            coming += offered(at) * STEP_S
            while coming >= 1:
                coming -= 1
                self._line.append((at, self._rng.random() < self._share))
            if not self._frozen[0] <= at < self._frozen[1]:
                self._work(at, found[int(at)])
                if tick % int(LOOK_S / STEP_S) == 0:
                    self._share = self.intake.look(0.0, NOON + timedelta(seconds=at))
        return found

    def _work(self, at: float, found: Second) -> None:
        share = 1.0 + self._uneven * (1 if int(at / 0.7) % 2 else -1)
        self._strength = min(self._strength, 0.0) + share * self._capacity * STEP_S
        now = NOON + timedelta(seconds=at)
        while self._line and self._strength > 0:
            came, is_turned_away = self._line.popleft()
            told_at = NOON + timedelta(seconds=came)
            found.late_s = at - came
            if is_turned_away:
                self.intake.note_turned_away(told_at, now)
                self._strength -= TURNED_AWAY
                found.turned_away += 1
                continue
            self.intake.hear(told_at, now)
            self.intake.hear(told_at, now)
            if self.intake.admit(told_at, now):
                self._strength -= 1.0
                found.served += 1
            else:
                self._strength -= REFUSED
                found.refused += 1


def a_second(found: list[Second]) -> float:
    return sum(one.served for one in found) / len(found)


def possible(offered: float, capacity: float) -> float:
    """How many could be served a second if everybody else were turned away by the engine."""
    return (capacity - TURNED_AWAY * offered) / (1.0 - TURNED_AWAY)


def test_what_can_be_served_comes_in() -> None:
    found = BusyEngine(100).run(lambda at: 95.0, 60)
    assert sum(one.sent_off for one in found) == 0


def test_twice_as_many_as_can_be_served_leave_nine_tenths_of_what_is_possible() -> None:
    found = BusyEngine(100).run(lambda at: 80.0 if at < 5 else 200.0, 65)
    assert a_second(found[15:]) >= 0.9 * possible(200, 100)
    assert max(one.late_s for one in found) < 3.0


def test_those_too_many_are_turned_away_by_the_engine_itself() -> None:
    found = BusyEngine(100).run(lambda at: 200.0, 60)
    late = found[15:]
    assert sum(one.turned_away for one in late) > 10 * sum(one.refused for one in late)


def test_a_rate_that_climbs_past_what_is_possible_is_met_in_time() -> None:
    found = BusyEngine(100).run(lambda at: 60.0 + 2.0 * at, 60)
    assert max(one.late_s for one in found) < 2.0
    assert a_second(found[25:]) >= 0.85 * possible(150, 100)


def test_a_delay_that_goes_up_and_down_on_its_way_up_is_met_all_the_same() -> None:
    found = BusyEngine(100, uneven=0.6).run(lambda at: 160.0, 60)
    assert max(one.late_s for one in found) < 3.0
    assert a_second(found[15:]) >= 0.75 * possible(160, 100)


def test_waves_do_not_swing_the_limit_to_and_fro() -> None:
    found = BusyEngine(100).run(lambda at: 160.0 if int(at / 5) % 2 else 60.0, 100)
    crests = [one for second, one in enumerate(found) if int(second / 5) % 2 and second > 20]
    troughs = [one for second, one in enumerate(found) if not int(second / 5) % 2 and second > 20]
    assert a_second(crests) >= 0.75 * possible(160, 100)
    assert sum(one.sent_off for one in troughs) < 0.1 * 60 * len(troughs)


def test_when_fewer_come_nobody_is_refused_any_more() -> None:
    engine = BusyEngine(100)
    found = engine.run(lambda at: 200.0 if at < 15 else 70.0, 45)
    assert sum(one.sent_off for one in found[20:]) == 0
    assert engine.intake.per_s is None


def test_a_hiccup_refuses_nobody() -> None:
    for length in (0.5, 1.0, 2.0):
        found = BusyEngine(200, frozen=(10.0, 10.0 + length)).run(lambda at: 80.0, 30)
        assert sum(one.sent_off for one in found) == 0


def test_a_long_freeze_refuses_nobody_while_we_catch_up() -> None:
    found = BusyEngine(200, frozen=(10.0, 18.0)).run(lambda at: 80.0, 40)
    assert max(one.late_s for one in found) > 5.0
    assert sum(one.sent_off for one in found) == 0


def test_few_calls_are_never_too_many_however_late() -> None:
    intake = Intake()
    for tenth in range(600):
        now = NOON + timedelta(seconds=tenth / 10)
        if tenth % 5 == 0:
            assert intake.admit(now - timedelta(seconds=9), now)
            intake.hear(now - timedelta(seconds=9), now)
        intake.look(0.0, now)


def test_one_request_that_hangs_for_a_moment_is_no_overload() -> None:
    intake = Intake()
    for tenth in range(100):
        wait_s = max(0.0, min(1.0, (tenth - 50) / 10)) if tenth < 60 else 0.0
        assert intake.look(wait_s, NOON + timedelta(seconds=tenth / 10)) == 0.0
    assert intake.per_s is None


def test_commands_that_go_on_waiting_limit_calls_though_reports_are_in_time() -> None:
    intake = Intake()
    for hundredth in range(6_000):
        now = NOON + timedelta(seconds=hundredth / 100)
        intake.hear(now, now)
        intake.admit(now, now)
        if hundredth % 10 == 0:
            intake.look(1.0, now)
    assert intake.per_s == LEAST_PER_S


def test_a_clock_that_is_set_back_begins_anew() -> None:
    intake = Intake()
    intake.look(0.0, NOON)
    assert intake.admit(NOON - timedelta(hours=1), NOON - timedelta(hours=1))
    assert intake.look(0.0, NOON - timedelta(hours=1)) == 0.0


def test_as_many_get_in_as_the_operator_says_however_late() -> None:
    intake = Intake(1_000.0)
    for hundredth in range(6_000):
        now = NOON + timedelta(seconds=hundredth / 100)
        intake.hear(now - timedelta(seconds=9), now)
        assert intake.admit(now - timedelta(seconds=9), now)
        if hundredth % 10 == 0:
            assert intake.look(9.0, now) == 0.0
    assert intake.per_s == 1_000.0
