"""Agents at random: they pass calls on, ask others in, and let go; and what these phones do."""

import random
from collections.abc import Sequence

from antiphon.app.centre.world import World
from antiphon.interactions.parking import ParkInteraction, PickUpParked
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.simulation.passing_on import a_wish
from antiphon.telephony.parties import Party

EXPERT = "+441615550100"


def a_call_wish(world: World, dice: random.Random, agents: Sequence[str]) -> Command:
    """A wish of somebody who has a call in hand, or of somebody who has not."""
    if dice.random() < 0.2:
        return a_parking_wish(world, dice, agents)
    held = list(world.agents.holder)
    interaction_id = InteractionId(dice.choice(held) if held else "nothing")
    having = world.agents.hands.agents_with(interaction_id) or [AgentId("nobody")]
    agent_id = having[0] if dice.random() < 0.8 else dice.choice(having)
    known = [AgentId(name) for name in agents]
    return a_wish(world, dice, interaction_id, agent_id, agents=known, expert=EXPERT)


def a_parking_wish(world: World, dice: random.Random, agents: Sequence[str]) -> Command:
    """The customer in hand is parked, or one who is parked is picked up, by whomever."""
    parked, held = list(world.parking.parked), list(world.agents.holder.items())
    if parked and dice.random() < 0.5:
        return PickUpParked(
            interaction_id=dice.choice(parked), agent_id=AgentId(dice.choice(agents))
        )
    nobody = (InteractionId("nothing"), AgentId("nobody"))
    interaction_id, agent_id = dice.choice(held) if held else nobody
    return ParkInteraction(interaction_id=interaction_id, agent_id=agent_id)


def all_parties(world: World) -> list[Party]:
    """Everybody who was asked into a call."""
    return [party for call in world.calls.calls.values() for party in call.parties.values()]
