"""Who served a customer last: folded from events, for those who get the same agent again."""

from typing import ClassVar

from antiphon.interactions.contract import (
    InteractionArrived,
    InteractionClosed,
    InteractionConnected,
)
from antiphon.kernel.by_kind import ByKind, Folds
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
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _arrived(self, event: InteractionArrived) -> None:
        customer = event.customer_id or event.customer_number
        if customer:
            self._customer_of[event.interaction_id] = customer

    def _connected(self, event: InteractionConnected) -> None:
        customer = self._customer_of.get(event.interaction_id, "")
        if customer:
            self._last_agent.pop(customer, None)
            self._last_agent[customer] = event.agent_id
            if len(self._last_agent) > LIMIT:
                del self._last_agent[next(iter(self._last_agent))]

    def _closed(self, event: InteractionClosed) -> None:
        self._customer_of.pop(event.interaction_id, None)

    _FOLDS: ClassVar[Folds["AssociationBook"]] = ByKind(
        {
            InteractionArrived: _arrived,
            InteractionConnected: _connected,
            InteractionClosed: _closed,
        }
    )
