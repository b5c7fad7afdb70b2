"""Customers who arrive and wait, as events: what a test does not name is usual."""

from datetime import datetime, timedelta
from typing import Any, cast

from antiphon.agents.capacity import WEIGHTS
from antiphon.interactions.contract import (
    CallPlaced,
    Channel,
    InteractionArrived,
    InteractionQueued,
)
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId

# The channels that agents' points are counted for; calls alone come from outside as yet.
CHANNELS = [cast("Channel", name) for name in WEIGHTS]


def arrives(interaction_id: InteractionId, at: datetime, **named: Any) -> InteractionArrived:
    """Somebody whom nobody knows calls."""
    usual: dict[str, Any] = {
        "channel": Channel.VOICE,
        "entry_point_id": None,
        "dialled": "",
        "customer_id": None,
        "customer_number": "",
        "customer_name": "",
        "language": "en",
    }
    return InteractionArrived(at=at, interaction_id=interaction_id, **usual | named)


def queues(
    interaction_id: InteractionId, queue_id: QueueId, at: datetime, **named: Any
) -> InteractionQueued:
    """The customer begins to wait, and asks for nothing special."""
    usual: dict[str, Any] = {
        "skills": {},
        "priority": 0,
        "order_at": at,
        "is_returning": False,
        "announce_position": False,
        "overflow_at": None,
    }
    return InteractionQueued(
        at=at, interaction_id=interaction_id, queue_id=queue_id, **usual | named
    )


def takes_up(
    interaction_id: InteractionId, agent_id: AgentId, at: datetime, channel: Channel
) -> list[Event]:
    """Work of this channel that an agent has in hand for a day."""
    began = CallPlaced(
        at=at,
        interaction_id=interaction_id,
        agent_id=agent_id,
        queue_id=QueueId("any"),
        expires_at=at + timedelta(days=1),
    )
    return [arrives(interaction_id, at, channel=channel), began]
