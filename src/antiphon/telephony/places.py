"""Where the customer and the agent whose it is are after an event of their conversation. Pure."""

from collections.abc import Mapping

from antiphon.interactions.contract import (
    AgentLeft,
    AgentMovedAside,
    ConversationEnded,
    FlowVisitEnded,
    InteractionConnected,
    InteractionDequeued,
    InteractionHandedOver,
    InteractionHeld,
    InteractionQueued,
    InteractionResumed,
    InteractionSentOutside,
    InteractionSentToFlow,
    InteractionSuspended,
)
from antiphon.kernel.events import Event
from antiphon.telephony.contract import Place

_CUSTOMER: Mapping[type[Event], Place | None] = {
    InteractionConnected: Place.MAIN,
    InteractionResumed: Place.MAIN,
    InteractionHandedOver: Place.MAIN,
    InteractionHeld: Place.HELD,
    InteractionSuspended: Place.HELD,
    InteractionSentOutside: Place.HELD,
    InteractionSentToFlow: Place.FLOW,
    FlowVisitEnded: Place.HELD,
    AgentLeft: Place.HELD,
    InteractionQueued: None,
    InteractionDequeued: None,
    ConversationEnded: None,
}
_AGENT: Mapping[type[Event], Place] = {
    AgentMovedAside: Place.CONSULT,
    InteractionConnected: Place.MAIN,
    InteractionResumed: Place.MAIN,
    InteractionHandedOver: Place.MAIN,
    InteractionSuspended: Place.MAIN,
    InteractionSentToFlow: Place.MAIN,
    AgentLeft: Place.MAIN,
    InteractionQueued: Place.MAIN,
    InteractionDequeued: Place.MAIN,
    ConversationEnded: Place.MAIN,
}
# After which somebody may be somewhere else.
MOVING: tuple[type[Event], ...] = (*_CUSTOMER, AgentMovedAside)


def places_after(event: Event, customer: Place | None, agent: Place) -> tuple[Place | None, Place]:
    """Both places; the customer has none outside of a conversation."""
    kind = type(event)
    if kind is AgentLeft and customer is Place.FLOW:
        return customer, Place.MAIN  # the flow goes on without the agent
    return _CUSTOMER.get(kind, customer), _AGENT.get(kind, agent)
