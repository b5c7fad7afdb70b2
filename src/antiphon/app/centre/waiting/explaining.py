"""The centre's agents as explanations need them. Looks only."""

from datetime import datetime

import msgspec

from antiphon.agents.capacity import fits
from antiphon.agents.live import AgentLive, Stage
from antiphon.app.centre.world import World
from antiphon.interactions.contract import Channel
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.explanation import AgentNow, Explanation, InHand, Reason, explain
from antiphon.routing.line import offer_deadline

_REASONS = {
    Stage.OFFERED: Reason.OFFERED_ANOTHER,
    Stage.HANDLING: Reason.HANDLING,
    Stage.WRAP_UP: Reason.WRAP_UP,
}
# What ends soonest is finished first.
_SOONEST = (Stage.WRAP_UP, Stage.OFFERED, Stage.HANDLING)


def explain_pair(
    world: World, interaction_id: InteractionId, agent_id: AgentId, now: datetime
) -> Explanation:
    """Why a waiting interaction is not with an agent.

    Raises:
        KeyError: the interaction does not wait, or there is no such agent.
    """
    channel = world.routing.waiting[interaction_id].channel
    return explain(world.routing, interaction_id, agent_now(world, agent_id, channel, now))


def agent_now(world: World, agent_id: AgentId, channel: Channel, now: datetime) -> AgentNow:
    """An agent, asked to take one more interaction of a channel. KeyError when unknown."""
    agent, live = world.agents.profiles.items[agent_id], world.agents.live[agent_id]
    return AgentNow(
        agent=agent,
        presence=live.presence,
        reason_id=live.reason_id,
        is_phone_reachable=live.is_phone_reachable,
        is_channel_allowed=agent.capacity.most.get(channel) != 0,
        in_the_way=_in_the_way(world, agent_id, live, channel),
        facts=live.facts(now),
        needs_release=live.block is not None and live.block.needs_supervisor,
    )


def _in_the_way(
    world: World, agent_id: AgentId, live: AgentLive, channel: Channel
) -> tuple[InHand, ...]:
    capacity = world.agents.profiles.items[agent_id].capacity
    if capacity.most.get(channel) == 0:
        # Once the channel is allowed there is the rest of the agent's work still.
        most = {name: number for name, number in capacity.most.items() if name != channel}
        capacity = msgspec.structs.replace(capacity, most=most)
    interrupts = world.interruptions.in_force
    held = sorted(live.work.items(), key=lambda item: _SOONEST.index(item[1]))
    kept: list[str] = []
    finished: list[InHand] = []
    # What may stay in hand beside the new one stays.
    for interaction_id, stage in reversed(held):
        its_channel = world.agents.channel_of(interaction_id)
        if fits(capacity, channel, [*kept, its_channel], interrupts):
            kept.append(its_channel)
        else:
            until = _until(world, agent_id, interaction_id, stage)
            finished.append(InHand(interaction_id, _REASONS[stage], until))
    return tuple(finished)


def _until(
    world: World, agent_id: AgentId, interaction_id: InteractionId, stage: Stage
) -> datetime | None:
    if stage is Stage.HANDLING:
        return None
    key = f"interaction/{interaction_id}"
    if stage is Stage.OFFERED:
        offer = world.routing.offers.find(interaction_id, agent_id)
        key = "" if offer is None else offer_deadline(offer.id)
    deadline = world.deadlines.at.get(key)
    return None if deadline is None else deadline[0]
