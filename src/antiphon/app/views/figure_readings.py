"""What the figures of wallboards come to now: of some queues, and of the agents who serve them.

`read` holds how each is worked out. A figure that cannot be told yet, such as a share of nothing,
is None. How long somebody waits is told by since when, so that a page counts on by itself.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from antiphon.agents.contract import AgentState
from antiphon.agents.live import AgentLive
from antiphon.app.centre.world import World
from antiphon.kernel.ids import AgentId, QueueId
from antiphon.routing.figures import Counts
from antiphon.supervision.live_figures import Figure

_BUSY = frozenset({AgentState.OFFERED, AgentState.HANDLING})
_AWAY = frozenset({AgentState.NOT_READY, AgentState.BLOCKED})


class Reading(NamedTuple):
    """What a figure comes to; `since` instead of a value for what lasts."""

    value: float | None = None
    since: datetime | None = None


class Scope(NamedTuple):
    """Which queues and agents a figure is about."""

    queues: frozenset[QueueId]
    agents: frozenset[AgentId]


def read(world: World, figure: Figure, scope: Scope, now: datetime) -> Reading:
    """A figure now."""
    if figure is Figure.LONGEST_WAIT:
        return Reading(since=min(_waits(world, scope), default=None))
    if figure in _OF_COUNTS:
        return Reading(_OF_COUNTS[figure](day_of(world, scope.queues, now)))
    if figure in _OF_AGENTS:
        is_meant = _OF_AGENTS[figure]
        return Reading(sum(is_meant(live) for live in _live(world, scope.agents)))
    return Reading(_OF_WORLD[figure](world, scope, now))


def day_of(world: World, queues: Iterable[QueueId], now: datetime) -> Counts:
    """The counts of today of all these queues together."""
    total = Counts()
    for queue_id in queues:
        total.add(world.figures.of(queue_id, now))
    return total


def trend(
    world: World, figure: Figure, queues: Iterable[QueueId], now: datetime
) -> list[float | None]:
    """Today's values of a figure by intervals, from midnight to now."""
    days = [world.figures.of(queue_id, now) for queue_id in queues]
    points: list[float | None] = []
    for number in range(world.figures.interval(now) + 1):
        total = Counts()
        for day in days:
            total.add(day.intervals.get(number, Counts()))
        points.append(_OF_COUNTS[figure](total))
    return points


def share(part: float, whole: float) -> float | None:
    """In percent, with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def mean(total_s: float, count: int) -> float | None:
    """Seconds with one decimal; None of nothing."""
    return round(total_s / count, 1) if count else None


def _ended(counts: Counts) -> int:
    return counts.answered + counts.abandoned


_OF_COUNTS: dict[Figure, Callable[[Counts], float | None]] = {
    Figure.OFFERED: lambda counts: counts.offered,
    Figure.ANSWERED: lambda counts: counts.answered,
    Figure.ABANDONED: lambda counts: counts.abandoned,
    Figure.ABANDON_RATE: lambda counts: share(counts.abandoned, _ended(counts)),
    Figure.SERVICE_LEVEL: lambda counts: share(counts.answered_in_target, _ended(counts)),
    Figure.ASA: lambda counts: mean(counts.wait_s, counts.answered),
}

_OF_AGENTS: dict[Figure, Callable[[AgentLive], bool]] = {
    Figure.AGENTS_SIGNED_IN: lambda live: live.state is not AgentState.OFFLINE,
    Figure.AGENTS_READY: lambda live: live.is_available,
    Figure.AGENTS_BUSY: lambda live: live.state in _BUSY,
    Figure.AGENTS_WRAP_UP: lambda live: live.state is AgentState.WRAP_UP,
    Figure.AGENTS_NOT_READY: lambda live: live.state in _AWAY,
}


def _waits(world: World, scope: Scope) -> Iterable[datetime]:
    return (w.since for w in world.routing.waiting.values() if w.queue_id in scope.queues)


def _live(world: World, agents: Iterable[AgentId]) -> Iterable[AgentLive]:
    return (live for a in agents if (live := world.agents.live.get(a)) is not None)


def _recent(world: World, scope: Scope, now: datetime) -> float | None:
    recent = [world.figures.recent(queue_id, now) for queue_id in scope.queues]
    return share(sum(met for _, met in recent), sum(ended for ended, _ in recent))


def _handle_time(world: World, scope: Scope, now: datetime) -> float | None:
    handled = [world.handle_times.of(queue_id, now) for queue_id in scope.queues]
    return mean(sum(h.spent_s for h in handled), sum(h.count for h in handled))


def _occupancy(world: World, scope: Scope, now: datetime) -> float | None:
    signed_in = _OF_AGENTS[Figure.AGENTS_SIGNED_IN]
    times = [live.times(now) for live in _live(world, scope.agents) if signed_in(live)]
    busy, free = sum(b for b, _ in times), sum(f for _, f in times)
    return share(busy, busy + free)


_OF_WORLD: dict[Figure, Callable[[World, Scope, datetime], float | None]] = {
    Figure.WAITING: lambda world, scope, _now: sum(1 for _ in _waits(world, scope)),
    Figure.SERVICE_LEVEL_RECENT: _recent,
    Figure.AHT: _handle_time,
    Figure.OCCUPANCY: _occupancy,
}
