"""Agents at random: they pass calls on, ask others in, and let go; and what these phones do."""

import random
from collections.abc import Sequence

from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.simulation.passing_on import a_wish
from antiphon.telephony.parties import Party

EXPERT = "+441615550100"


def a_call_wish(world: World, dice: random.Random, agents: Sequence[str]) -> Command:
    """A wish of somebody who has a call in hand, or of somebody who has not."""
    held = list(world.agents.holder)
    interaction_id = InteractionId(dice.choice(held) if held else "nothing")
    having = world.agents.hands.agents_with(interaction_id) or [AgentId("nobody")]
    agent_id = having[0] if dice.random() < 0.8 else dice.choice(having)
    known = [AgentId(name) for name in agents]
    return a_wish(world, dice, interaction_id, agent_id, agents=known, expert=EXPERT)


def all_parties(world: World) -> list[Party]:
    """Everybody who was asked into a call."""
    return [party for call in world.calls.calls.values() for party in call.parties.values()]
