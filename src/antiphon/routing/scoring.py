"""What makes one customer go before another, and one agent before another: the only definition.

A *rank* is (major, minor, tie, id), smaller first. It never needs computing anew while somebody
waits: ageing is the same for all, so it is a place on the clock, moved by a head start. What
depends on the pair (an agent's levels, an agent's favourite queue) is added by `pair_of_agent` and
`pair_of_interaction`. Choosing an agent and choosing a customer read the same functions, and so do
explanations.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from antiphon.agents.contract import AgentFacts
from antiphon.kernel.ids import QueueId

Term = tuple[str, int]
Terms = frozenset[Term]
Rank = tuple[float, float, float, str]
Shift = tuple[float, float]

# The first part of an interaction's rank. Who comes back from a failed phone goes first; queues
# with a share of the work stand behind those without, ordered by how much they had of it.
RETURNING, IN_ORDER = 0.0, 1.0

NO_SHIFT: Shift = (0.0, 0.0)


class AgentChoice(StrEnum):
    """Which of the agents who could take an interaction gets it."""

    LONGEST_READY = "longest_ready"
    LONGEST_IDLE = "longest_idle"
    ROUND_ROBIN = "round_robin"
    LEAST_OCCUPIED = "least_occupied"
    HIGHEST_LEVEL = "highest_level"
    FEWEST_HANDLED = "fewest_handled"
    WEIGHTED = "weighted"


class ChoiceWeights(msgspec.Struct, frozen=True, kw_only=True):
    """How many points each thing is worth when an agent is chosen by a weighted combination.

    Most points first: one for each second idle, for each skill level that is asked for; less for
    each interaction handled and each per cent of occupancy since sign-in.
    """

    idle_second: float = 1.0
    level: float = 0.0
    handled: float = 0.0
    occupied_percent: float = 0.0


class Strategy(msgspec.Struct, frozen=True):
    """A way to choose an agent."""

    choice: AgentChoice = AgentChoice.LONGEST_READY
    weights: ChoiceWeights | None = None


class Profile(NamedTuple):
    """What agents of one kind can do now, and how many seconds' head start each queue has."""

    terms: Terms
    favours: frozenset[tuple[QueueId, int]] = frozenset()


class Demand(NamedTuple):
    """What interactions of one kind ask for: one of the alternatives, every term of it."""

    queue_id: QueueId
    alternatives: frozenset[Terms]
    strategy: Strategy = Strategy()


def interaction_rank(
    interaction_id: str, order_at: float, *, head_start_s: float = 0.0, is_returning: bool = False
) -> Rank:
    """The rank of a waiting interaction; `order_at` is an instant in epoch seconds."""
    band = RETURNING if is_returning else IN_ORDER
    return (band, order_at - head_start_s, order_at, interaction_id)


def agent_rank(strategy: Strategy, facts: AgentFacts, agent_id: str) -> Rank:
    """The rank of a free agent before anything that depends on the interaction."""
    minor: float
    match strategy.choice:
        case AgentChoice.LONGEST_READY | AgentChoice.HIGHEST_LEVEL:
            minor = facts.ready_since
        case AgentChoice.LONGEST_IDLE:
            minor = facts.idle_since
        case AgentChoice.ROUND_ROBIN:
            minor = facts.last_offer_number
        case AgentChoice.LEAST_OCCUPIED:
            minor = facts.occupancy
        case AgentChoice.FEWEST_HANDLED:
            minor = facts.handled_count
        case AgentChoice.WEIGHTED:
            weights = strategy.weights or ChoiceWeights()
            minor = (
                weights.idle_second * facts.ready_since
                + weights.handled * facts.handled_count
                + weights.occupied_percent * facts.occupancy * 100
            )
    return (0.0, minor, facts.ready_since, agent_id)


def pair_of_agent(demand: Demand, profile: Profile) -> Shift:
    """What an agent's levels add to the agent's rank for this demand."""
    choice = demand.strategy.choice
    if choice is AgentChoice.HIGHEST_LEVEL:
        return (-level_for(demand, profile), 0.0)
    weights = demand.strategy.weights
    if choice is AgentChoice.WEIGHTED and weights is not None and weights.level:
        return (0.0, -weights.level * level_for(demand, profile))
    return NO_SHIFT


def pair_of_interaction(demand: Demand, profile: Profile) -> Shift:
    """What an agent's favourite queues add to an interaction's rank for this agent."""
    for queue_id, head_start_s in profile.favours:
        if queue_id == demand.queue_id:
            return (0.0, -float(head_start_s))
    return NO_SHIFT


def level_for(demand: Demand, profile: Profile) -> float:
    """The sum of the agent's levels in the skills asked for, by the best alternative that fits."""
    levels = dict(profile.terms)
    sums = [
        sum(levels[name] for name, _ in terms if name.startswith(SKILL))
        for terms in demand.alternatives
        if meets(levels, terms)
    ]
    return float(max(sums, default=0))


def moved(rank: Rank, shift: Shift) -> Rank:
    """A rank with what depends on the pair."""
    return (rank[0] + shift[0], rank[1] + shift[1], rank[2], rank[3])


def meets(levels: Mapping[str, int], terms: Terms) -> bool:
    """Does somebody with these levels meet every one of these terms?"""
    return all(levels.get(name, 0) >= minimum for name, minimum in terms)


def satisfies(profile: Profile, demand: Demand) -> bool:
    """Can agents of this kind take interactions of that kind?"""
    levels = dict(profile.terms)
    return any(meets(levels, terms) for terms in demand.alternatives)


# The names of terms: what kind of thing is asked for.
SKILL, QUEUE, LANGUAGE, TEAM = "skill:", "queue:", "language:", "team:"
CHANNEL = "channel:"
