"""Who would be chosen now if a queue were set like this: agents ranked, the line in order. Pure.

It reads the ranks and demands that choosing reads; nothing is chosen and nothing changes.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from antiphon.agents.contract import Agent, AgentFacts, AgentState
from antiphon.interactions.contract import Channel
from antiphon.kernel.ids import InteractionId, QueueId
from antiphon.routing.contract import Queue
from antiphon.routing.demand import head_start_of, ordinary_demand, profile_of, strategy_of
from antiphon.routing.line import Waiting
from antiphon.routing.scoring import (
    AgentChoice,
    Rank,
    Strategy,
    agent_rank,
    interaction_rank,
    level_for,
    moved,
    pair_of_agent,
    satisfies,
)

_AWAY = frozenset({AgentState.OFFLINE, AgentState.NOT_READY, AgentState.BLOCKED})


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An agent now."""

    agent: Agent
    facts: AgentFacts
    state: AgentState
    is_free: bool


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """An agent with what the choice compares; `points` only when it is made by points.

    `is_asked`: the next caller would be offered to this agent, perhaps as one of several.
    """

    standing: Standing
    is_able: bool
    is_asked: bool
    level: int
    points: float | None


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """One who waits, with the head start that the settings give."""

    interaction_id: InteractionId
    since: datetime
    priority: int
    vip_level: int
    head_start_s: int
    place_now: int


class QueueLength(msgspec.Struct, frozen=True, kw_only=True):
    """A queue under ratio control: its agents take from the one that is longest for its weight."""

    queue_id: QueueId
    name: str
    waiting_count: int
    weight: int


def rank_lengths(
    queue: Queue, others: Iterable[Queue], waiting_in: Callable[[QueueId], int]
) -> list[QueueLength]:
    """The queues under ratio control, longest for its weight first; none if `queue` is not."""
    if queue.weight is None:
        return []
    found = [
        QueueLength(
            queue_id=one.id, name=one.name, waiting_count=waiting_in(one.id), weight=one.weight
        )
        for one in (queue, *(other for other in others if other.id != queue.id))
        if one.weight is not None
    ]
    return sorted(found, key=lambda one: (-one.waiting_count / one.weight, one.name))


def rank_agents(queue: Queue, agents: Iterable[Standing], now: datetime) -> list[Ranked]:
    """The agents in the order in which an ordinary caller of the queue would get them.

    Those who are able come first; of these those who are free, then those who have work in hand.
    """
    demand = ordinary_demand(queue, Channel.VOICE)
    found: list[tuple[tuple[bool, bool, bool, Rank], Ranked]] = []
    for standing in agents:
        profile = profile_of(standing.agent, {Channel.VOICE})
        is_able = satisfies(profile, demand)
        bare = agent_rank(demand.strategy, standing.facts, standing.agent.id)
        rank = moved(bare, pair_of_agent(demand, profile))
        ranked = Ranked(
            standing=standing,
            is_able=is_able,
            is_asked=False,
            level=int(level_for(demand, profile)),
            points=_points(strategy_of(queue), rank, now),
        )
        is_away = standing.state in _AWAY
        found.append(((not is_able, not standing.is_free, is_away, rank), ranked))
    ordered = [ranked for _, ranked in sorted(found, key=lambda one: one[0])]
    group = sum(one.is_able and one.standing.is_free for one in ordered[: queue.offers_at_once])
    asked = (msgspec.structs.replace(one, is_asked=True) for one in ordered[:group])
    return [*asked, *ordered[group:]]


def rank_line(queue: Queue, line: Iterable[Waiting]) -> list[Placed]:
    """Those who wait in the queue, in the order in which they would be served."""
    own = sorted((one for one in line if one.queue_id == queue.id), key=lambda one: one.rank)
    places = {one.id: place for place, one in enumerate(own, 1)}

    def rank(one: Waiting) -> Rank:
        return interaction_rank(
            one.id,
            one.order_at.timestamp(),
            head_start_s=head_start_of(queue, one),
            is_returning=one.is_returning,
        )

    return [
        Placed(
            interaction_id=one.id,
            since=one.since,
            priority=one.priority,
            vip_level=one.vip_level,
            head_start_s=head_start_of(queue, one),
            place_now=places[one.id],
        )
        for one in sorted(own, key=rank)
    ]


def _points(strategy: Strategy, rank: Rank, now: datetime) -> float | None:
    """Most points first: the rank's smaller-is-first turned round, counted from now."""
    if strategy.choice is not AgentChoice.WEIGHTED:
        return None
    per_second = strategy.weights.idle_second if strategy.weights is not None else 1.0
    return per_second * now.timestamp() - rank[1]
