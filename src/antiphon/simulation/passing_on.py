"""What an agent may do at random with a call in hand besides talking: pass it on, ask others in."""

import random
from collections.abc import Sequence

from antiphon.app.centre.world import World
from antiphon.interactions.call_control import (
    AddParty,
    CallWish,
    CancelConsult,
    CompleteConsult,
    LeaveConversation,
    MergeConsult,
    MuteParty,
    RemoveParty,
    StartConsult,
    Target,
    TargetKind,
    ToggleConsult,
    TransferInteraction,
)
from antiphon.interactions.flow_visits import SendToFlow, TakeBack
from antiphon.interactions.parking import ParkInteraction
from antiphon.kernel.ids import AgentId, FlowId, InteractionId
from antiphon.telephony.parties import Party

TO_SOMEBODY: Sequence[type[TransferInteraction | StartConsult | AddParty]] = (
    *(TransferInteraction, StartConsult, StartConsult, AddParty),
)
ABOUT_OTHERS: Sequence[type[CallWish]] = (
    *(ToggleConsult, MergeConsult, CompleteConsult, CancelConsult, LeaveConversation),
    *(MergeConsult, CompleteConsult),
)
_KINDS = [TargetKind.AGENT] * 2 + [TargetKind.QUEUE] + [TargetKind.NUMBER] * 2


def a_wish(
    world: World,
    chance: random.Random,
    interaction_id: InteractionId,
    agent_id: AgentId,
    *,
    agents: Sequence[AgentId],
    expert: str,
) -> CallWish:
    """A wish for this call, sensible or not; `expert` is a number outside."""
    parties = parties_of(world, interaction_id)
    roll = chance.random()
    flows = [flow.id for flow in world.flows.flows if flow.for_agents]
    if flows and not parties and chance.random() < 0.3:
        return _about_a_flow(world, chance, interaction_id, agent_id, chance.choice(flows))
    if parties and roll < 0.3:
        return _about_one(chance, interaction_id, agent_id, chance.choice(parties))
    if parties and roll < 0.9:
        return chance.choice(ABOUT_OTHERS)(interaction_id=interaction_id, agent_id=agent_id)
    if not parties and chance.random() < 0.2:
        return ParkInteraction(interaction_id=interaction_id, agent_id=agent_id)
    return chance.choice(TO_SOMEBODY)(
        interaction_id=interaction_id,
        agent_id=agent_id,
        target=_a_target(world, chance, agents, expert),
    )


def _about_a_flow(
    world: World,
    chance: random.Random,
    interaction_id: InteractionId,
    agent_id: AgentId,
    flow_id: FlowId,
) -> CallWish:
    interaction = world.interactions.open.get(interaction_id)
    if interaction is not None and interaction.visit is not None:
        return chance.choice([TakeBack, LeaveConversation])(
            interaction_id=interaction_id, agent_id=agent_id
        )
    return SendToFlow(
        interaction_id=interaction_id,
        agent_id=agent_id,
        flow_id=flow_id,
        stays=chance.random() < 0.7,
    )


def parties_of(world: World, interaction_id: InteractionId) -> list[Party]:
    """The parties of a call."""
    call = world.calls.calls.get(interaction_id)
    return list(call.parties.values()) if call is not None else []


def _about_one(
    chance: random.Random, interaction_id: InteractionId, agent_id: AgentId, party: Party
) -> CallWish:
    if chance.random() < 0.3:
        return RemoveParty(interaction_id=interaction_id, agent_id=agent_id, party_id=party.id)
    return MuteParty(
        interaction_id=interaction_id,
        agent_id=agent_id,
        party_id=party.id,
        is_muted=not party.is_muted,
    )


def _a_target(
    world: World, chance: random.Random, agents: Sequence[AgentId], expert: str
) -> Target:
    match chance.choice(_KINDS):
        case TargetKind.QUEUE:
            queues = sorted(world.routing.queues.items)
            return Target(kind=TargetKind.QUEUE, id=chance.choice(queues))
        case TargetKind.NUMBER:
            return Target(kind=TargetKind.NUMBER, id=expert)
        case _:
            return Target(kind=TargetKind.AGENT, id=chance.choice(agents))
