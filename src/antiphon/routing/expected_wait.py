"""How long a waiting customer will wait: an interval that should hold nine times of ten. Pure.

Somebody with n ahead waits until n + 1 have been served or have given up. How fast a queue serves
is taken from its last gaps between two servings while somebody waited, so agents who come and go
and short calls are in it; how soon people give up, from its last waits. What that model gets wrong
is corrected by its own record (conformal prediction): each wait that ended is scored by where it
fell in what the model said, and the next interval reaches from the 5 % to the 95 % quantile of the
latest scores. A forecast is None while there is too little to learn from, or when the latest
intervals did not hold.
"""

import math
from bisect import insort
from collections import deque
from collections.abc import Hashable
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

import msgspec

from antiphon.interactions.contract import (
    InteractionClosed,
    InteractionConnected,
    InteractionDequeued,
    InteractionQueued,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId, QueueId
from antiphon.routing.contract import OfferAccepted

Key = TypeVar("Key", bound=Hashable)

# The share of waits that an interval should hold.
PROMISE = 0.90
# How many gaps say how fast the queue serves, how many seconds of the past how soon people give
# up, and how many scores how well that foretells.
GAPS = 60
PAST_S = 900.0
SCORES = 1_000
# Before so many of each nothing is said; nor while fewer than this share of the latest held.
FEWEST_GAPS = 12
FEWEST_SCORES = 60
JUDGED = 60
LEAST_HELD = 0.75
# How far the quantiles are moved after an interval that held, or did not.
STEP = 0.01
# So many gaps of those ahead are summed one by one.
SUMMED = 64
# Nobody is helped by an interval that reaches further.
LONGEST_S = 3_600.0


class Interval(msgspec.Struct, frozen=True):
    """From `low_s` to `high_s` seconds, counted from the moment it was asked for."""

    low_s: float
    high_s: float

    def rounded(self) -> "Interval":
        """As people say it, never narrower: in tens of seconds, half minutes or minutes."""
        step = 10 if self.high_s <= 120 else 30 if self.high_s <= 600 else 60
        return Interval(
            low_s=math.floor(self.low_s / step) * step, high_s=math.ceil(self.high_s / step) * step
        )


def moments(serving: float, leaving: float, ahead: int) -> tuple[float, float]:
    """The mean and the variance of a wait with so many ahead, in seconds and their squares.

    The queue serves `serving` customers a second, and each who waits leaves at the rate `leaving`.
    Far back the gaps hardly differ from one to the next: from `SUMMED` on they are taken together
    (Euler and Maclaurin), so the cost does not grow with the queue.
    """
    first = min(ahead, SUMMED)
    gaps = [1.0 / (serving + others * leaving) for others in range(first + 1)]
    mean, variance = sum(gaps), sum(gap * gap for gap in gaps)
    if ahead == first:
        return mean, variance
    near, far = gaps[-1], 1.0 / (serving + ahead * leaving)
    more = ahead - first
    growth = more * leaving * near
    whole = more * near * (math.log1p(growth) / growth if growth else 1.0)
    mean += whole + (far - near) / 2 - leaving * (far**2 - near**2) / 12
    variance += more * near * far + (far**2 - near**2) / 2 - leaving * (far**3 - near**3) / 6
    return mean, variance


class _Model(msgspec.Struct):
    """What a wait should be: its mean in seconds, and its variance in squares of the mean."""

    mean_s: float
    spread: float

    def score(self, waited: float) -> float:
        """Where a wait fell, in deviations; the cube root makes sums of gaps nearly normal."""
        ninth = self.spread / 9.0
        return float(((waited / self.mean_s) ** (1 / 3) - (1.0 - ninth)) / math.sqrt(ninth))

    def wait_of(self, score: float) -> float:
        """The wait that has this score."""
        ninth = self.spread / 9.0
        return self.mean_s * max(0.0, 1.0 - ninth + score * math.sqrt(ninth)) ** 3


class _Told(msgspec.Struct):
    at: float
    model: _Model | None
    interval: Interval | None


class WaitForecast(Generic[Key]):
    """One queue's forecast. Times are seconds on any one clock that never runs back."""

    def __init__(self) -> None:
        self._waiting: dict[Key, _Told] = {}
        self._gaps: deque[float] = deque(maxlen=GAPS)
        self._served_at: float | None = None
        # Seconds waited by all together, and how often one of them gave up; both fade.
        self._looked_at = 0.0
        self._waited = 0.0
        self._given_up = 0.0
        self._order: deque[float] = deque()
        self._sorted: list[float] = []
        self._held: deque[bool] = deque(maxlen=JUDGED)
        self._miss = 1.0 - PROMISE

    def enter(self, who: Key, now: float) -> None:
        """Somebody begins to wait, behind all who wait already."""
        self._look(now)
        if not self._waiting:
            self._served_at = now
        model = self._model(len(self._waiting), now)
        interval = self._interval(model) if model is not None else None
        self._waiting[who] = _Told(at=now, model=model, interval=interval)

    def leave(self, who: Key, now: float, *, is_served: bool) -> None:
        """Somebody waits no more: served, or gone."""
        self._look(now)
        told = self._waiting.pop(who, None)
        if told is None:
            return
        if not is_served:
            self._given_up += 1.0
        else:
            if self._served_at is not None:
                self._gaps.append(now - self._served_at)
            self._served_at = now
            self._learn(told, now - told.at)
        if not self._waiting:
            self._served_at = None

    def forget(self, who: Key) -> None:
        """Somebody found an agent at once: nothing was waited for, so nothing is learnt."""
        self._waiting.pop(who, None)
        if not self._waiting:
            self._served_at = None

    def ask(self, ahead: int, now: float) -> Interval | None:
        """How long somebody with so many ahead will wait from now on; None: better not said."""
        model = self._model(ahead, now)
        if model is None or not self._is_honest():
            return None
        interval = self._interval(model)
        return interval if interval is not None and interval.high_s <= LONGEST_S else None

    def _look(self, now: float) -> None:
        span, self._looked_at = max(0.0, now - self._looked_at), now
        fading = math.exp(-span / PAST_S)
        self._waited = self._waited * fading + len(self._waiting) * span
        self._given_up *= fading

    def _model(self, ahead: int, now: float) -> _Model | None:
        count = len(self._gaps)
        if count < FEWEST_GAPS:
            return None
        total = sum(self._gaps)
        lasting = now - self._served_at if self._served_at is not None else 0.0
        if lasting > total / count:
            total, count = total + lasting, count + 1
        serving = count / max(total, 1e-3)
        leaving = self._given_up / max(self._waited, 1.0)
        mean, variance = moments(serving, leaving, ahead)
        # The pace itself is known from so many gaps only.
        return _Model(mean_s=mean, spread=variance / mean**2 + 1.0 / count)

    def _interval(self, model: _Model) -> Interval | None:
        count = len(self._sorted)
        if count < FEWEST_SCORES:
            return None
        low = self._sorted[max(0, math.floor(self._miss / 2 * (count + 1)) - 1)]
        high = self._sorted[min(count - 1, math.ceil((1 - self._miss / 2) * (count + 1)) - 1)]
        return Interval(model.wait_of(low), model.wait_of(high))

    def _is_honest(self) -> bool:
        held = self._held
        return len(held) == JUDGED and sum(held) >= LEAST_HELD * JUDGED

    def _learn(self, told: _Told, waited: float) -> None:
        if told.model is None:
            return
        if told.interval is not None:
            is_held = told.interval.low_s <= waited <= told.interval.high_s
            self._held.append(is_held)
            step = STEP * (1.0 - PROMISE if is_held else -PROMISE)
            self._miss = min(max(self._miss + step, 0.002), 0.5)
        score = told.model.score(waited)
        self._order.append(score)
        insort(self._sorted, score)
        if len(self._order) > SCORES:
            self._sorted.remove(self._order.popleft())


class WaitForecasts:
    """The forecasts of all queues, folded from events."""

    def __init__(self) -> None:
        self._queues: dict[QueueId, WaitForecast[InteractionId]] = {}
        self._queue_of: dict[InteractionId, QueueId] = {}

    def ask(self, queue_id: QueueId, ahead: int, now: datetime) -> Interval | None:
        """How long somebody with so many ahead in this queue will wait from now on."""
        forecast = self._queues.get(queue_id)
        return forecast.ask(ahead, now.timestamp()) if forecast is not None else None

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _queued(self, event: InteractionQueued) -> None:
        self._gone(event)
        forecast = self._queues.setdefault(event.queue_id, WaitForecast())
        forecast.enter(event.interaction_id, event.at.timestamp())
        self._queue_of[event.interaction_id] = event.queue_id

    def _served(self, event: OfferAccepted | InteractionConnected) -> None:
        self._leave(event.interaction_id, event.at, is_served=True)

    def _gone(self, event: InteractionQueued | InteractionDequeued | InteractionClosed) -> None:
        self._leave(event.interaction_id, event.at, is_served=False)

    def _leave(self, interaction_id: InteractionId, at: datetime, *, is_served: bool) -> None:
        queue_id = self._queue_of.pop(interaction_id, None)
        if queue_id is not None:
            self._queues[queue_id].leave(interaction_id, at.timestamp(), is_served=is_served)

    _FOLDS: ClassVar[Folds["WaitForecasts"]] = ByKind(
        {
            InteractionQueued: _queued,
            OfferAccepted: _served,
            InteractionConnected: _served,
            InteractionDequeued: _gone,
            InteractionClosed: _gone,
        }
    )
