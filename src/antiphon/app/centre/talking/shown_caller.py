"""What an agent's phone shows of the customer: phones are given masked numbers as pages are.

A phone cannot tell who looks at it, so while numbers are masked for agents they are masked on all
phones.
"""

from typing import TypedDict

from antiphon.app.centre.world import World
from antiphon.customers.number_mask import NumberMask
from antiphon.interactions.record import Interaction


class ShownCaller(TypedDict):
    """The caller id of a leg to one of our own phones."""

    caller_number: str
    caller_name: str


def shown_caller(world: World, interaction: Interaction) -> ShownCaller:
    """The customer of an interaction as phones may show them."""
    number, name = interaction.customer_number, interaction.customer_name
    if world.number_privacy.privacy.is_masked:
        mask = NumberMask(world.region)
        number, name = mask.number(number), mask.text(name)
    return ShownCaller(caller_number=number, caller_name=name)
