"""Which number a phone shows: our own phones the customer's, those outside one of ours.

A phone cannot tell who looks at it, so while numbers are masked for agents they are masked on all
phones of the house.
"""

from typing import TypedDict

from antiphon.app.centre.world import World
from antiphon.customers.number_mask import NumberMask
from antiphon.interactions.record import Interaction
from antiphon.kernel.ids import AgentId


class ShownCaller(TypedDict):
    """The caller id of a leg to one of our own phones."""

    caller_number: str
    caller_name: str


def shown_caller(world: World, interaction: Interaction, to: AgentId) -> ShownCaller:
    """The customer of an interaction as phones may show them; among colleagues who calls."""
    if interaction.is_internal and interaction.placed_by != to:
        caller = world.agents.find_agent(interaction.placed_by or to)
        extension, name = (caller.extension, caller.name) if caller is not None else ("", "")
        return ShownCaller(caller_number=extension, caller_name=name)
    number, name = interaction.customer_number, interaction.customer_name
    if world.number_privacy.privacy.is_masked:
        mask = NumberMask(world.region)
        number, name = mask.number(number), mask.text(name)
    return ShownCaller(caller_number=number, caller_name=name)


def shown_outside(world: World, interaction: Interaction) -> str:
    """The number of ours that the customer dialled; without one, the first that we answer."""
    if world.entry_points.find_dialled(interaction.dialled) is not None:
        return interaction.dialled
    return world.entry_points.own_number()
