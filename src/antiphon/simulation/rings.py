"""How many phones ring for one caller of a simulated day: never more than the queue says."""

from antiphon.app.centre.world import World
from antiphon.kernel.ids import InteractionId, LegId
from antiphon.telephony.parties import is_party
from antiphon.telephony.simulated.engine import SimulatedEngine


class Rings:
    """Watches each phone that begins to ring; `too_many` are the legs that rang together."""

    def __init__(self) -> None:
        self.too_many: list[list[LegId]] = []
        # The legs to an agent's mobile telephone: agents' phones as those of the house are.
        self.mobiles: set[LegId] = set()

    def note(self, leg: LegId, engine: SimulatedEngine, world: World) -> None:
        """An agent's phone begins to ring."""
        call = engine.legs[leg].call
        beside = [held for held in engine.legs.values() if held.call == call]
        rings = [held.id for held in beside if held.phone or held.line or held.id in self.mobiles]
        # Who is asked into a call rings beside those who are in it.
        rings = [ringing for ringing in rings if not is_party(ringing)]
        if len(rings) > _at_once(world, call):
            self.too_many.append(rings)


def _at_once(world: World, call: str | None) -> int:
    """How many phones may ring for this caller."""
    interaction = world.interactions.open.get(InteractionId(call or ""))
    queue = world.routing.queues.find(interaction.queue_id) if interaction else None
    return queue.offers_at_once if queue is not None else 1
