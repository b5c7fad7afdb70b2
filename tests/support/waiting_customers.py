"""Customers who arrive and wait, as events: what a test does not name is usual."""

from datetime import datetime
from typing import Any

from antiphon.interactions.contract import Channel, InteractionArrived, InteractionQueued
from antiphon.kernel.ids import InteractionId, QueueId


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
