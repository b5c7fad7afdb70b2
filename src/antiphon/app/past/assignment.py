"""Why a past offer went to that agent: the world just before it, looked at once more."""

from antiphon.app.centre.waiting.explaining import explain_pair
from antiphon.app.past.answers import Assignment, Candidate, Contender, Named
from antiphon.app.past.happened import name_of_agent
from antiphon.app.past.timeline import PastWorld
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.contract import OfferMade
from antiphon.routing.explanation import Reason
from antiphon.routing.line import Waiting
from antiphon.routing.ratio import Bid, in_order
from antiphon.routing.scoring import (
    agent_rank,
    level_for,
    moved,
    pair_of_agent,
    pair_of_interaction,
    satisfies,
)

_MOST_IN_LINE = 20
_MOST_CANDIDATES = 200


def explain_offer(world: PastWorld, offer: OfferMade, position: int) -> Assignment:
    """Who could have had it; `world` is as it was when the offer was decided."""
    waiting = world.routing.waiting[offer.interaction_id]
    queue = world.routing.queues.get(waiting.queue_id)
    candidates = sorted(
        (_candidate(world, waiting, agent_id, offer) for agent_id in world.agents.live),
        key=_by_score,
    )
    return Assignment(
        offer_id=offer.offer_id,
        at=offer.at,
        position=position,
        queue=Named(id=queue.id, name=queue.name),
        queue_version=world.routing.queues.versions[queue.id],
        rule=waiting.demand.strategy.choice,
        agent=name_of_agent(world, offer.agent_id) or Named(id=offer.agent_id, name=""),
        kept_for=name_of_agent(world, waiting.keep_for),
        candidates=candidates[:_MOST_CANDIDATES],
        candidate_count=len(candidates),
        line=_line(world, offer),
    )


def _candidate(
    world: PastWorld, waiting: Waiting, agent_id: AgentId, offer: OfferMade
) -> Candidate:
    is_chosen = agent_id == offer.agent_id
    score = level = None
    profile = world.routing.selection.profile_of(agent_id)
    facts = world.routing.selection.facts_of(agent_id)
    could = profile is not None and satisfies(profile, waiting.demand)
    if could and profile is not None and facts is not None:
        rank = moved(
            agent_rank(waiting.demand.strategy, facts, agent_id),
            pair_of_agent(waiting.demand, profile),
        )
        score, level = rank[1], level_for(waiting.demand, profile)
    reason: Reason | None = None
    if not is_chosen:
        reason = explain_pair(world, waiting.id, agent_id, offer.at).reason
    return Candidate(
        agent=name_of_agent(world, agent_id) or Named(id=agent_id, name=""),
        is_chosen=is_chosen,
        reason=None if reason in (Reason.NOTHING, Reason.OTHER_AGENT_FIRST) else reason,
        score=score,
        level=level,
    )


def _by_score(one: Candidate) -> tuple[bool, bool, float, str]:
    return (not one.is_chosen, one.score is None, one.score or 0.0, one.agent.name)


def _line(world: PastWorld, offer: OfferMade) -> list[Contender]:
    """Those whom the chosen agent could have got, in the order in which they would have come."""
    profile = world.routing.selection.profile_of(offer.agent_id)
    if profile is None:
        return []
    bids = [
        Bid(
            moved(one.rank, pair_of_interaction(one.demand, profile)),
            None if one.keep_for else world.routing.selection.length_of(one.queue_id),
        )
        for one in world.routing.waiting.values()
        if (one.id in world.routing.selection or one.id == offer.interaction_id)
        and one.keep_for in (None, offer.agent_id)
        and satisfies(profile, one.demand)
    ]
    first = (bid.rank[3] for bid in in_order(bids, _MOST_IN_LINE))
    return [_contender(world, world.routing.waiting[InteractionId(one)], offer) for one in first]


def _contender(world: PastWorld, one: Waiting, offer: OfferMade) -> Contender:
    queue = world.routing.queues.find(one.queue_id)
    return Contender(
        interaction_id=one.id,
        queue=Named(id=one.queue_id, name=queue.name if queue else one.queue_id),
        waited_s=(offer.at - one.since).total_seconds(),
        head_start_s=one.head_start_s,
        is_chosen=one.id == offer.interaction_id,
    )
