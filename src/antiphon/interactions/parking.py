"""Customers who are parked: at numbered places, with music, until they are picked up. Pure.

`app/centre/talking/parked_calls.py` decides; here stands who is parked, and until when.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import ClassVar

import msgspec

from antiphon.interactions.call_control import CallWish
from antiphon.interactions.contract import (
    InteractionClosed,
    InteractionEvent,
    InteractionHandedOver,
    InteractionQueued,
)
from antiphon.kernel.commands import Command, Deadlines
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.contract import PARK_LIMIT_S, Queue
from antiphon.telephony.contract import PartyInvited, Purpose


def parked_until(queue: Queue | None, now: datetime) -> datetime:
    """When the phone of who parks a customer now rings again; a queue may be no more."""
    return now + timedelta(seconds=PARK_LIMIT_S if queue is None else queue.park_limit_s)


class InteractionParked(InteractionEvent, frozen=True, kw_only=True):
    """The customer is parked at a place; at `until` the phone of who parked it rings again.

    `place_name` goes before the number and is empty where places have numbers only.
    """

    type: ClassVar[str] = "interactions.parked"
    agent_id: AgentId
    queue_id: QueueId
    place: int
    until: datetime
    place_name: str = ""


class ParkInteraction(CallWish, frozen=True, kw_only=True):
    """Park the customer, for any agent of the queue to pick up, and leave."""


class PickUpParked(CallWish, frozen=True, kw_only=True):
    """Have a parked customer; the own phone rings for it."""


class EndParking(Command, frozen=True, kw_only=True):
    """Nobody picked the customer up in time."""

    interaction_id: InteractionId


class Parked(msgspec.Struct, frozen=True, kw_only=True):
    """A customer who is parked: where, by whom, for whom, since when and until when."""

    place: int
    agent_id: AgentId
    queue_id: QueueId
    since: datetime
    until: datetime
    place_name: str = ""


class ParkingBook:
    """The customers who are parked. While a phone rings to pick one up the place is kept."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.parked: dict[InteractionId, Parked] = {}

    def free_place(self, name: str) -> int:
        """The lowest number that nobody has among places of this name; they begin at 1."""
        taken = {one.place for one in self.parked.values() if one.place_name == name}
        return next(place for place in count(1) if place not in taken)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case InteractionParked():
                self._park(event)
            case PartyInvited(purpose=Purpose.RETURNED):
                self._end(event.interaction_id)
            case InteractionHandedOver() | InteractionQueued() | InteractionClosed():
                self._end(event.interaction_id)
            case _:
                pass

    def _park(self, event: InteractionParked) -> None:
        before = self.parked.get(event.interaction_id)
        self.parked[event.interaction_id] = Parked(
            place=event.place,
            agent_id=event.agent_id,
            queue_id=event.queue_id,
            since=event.at if before is None else before.since,
            until=event.until,
            place_name=event.place_name,
        )
        command = EndParking(interaction_id=event.interaction_id)
        self._deadlines.set(_key(event.interaction_id), event.until, command)

    def _end(self, interaction_id: InteractionId) -> None:
        if self.parked.pop(interaction_id, None) is not None:
            self._deadlines.clear(_key(interaction_id))


def _key(interaction_id: InteractionId) -> str:
    return f"parked/{interaction_id}"
