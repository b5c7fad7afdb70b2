"""An agent wishes to call somebody; `app/centre/talking/outbound.py` decides about it."""

from antiphon.customers.contract import CustomerId
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId, QueueId


class PlaceCall(Command, frozen=True, kw_only=True):
    """Call a number for a queue, whose number is shown; without one for the agent's first queue.

    `interaction_id` is what the call will be; one that is said twice is placed once. Without a
    `customer_id` it is looked up by the number.
    """

    interaction_id: InteractionId
    agent_id: AgentId
    number: str
    queue_id: QueueId | None = None
    customer_id: CustomerId | None = None
    customer_name: str = ""
    language: str = ""
