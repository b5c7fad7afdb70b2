"""Who would go first: customers whom an agent would get sooner, agents who would be asked sooner.

Pure; it reads the ranks that choosing reads, and looks at everybody, for explanations only.
"""

from collections.abc import Collection
from typing import NamedTuple

from antiphon.agents.contract import AgentFacts
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.domain import RoutingBook
from antiphon.routing.line import Waiting
from antiphon.routing.ratio import Bid, first_of, goes_before
from antiphon.routing.scoring import (
    Profile,
    Rank,
    agent_rank,
    moved,
    pair_of_agent,
    satisfies,
)


class Ahead(NamedTuple):
    """Those whom an agent would get sooner than somebody who waits.

    `how_many` of them, by `leads_s` seconds of order; None when it is not the order that decides.
    `is_by_length`: the first comes later, but from a queue that is longer for its weight.
    """

    first: Waiting
    how_many: int
    leads_s: int | None
    is_by_length: bool


def ahead_of(
    routing: RoutingBook, waiting: Waiting, agent_id: AgentId, profile: Profile, *, joins: bool
) -> Ahead | None:
    """Whom the agent would get sooner; None when `waiting` is next.

    `joins`: it is offered to others, and the agent would be asked beside them.
    """
    own = _bid(routing, waiting, waiting, agent_id, profile)
    rivals = _rivals(routing, waiting, agent_id, profile, joins=joins)
    # Who would only join others that are asked already comes after all who wait.
    first = min(rivals, default=own) if joins else first_of([own, *rivals])
    if first is None or first.rank[3] == waiting.id:
        return None
    how_many = len(rivals)
    if not joins:
        how_many = sum(other == first or goes_before(other, own) for other in rivals)
    leads = own.rank[0] == first.rank[0] and own.rank[1] >= first.rank[1]
    return Ahead(
        first=routing.waiting[InteractionId(first.rank[3])],
        how_many=how_many,
        leads_s=int(own.rank[1] - first.rank[1]) if leads else None,
        is_by_length=first.goes_by_length and own.goes_by_length and own.rank < first.rank,
    )


def _bid(
    routing: RoutingBook, one: Waiting, asking: Waiting, agent_id: AgentId, profile: Profile
) -> Bid:
    """What speaks for `one` once `asking` waits and is not offered to anybody."""
    rank = routing.rank_for(one, profile)
    if one.keep_for == agent_id:
        return Bid(rank)
    joins = asking.id not in routing.selection and asking.queue_id == one.queue_id
    return Bid(rank, routing.selection.length_of(one.queue_id, joins=joins))


def _rivals(
    routing: RoutingBook, waiting: Waiting, agent_id: AgentId, profile: Profile, *, joins: bool
) -> list[Bid]:
    """The others whom this agent could get; of one who only joins, those who go before."""
    own = routing.rank_for(waiting, profile)
    found = []
    for other in routing.waiting.values():
        is_joined = other.id not in routing.selection
        if other.id == waiting.id or (
            is_joined and not (joins and _may_join(routing, other, agent_id))
        ):
            continue
        if other.keep_for not in (None, agent_id) or not satisfies(profile, other.demand):
            continue
        bid = _bid(routing, other, waiting, agent_id, profile)
        if not (joins and is_joined and bid.rank >= own):
            found.append(bid)
    return found


def _may_join(routing: RoutingBook, other: Waiting, agent_id: AgentId) -> bool:
    known = routing.offers.rounds.get(other.id)
    return known is not None and bool(known.room) and agent_id not in known.asked


def own_rank(
    routing: RoutingBook, waiting: Waiting, agent_id: AgentId, facts: AgentFacts, profile: Profile
) -> Rank:
    """An agent's rank for this interaction."""
    known = routing.selection.facts_of(agent_id) or facts
    bare = agent_rank(waiting.demand.strategy, known, agent_id)
    return moved(bare, pair_of_agent(waiting.demand, profile))


def rival_agent(
    routing: RoutingBook, waiting: Waiting, own: Rank | None, *, leaving_out: Collection[AgentId]
) -> AgentId | None:
    """The free agent who would be chosen before `own` and leave no room for one more."""
    strategy = waiting.demand.strategy
    rivals: list[Rank] = []
    for agent_id, profile, facts in routing.selection.free_agents():
        if agent_id in leaving_out or not satisfies(profile, waiting.demand):
            continue
        rank = moved(agent_rank(strategy, facts, agent_id), pair_of_agent(waiting.demand, profile))
        if own is None or rank < own:
            rivals.append(rank)
    is_full = len(rivals) >= routing.group_size(waiting.queue_id)
    return AgentId(min(rivals)[3]) if is_full else None
