"""Who served a customer last: folded from events, for those who get the same agent again."""

from antiphon.interactions.contract import (
    InteractionArrived,
    InteractionClosed,
    InteractionConnected,
)
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId

# The customers remembered; who was served longest ago is forgotten first.
LIMIT = 200_000


class AssociationBook:
    """The last agent of each customer. A customer without a record is known by the number."""

    def __init__(self) -> None:
        self._customer_of: dict[InteractionId, str] = {}
        self._last_agent: dict[str, AgentId] = {}

    def last_agent_of(self, interaction_id: InteractionId) -> AgentId | None:
        """Who served the customer of this open interaction last, before or within it."""
        return self._last_agent.get(self._customer_of.get(interaction_id, ""))

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case InteractionArrived():
                customer = event.customer_id or event.customer_number
                if customer:
                    self._customer_of[event.interaction_id] = customer
            case InteractionConnected():
                customer = self._customer_of.get(event.interaction_id, "")
                if customer:
                    self._last_agent.pop(customer, None)
                    self._last_agent[customer] = event.agent_id
                    if len(self._last_agent) > LIMIT:
                        del self._last_agent[next(iter(self._last_agent))]
            case InteractionClosed():
                self._customer_of.pop(event.interaction_id, None)
            case _:
                pass
