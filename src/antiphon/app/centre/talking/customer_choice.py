"""Who is calling, when a number does not say: the agent chooses among several, or adds one."""

from collections.abc import Iterable
from datetime import datetime

from antiphon.app.centre.world import World
from antiphon.customers.contract import Customer, SaveCustomer
from antiphon.interactions.customer_choice import AddCustomer, ChooseCustomer, CustomerChosen
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.kernel.telephone_number import normalise


def choose(world: World, command: ChooseCustomer, now: datetime) -> Iterable[Event]:
    """Decide about a choice: only those who have the interaction's number can be chosen."""
    interaction = _in_hand(world, command.interaction_id, command.agent_id)
    if command.customer_id == interaction.customer_id:
        return
    candidates = world.customers.list_by_number(interaction.customer_number)
    chosen = next((one for one in candidates if one.id == command.customer_id), None)
    if command.customer_id is not None and chosen is None:
        raise RuleBroken("customer.not_candidate", "This customer has another number.")
    yield CustomerChosen(
        at=now,
        interaction_id=interaction.id,
        agent_id=command.agent_id,
        customer_id=chosen.id if chosen is not None else None,
        customer_name=chosen.name if chosen is not None else "",
    )


def add(world: World, command: AddCustomer, now: datetime) -> Iterable[Event]:
    """Decide about a new customer, who is the one of this interaction."""
    interaction = _in_hand(world, command.interaction_id, command.agent_id)
    if interaction.customer_id is not None:
        raise RuleBroken("customer.known", "It is known already who this customer is.")
    number = normalise(interaction.customer_number, world.region)
    customer = Customer(
        id=command.customer_id,
        name=command.name.strip() or interaction.customer_number,
        numbers=(number,) if number is not None else (),
        language=interaction.language or None,
    )
    yield from world.customers.save(SaveCustomer(customer=customer, by=command.by), now)
    yield CustomerChosen(
        at=now,
        interaction_id=interaction.id,
        agent_id=command.agent_id,
        customer_id=customer.id,
        customer_name=customer.name,
    )


def _in_hand(world: World, interaction_id: InteractionId, agent_id: AgentId) -> Interaction:
    interaction = world.interactions.open.get(interaction_id)
    if interaction is None or interaction.agent_id != agent_id:
        raise RuleBroken("interaction.not_yours", "This interaction is not in your hands.")
    return interaction
