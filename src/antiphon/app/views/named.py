"""Things and people with their names, as the views show them."""

import msgspec

from antiphon.interactions.record import Interaction


class Named(msgspec.Struct, frozen=True):
    """A thing with its name."""

    id: str
    name: str


class CustomerView(msgspec.Struct, frozen=True):
    """Who is outside."""

    number: str
    name: str


def customer_of(interaction: Interaction) -> CustomerView:
    """Who is outside."""
    return CustomerView(interaction.customer_number, interaction.customer_name)
