"""Agents at random: they pass calls on, ask others in, and let go; and what these phones do."""

import random
from collections.abc import Sequence

from antiphon.app.centre.world import World
from antiphon.interactions.call_control import (
    AddParty,
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
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId, PartyId
from antiphon.telephony.parties import Party

EXPERT = "+441615550100"
EXPERTS = ("+44161",)
TO_SOMEBODY = (TransferInteraction, StartConsult, AddParty)
ABOUT_IT = (
    *(ToggleConsult, MergeConsult, CompleteConsult, CancelConsult, LeaveConversation),
    *(MergeConsult, CompleteConsult),
)


def a_call_wish(world: World, dice: random.Random, agents: Sequence[str]) -> Command:
    """A wish of somebody who has a call in hand: mostly a sensible one."""
    held = list(world.agents.holder)
    interaction_id = InteractionId(dice.choice(held) if held else "nothing")
    having = world.agents.hands.agents_with(interaction_id) or [AgentId("nobody")]
    agent_id = having[0] if dice.random() < 0.8 else dice.choice(having)
    parties = all_parties(world, interaction_id)
    party_id = PartyId(dice.choice(parties).id if parties else "nobody")
    roll = dice.random()
    if parties and roll < 0.25:
        is_muted = dice.random() < 0.6
        return MuteParty(
            interaction_id=interaction_id,
            agent_id=agent_id,
            party_id=party_id,
            is_muted=is_muted,
        )
    if roll < 0.3:
        return RemoveParty(interaction_id=interaction_id, agent_id=agent_id, party_id=party_id)
    if parties and roll < 0.8:
        return dice.choice(ABOUT_IT)(interaction_id=interaction_id, agent_id=agent_id)
    return dice.choice(TO_SOMEBODY)(
        interaction_id=interaction_id, agent_id=agent_id, target=a_target(world, dice, agents)
    )


def a_target(world: World, dice: random.Random, agents: Sequence[str]) -> Target:
    """A colleague, a queue, or an expert outside."""
    match dice.choice([TargetKind.AGENT] * 3 + [TargetKind.QUEUE] + [TargetKind.NUMBER] * 2):
        case TargetKind.QUEUE:
            return Target(kind=TargetKind.QUEUE, id=dice.choice(list(world.routing.queues.items)))
        case TargetKind.NUMBER:
            return Target(kind=TargetKind.NUMBER, id=EXPERT)
        case _:
            return Target(kind=TargetKind.AGENT, id=dice.choice(agents))


def all_parties(world: World, interaction_id: InteractionId | None = None) -> list[Party]:
    """The parties of a call, or of all."""
    calls = world.calls.calls
    chosen = calls.values() if interaction_id is None else filter(None, [calls.get(interaction_id)])
    return [party for call in chosen for party in call.parties.values()]
