"""Would the router decide today as it did then? Each recorded offer, asked once more."""

import msgspec

from antiphon.app.centre.world import World
from antiphon.kernel.events import Event
from antiphon.kernel.ids import OfferId
from antiphon.routing.contract import OfferMade
from antiphon.simulation.what_if.run import RouterWorld


class Reproduction(msgspec.Struct, kw_only=True):
    """How many offers there were, how many come out the same, and the first that does not."""

    decisions: int = 0
    same: int = 0
    first_other: OfferId | None = None


class Reproducer:
    """Takes every event in order, from the first or from after `world`; counts while told to."""

    def __init__(self, world: World | None = None) -> None:
        self.found = Reproduction()
        self._world = world or RouterWorld()

    def take(self, event: Event, *, counts: bool) -> None:
        """Ask the router first, then let happen what happened."""
        if counts and isinstance(event, OfferMade):
            self.found.decisions += 1
            if self._is_same(event):
                self.found.same += 1
            elif self.found.first_other is None:
                self.found.first_other = event.offer_id
        self._world.apply(event)

    def _is_same(self, event: OfferMade) -> bool:
        routing = self._world.routing
        selection = routing.selection
        waiting = routing.waiting.get(event.interaction_id)
        if waiting is None:
            return False
        if event.interaction_id not in selection:
            # One more of a group: asked with the others, or free since then.
            return event.agent_id in routing.group_for(waiting)
        # It was made because somebody began to wait, or because an agent became free.
        return (
            selection.best_agent_for(event.interaction_id) == event.agent_id
            or selection.best_interaction_for(event.agent_id) == event.interaction_id
        )
