"""The records of conversations at the moment they are over, for whoever counts them. Pure."""

from antiphon.interactions.contract import InteractionClosed, InteractionConnected
from antiphon.interactions.domain import InteractionBook
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId


class FinishedConversations:
    """Keeps hold of records that somebody talked in; the interactions' book lets go of them."""

    def __init__(self, interactions: InteractionBook) -> None:
        self._interactions = interactions
        # The very records that the interactions' book goes on to keep up to date.
        self._connected: dict[InteractionId, Interaction] = {}

    def take(self, event: Event) -> Interaction | None:
        """The record that this event closed; the interactions' book has heard of it before."""
        match event:
            case InteractionConnected(interaction_id=interaction_id):
                record = self._interactions.open.get(interaction_id)
                if record is not None:
                    self._connected[interaction_id] = record
            case InteractionClosed(interaction_id=interaction_id):
                return self._connected.pop(interaction_id, None)
            case _:
                pass
        return None
