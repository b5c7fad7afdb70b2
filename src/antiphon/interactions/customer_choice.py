"""Who the customer of an interaction is, when the agent who has it in hand says so."""

from typing import ClassVar

from antiphon.customers.contract import CustomerId
from antiphon.interactions.contract import InteractionEvent
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId


class CustomerChosen(InteractionEvent, frozen=True, kw_only=True):
    """The agent said who the customer is; `customer_id` None: none of those who are known."""

    type: ClassVar[str] = "interactions.customer_chosen"
    agent_id: AgentId
    customer_id: CustomerId | None
    customer_name: str


class ChooseCustomer(Command, frozen=True, kw_only=True):
    """Say which of the customers with this number it is; None: none of them."""

    interaction_id: InteractionId
    agent_id: AgentId
    customer_id: CustomerId | None


class AddCustomer(Command, frozen=True, kw_only=True):
    """Add a customer with the number of the interaction; without a name the number is the name."""

    interaction_id: InteractionId
    agent_id: AgentId
    customer_id: CustomerId
    name: str
