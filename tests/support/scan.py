"""The router that needs no proof: it looks at everybody each time, by the same ranks."""

from typing import NamedTuple

from antiphon.agents.contract import AgentFacts
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.ratio import Bid, first_of
from antiphon.routing.scoring import (
    IN_ORDER,
    Demand,
    Profile,
    Rank,
    agent_rank,
    meets,
    moved,
    pair_of_agent,
    pair_of_interaction,
)


class _Waits(NamedTuple):
    demand: Demand
    rank: Rank
    keep_for: AgentId | None


class _Free(NamedTuple):
    profile: Profile
    facts: AgentFacts
    levels: dict[str, int]


class Scan:
    """The interface of `Selection`, at the cost of a look at everybody."""

    def __init__(self) -> None:
        self.waiting: dict[InteractionId, _Waits] = {}
        self.free: dict[AgentId, _Free] = {}
        self._percent: dict[QueueId, int] = {}
        self._clock: dict[QueueId, float] = {}
        self._now = 1.0
        self._weights: dict[QueueId, int] = {}

    def set_weight(self, queue_id: QueueId, weight: int | None) -> None:
        """Put a queue under ratio control, or take it out."""
        if weight is None:
            self._weights.pop(queue_id, None)
        else:
            self._weights[queue_id] = weight

    def set_share(self, queue_id: QueueId, percent: int | None) -> None:
        """Give or take away a share."""
        if percent is None:
            self._percent.pop(queue_id, None)
            self._clock.pop(queue_id, None)
        else:
            self._percent[queue_id] = percent
            self._clock.setdefault(queue_id, self._now)

    def count_served(self, queue_id: QueueId) -> None:
        """The queue had some of its share."""
        if queue_id in self._clock:
            self._now = max(self._now, self._clock[queue_id])
            self._clock[queue_id] += 1.0 / self._percent[queue_id]

    def add_waiting(
        self,
        interaction_id: InteractionId,
        demand: Demand,
        rank: Rank,
        *,
        keep_for: AgentId | None = None,
    ) -> None:
        """Let an interaction wait."""
        self.waiting.pop(interaction_id, None)
        queue_id = demand.queue_id
        is_first = all(other.demand.queue_id != queue_id for other in self.waiting.values())
        if is_first and queue_id in self._clock:
            self._clock[queue_id] = max(self._clock[queue_id], self._now)
        self.waiting[interaction_id] = _Waits(demand, rank, keep_for)

    def remove_waiting(self, interaction_id: InteractionId) -> None:
        """The interaction waits no more."""
        self.waiting.pop(interaction_id, None)

    def add_idle(self, agent_id: AgentId, profile: Profile, facts: AgentFacts) -> None:
        """Let an agent be chosen."""
        self.free[agent_id] = _Free(profile, facts, dict(profile.terms))

    def remove_idle(self, agent_id: AgentId) -> None:
        """The agent cannot be chosen."""
        self.free.pop(agent_id, None)

    def best_agent_for(self, interaction_id: InteractionId) -> AgentId | None:
        """Look at every agent."""
        demand, _, keeper = self.waiting[interaction_id]
        ranks = [
            moved(agent_rank(demand.strategy, facts, agent_id), pair_of_agent(demand, profile))
            for agent_id, (profile, facts, levels) in self.free.items()
            if (keeper is None or keeper == agent_id) and _fits(levels, demand)
        ]
        return AgentId(min(ranks)[3]) if ranks else None

    def best_interaction_for(self, agent_id: AgentId) -> InteractionId | None:
        """Look at every interaction."""
        profile, _, levels = self.free[agent_id]
        lengths = {
            queue_id: sum(one.demand.queue_id == queue_id for one in self.waiting.values()) / weight
            for queue_id, weight in self._weights.items()
        }
        first = first_of(
            [
                Bid(
                    moved(self._behind(waits), pair_of_interaction(waits.demand, profile)),
                    None if waits.keep_for else lengths.get(waits.demand.queue_id),
                )
                for waits in self.waiting.values()
                if (waits.keep_for is None or waits.keep_for == agent_id)
                and _fits(levels, waits.demand)
            ]
        )
        return None if first is None else InteractionId(first.rank[3])

    def _behind(self, waits: _Waits) -> Rank:
        clock = self._clock.get(waits.demand.queue_id)
        if clock is None or waits.rank[0] < IN_ORDER:
            return waits.rank
        return moved(waits.rank, (clock, 0.0))


def _fits(levels: dict[str, int], demand: Demand) -> bool:
    return any(meets(levels, terms) for terms in demand.alternatives)
