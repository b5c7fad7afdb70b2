"""How many new calls are let in: all, or so many a second as engine and centre keep up with.

What tells is delay, and of each stretch of time only the least that was met: a hiccup makes some
reports late, too much work makes all of them. One that grows smaller by itself is a backlog that is
being worked off, as after a freeze, and no reason to refuse anybody. A delay that stays lowers the
rate step by step; calm raises it again, until it limits nobody.

Policy: `_Stretch.delay_s` says what counts as late, `_judge` what follows.
"""

from datetime import datetime
from math import inf

# Long enough for a few reports of each, short against the patience of a waiting request.
STRETCH_S = 0.4
LATE_S = 0.4
CALM_S = 0.08
# Whoever will have caught up in so many seconds needs no help.
_CATCHES_UP_IN_S = 20.0
_USUAL_S = 1.2
_LEAP_S = 0.5
_LATE_IN_A_ROW = 2
# So few reports say nothing: at that pace no machine is busy with calls.
_FEWEST_REPORTS = 10
_CUT = 0.9
# Quickly up to where it was too much the last time, slowly beyond.
_RAISE, _TRY_MORE = 1.04, 1.004
_NEAR_THE_KNEE = 0.93
# What a cut does is seen so much later.
_HOLD_S = 1.0
# However late we are, so many calls a second get in unless settings say more, and so many at once.
LEAST_PER_S = 5.0
_BURST = 10.0
_BURST_S = 0.25
# A limit that met nobody for so long is taken away.
_UNUSED_S = 5.0
# The engine leaves this much more than the rate, so that chance does not starve us.
_LEFT_OVER = 1.05
_MOST_TURNED_AWAY = 0.95


class _Stretch:
    """What was met in a short time."""

    def __init__(self, begun: float) -> None:
        self.begun = begun
        self.youngest_s, self.reports = inf, 0
        self.shortest_wait_s, self.looks = inf, 0
        self.offered = self.admitted = 0
        self.first_came, self.last_came = inf, 0.0

    def offer(self, told_at: datetime) -> None:
        """A call came, whatever becomes of it."""
        self.offered += 1
        self.first_came = min(self.first_came, told_at.timestamp())
        self.last_came = max(self.last_came, told_at.timestamp())

    def offered_per_s(self, seconds: float) -> float:
        """By when calls came: of those that pile up we hear no faster than they are worked off."""
        span_s = self.last_came - self.first_came
        return self.offered / (min(span_s, seconds) if span_s > seconds / 4 else seconds)

    @property
    def delay_s(self) -> float:
        """The least delay of reports on their way here, and of commands here and there."""
        report_s = self.youngest_s if self.reports >= _FEWEST_REPORTS else 0.0
        wait_s = self.shortest_wait_s if self.looks > 1 else 0.0
        return max(report_s, wait_s)


class Intake:
    """Follows delays and calls; times are the centre's."""

    def __init__(self, least_per_s: float = LEAST_PER_S) -> None:
        self._least_per_s = least_per_s
        # Calls a second; None: as many as come.
        self.per_s: float | None = None
        self._stretch: _Stretch | None = None
        self._delay_s = self._usual_s = 0.0
        self._leapt_s = inf
        self._late = 0
        self._unused_s = self._held_s = 0.0
        self._knee_per_s = 0.0
        self._offered_per_s = self._admitted_per_s = 0.0
        self._tokens = 0.0
        self._filled_at = 0.0

    @property
    def is_worth_a_look(self) -> bool:
        """Whether enough happens to say something, or calls are limited."""
        stretch = self._stretch
        is_busy = stretch is not None and stretch.reports >= _FEWEST_REPORTS
        return is_busy or self.per_s is not None

    def hear(self, told_at: datetime, now: datetime) -> None:
        """A report that the engine made at `told_at` is here."""
        stretch = self._at(now.timestamp())
        stretch.reports += 1
        stretch.youngest_s = min(stretch.youngest_s, (now - told_at).total_seconds())

    def admit(self, told_at: datetime, now: datetime) -> bool:
        """Whether a call that came at `told_at` may come in."""
        stretch = self._at(now.timestamp())
        stretch.offer(told_at)
        if self.per_s is not None:
            self._fill(self.per_s, now.timestamp())
            if self._tokens < 1.0:
                return False
            self._tokens -= 1.0
        stretch.admitted += 1
        return True

    def note_turned_away(self, told_at: datetime, now: datetime) -> None:
        """A call was turned away by the engine."""
        self._at(now.timestamp()).offer(told_at)

    def look(self, wait_s: float, now: datetime) -> float:
        """Several times in a stretch: how long commands wait; gives the share to turn away."""
        at = now.timestamp()
        stretch = self._at(at)
        stretch.looks += 1
        stretch.shortest_wait_s = min(stretch.shortest_wait_s, wait_s)
        if at - stretch.begun >= STRETCH_S:
            self._judge(stretch, at - stretch.begun)
            self._stretch = _Stretch(at)
        return self._share()

    def _at(self, at: float) -> _Stretch:
        # A clock that was set back begins anew.
        if self._stretch is None or at < self._stretch.begun:
            self._stretch = _Stretch(at)
        return self._stretch

    def _judge(self, stretch: _Stretch, seconds: float) -> None:
        delay_s, before_s = stretch.delay_s, self._delay_s
        self._delay_s = delay_s
        # Work makes delay grow no faster than time passes: what leaps was frozen.
        if delay_s > before_s + seconds + _LEAP_S:
            self._usual_s, self._leapt_s = delay_s, 0.0
        self._leapt_s += seconds
        # A smoothed delay follows one that shrinks steadily at a distance; one stretch says little.
        self._usual_s += (delay_s - self._usual_s) * min(1.0, seconds / _USUAL_S)
        is_shrinking = self._usual_s - delay_s > _USUAL_S * delay_s / _CATCHES_UP_IN_S
        self._offered_per_s = (self._offered_per_s + stretch.offered_per_s(seconds)) / 2
        self._admitted_per_s = (self._admitted_per_s + stretch.admitted / seconds) / 2
        is_patient = is_shrinking or self._leapt_s <= _USUAL_S or not stretch.offered
        is_late = delay_s > LATE_S and not is_patient
        if delay_s <= LATE_S:
            self._late = 0
        else:
            self._late = self._late + 1 if is_late else max(0, self._late - 1)
        self._held_s += seconds
        if self.per_s is None:
            if self._late >= _LATE_IN_A_ROW:
                # Whoever is late works as fast as it can: what came in is what can come in.
                self._limit(self._admitted_per_s)
                self._tokens = max(_BURST, self._least_per_s * _BURST_S)
                self._filled_at = stretch.begun + seconds
        elif is_late and self._held_s >= _HOLD_S:
            self._limit(self.per_s)
        elif delay_s < CALM_S:
            self._relax(self.per_s, seconds)

    def _limit(self, too_much: float) -> None:
        self._knee_per_s = too_much
        self.per_s = max(self._least_per_s, _CUT * too_much)
        self._unused_s = self._held_s = 0.0

    def _relax(self, per_s: float, seconds: float) -> None:
        is_known = per_s < self._knee_per_s * _NEAR_THE_KNEE
        self.per_s = per_s * (_RAISE if is_known else _TRY_MORE) + 0.1 * seconds
        is_used = self._offered_per_s > 0.9 * per_s
        self._unused_s = 0.0 if is_used else self._unused_s + seconds
        if self._unused_s >= _UNUSED_S:
            self.per_s = None

    def _fill(self, per_s: float, at: float) -> None:
        most = max(_BURST, per_s * _BURST_S)
        self._tokens = min(most, self._tokens + per_s * max(0.0, at - self._filled_at))
        self._filled_at = at

    def _share(self) -> float:
        if self.per_s is None or self._offered_per_s <= self.per_s * _LEFT_OVER:
            return 0.0
        share = 1.0 - self.per_s * _LEFT_OVER / self._offered_per_s
        return round(min(share, _MOST_TURNED_AWAY), 2)
