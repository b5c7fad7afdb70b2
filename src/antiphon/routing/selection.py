"""Who is next: the waiting interactions and the free agents, kept so that a choice costs log n.

Interactions that ask for the same form a *demand class*, agents who can do the same a *supply
class* (`classes.py`); what ranks them is in `scoring.py`. Each strategy of choosing agents has a
*plane* of its own, in which agents are ranked its way.
"""

from collections.abc import Collection, Iterator

from antiphon.agents.contract import AgentFacts
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.classes import Class, Members, Plane
from antiphon.routing.ratio import Bid, first_of
from antiphon.routing.scoring import (
    Demand,
    Profile,
    Rank,
    Strategy,
    agent_rank,
    moved,
    pair_of_agent,
    pair_of_interaction,
    satisfies,
)
from antiphon.routing.shares import Shares
from antiphon.routing.spread import Spread


class _Free:
    """A free agent as all planes see one."""

    __slots__ = ("facts", "profile")

    def __init__(self, profile: Profile, facts: AgentFacts) -> None:
        self.profile = profile
        self.facts = facts


# The classes of one profile, with the plane of each.
_Places = list[tuple[Plane, Class[Profile]]]


class Selection:
    """The matcher. `best_...` only look; a match is taken out with `remove_...`."""

    def __init__(self) -> None:
        self._planes: dict[Strategy, Plane] = {}
        self._free: dict[AgentId, _Free] = {}
        # Free agents whom no plane knows yet: most are taken before anybody asks for them.
        self._fresh: dict[AgentId, None] = {}
        self._places: dict[Profile, _Places] = {}
        self._demand_of: Spread[InteractionId, Demand] = Spread()
        # Interactions that one agent alone may have for now, by agent and kind.
        self._kept_for: dict[AgentId, dict[Demand, Members]] = {}
        self._keeper: dict[InteractionId, AgentId] = {}
        self._shares = Shares()
        # What the length of each queue under ratio control is divided by.
        self._weights: dict[QueueId, int] = {}

    def __contains__(self, interaction_id: InteractionId) -> bool:
        return interaction_id in self._demand_of

    def is_idle(self, agent_id: AgentId) -> bool:
        """Is this agent among those who can be chosen?"""
        return agent_id in self._free

    def profile_of(self, agent_id: AgentId) -> Profile | None:
        """What a free agent can do now; None for one who is not free."""
        free = self._free.get(agent_id)
        return None if free is None else free.profile

    def facts_of(self, agent_id: AgentId) -> AgentFacts | None:
        """What a free agent's rank is made of; None for one who is not free."""
        free = self._free.get(agent_id)
        return None if free is None else free.facts

    def free_agents(self) -> Iterator[tuple[AgentId, Profile, AgentFacts]]:
        """Everybody who can be chosen: what they can do, and what their ranks are made of."""
        for agent_id, free in self._free.items():
            yield agent_id, free.profile, free.facts

    def pushed_back(self, queue_id: QueueId, *, joins: bool = False) -> float:
        """How far a queue stands back for its share; `joins`: once one more of it waits."""
        return self._shares.standing(queue_id, joins=joins)

    def kept_for(self, agent_id: AgentId) -> list[InteractionId]:
        """The waiting interactions that are kept for this agent, first in line first."""
        ranks = (r for m in self._kept_for.get(agent_id, {}).values() for r in m.rank_of.values())
        return [InteractionId(rank[3]) for rank in sorted(ranks)]

    def set_share(self, queue_id: QueueId, percent: int | None) -> None:
        """Give a queue this share of the work of the agents it has in common with others."""
        self._shares.set(queue_id, percent)
        for plane in self._planes.values():
            for cls in plane.demands.classes:
                if cls.kind.queue_id == queue_id:
                    cls.pushed = self._shares.pushed(queue_id)
                    cls.told = None
                    plane.demands.better.add(cls.index)
        for kept in self._kept_for.values():
            for demand, members in kept.items():
                if demand.queue_id == queue_id:
                    members.pushed = self._shares.pushed(queue_id)

    def set_weight(self, queue_id: QueueId, weight: int | None) -> None:
        """Put a queue under ratio control, or take it out with None."""
        if weight is None:
            self._weights.pop(queue_id, None)
        else:
            self._weights[queue_id] = weight
        for plane in self._planes.values():
            for cls in plane.demands.classes:
                if cls.kind.queue_id == queue_id:
                    cls.is_weighed = weight is not None
                    cls.told = None
                    plane.demands.better.add(cls.index)

    def length_of(self, queue_id: QueueId, *, joins: bool = False) -> float | None:
        """How many wait in a queue, by its weight; None without ratio control.

        `joins`: once one more waits.
        """
        weight = self._weights.get(queue_id)
        return None if weight is None else (self._shares.waiting_in(queue_id) + joins) / weight

    def waiting_in(self, queue_id: QueueId) -> int:
        """How many wait in a queue and are not offered to anybody."""
        return self._shares.waiting_in(queue_id)

    def count_served(self, queue_id: QueueId) -> None:
        """An interaction of this queue went to an agent: the queue had some of its share."""
        self._shares.serve(queue_id)

    def keep_strategies(self, in_use: Collection[Strategy]) -> None:
        """Forget strategies that were edited away and under which nobody waits."""
        for strategy, plane in list(self._planes.items()):
            if strategy not in in_use and not plane.demands.class_of:
                del self._planes[strategy]
                self._places.clear()

    def add_waiting(
        self,
        interaction_id: InteractionId,
        demand: Demand,
        rank: Rank,
        *,
        keep_for: AgentId | None = None,
    ) -> None:
        """Let an interaction wait; the smallest rank is served first."""
        self.remove_waiting(interaction_id)
        self._demand_of[interaction_id] = demand
        self._shares.arrive(demand.queue_id)
        if keep_for is not None:
            self._keeper[interaction_id] = keep_for
            members = self._kept_for.setdefault(keep_for, {}).setdefault(demand, Members())
            members.pushed = self._shares.pushed(demand.queue_id)
            members.add(interaction_id, rank)
            return
        plane = self._planes.get(demand.strategy) or self._new_plane(demand.strategy)
        cls = plane.demand(demand)
        cls.pushed = self._shares.pushed(demand.queue_id)
        cls.is_weighed = demand.queue_id in self._weights
        plane.demands.add(interaction_id, cls, rank)

    def remove_waiting(self, interaction_id: InteractionId) -> None:
        """The interaction waits no more; unknown ones are ignored."""
        demand = self._demand_of.take(interaction_id)
        if demand is None:
            return
        self._shares.leave(demand.queue_id)
        keeper = self._keeper.pop(interaction_id, None)
        if keeper is None:
            self._planes[demand.strategy].demands.remove(interaction_id)
            return
        kept = self._kept_for[keeper]
        del kept[demand].rank_of[interaction_id]
        if not kept[demand].rank_of:
            del kept[demand]
        if not kept:
            del self._kept_for[keeper]

    def add_idle(self, agent_id: AgentId, profile: Profile, facts: AgentFacts) -> None:
        """Let an agent be chosen."""
        self.remove_idle(agent_id)
        self._free[agent_id] = _Free(profile, facts)
        self._fresh[agent_id] = None

    def remove_idle(self, agent_id: AgentId) -> None:
        """The agent cannot be chosen any more; unknown ones are ignored."""
        if self._free.pop(agent_id, None) is None:
            return
        self._fresh.pop(agent_id, None)
        for plane in self._planes.values():
            plane.supplies.remove(agent_id)

    def best_agent_for(self, interaction_id: InteractionId) -> AgentId | None:
        """The free agent who should get this waiting interaction."""
        demand = self._demand_of.find(interaction_id)
        if demand is None:
            return None
        keeper = self._keeper.get(interaction_id)
        if keeper is not None:
            free = self._free.get(keeper)
            return keeper if free is not None and satisfies(free.profile, demand) else None
        self._enrol_fresh()
        plane = self._planes[demand.strategy]
        plane.supplies.tell(plane.demands)
        rank = plane.demands.class_of[interaction_id].best_partner(plane.supplies.classes)
        return None if rank is None else AgentId(rank[3])

    def best_agents(self, demand: Demand) -> list[AgentId]:
        """The free agents who could get an interaction of this kind, best first.

        Looks at every free agent: for queues that ask several at the same time.
        """
        able = sorted(
            moved(
                agent_rank(demand.strategy, free.facts, agent_id),
                pair_of_agent(demand, free.profile),
            )
            for agent_id, free in self._free.items()
            if satisfies(free.profile, demand)
        )
        return [AgentId(rank[3]) for rank in able]

    def best_interaction_for(self, agent_id: AgentId) -> InteractionId | None:
        """The waiting interaction that this free agent should get."""
        free = self._free.get(agent_id)
        if free is None:
            return None
        best = self._best_kept(agent_id, free.profile)
        for plane, cls in self._places_of(free.profile):
            plane.demands.tell(plane.supplies)
            rank = cls.best_partner(plane.demands.classes)
            if rank is not None and (best is None or rank < best):
                best = rank
        if self._weights:
            best = self._best_by_ratio(free.profile, best)
        return None if best is None else InteractionId(best[3])

    def _best_by_ratio(self, profile: Profile, best: Rank | None) -> Rank | None:
        """The best of those under ratio control and, by rank, of all others."""
        bids = [] if best is None else [Bid(best)]
        for plane, cls in self._places_of(profile):
            for other in map(plane.demands.classes.__getitem__, cls.partners):
                head = other.head() if other.is_weighed else None
                if head is not None:
                    rank = moved(head, pair_of_interaction(other.kind, profile))
                    bids.append(Bid(rank, self.length_of(other.kind.queue_id)))
        first = first_of(bids)
        return None if first is None else first.rank

    def _best_kept(self, agent_id: AgentId, profile: Profile) -> Rank | None:
        best: Rank | None = None
        for demand, members in self._kept_for.get(agent_id, {}).items():
            head = members.head()
            if head is None or not satisfies(profile, demand):
                continue
            rank = moved(head, pair_of_interaction(demand, profile))
            if best is None or rank < best:
                best = rank
        return best

    def _new_plane(self, strategy: Strategy) -> Plane:
        self._planes[strategy] = plane = Plane(strategy)
        self._places.clear()
        self._fresh = dict.fromkeys(self._free)
        return plane

    def _places_of(self, profile: Profile) -> _Places:
        places = self._places.get(profile)
        if places is None:
            places = [(plane, plane.supply(profile)) for plane in self._planes.values()]
            self._places[profile] = places
        return places

    def _enrol_fresh(self) -> None:
        for agent_id in self._fresh:
            free = self._free[agent_id]
            for plane, cls in self._places_of(free.profile):
                if agent_id not in plane.supplies.class_of:
                    rank = agent_rank(plane.strategy, free.facts, agent_id)
                    plane.supplies.add(agent_id, cls, rank)
        self._fresh.clear()
