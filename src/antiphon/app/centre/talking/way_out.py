"""By which trunk we call the outside: for everybody that is called for a queue, the queue's."""

from antiphon.app.centre.world import World
from antiphon.kernel.ids import QueueId, TrunkId
from antiphon.routing.waiting import CallBackRules


def trunk_of(world: World, queue_id: QueueId | None) -> TrunkId | None:
    """The trunk that this queue calls out by, without one the first; None while there is none.

    A queue whose own trunk was removed has none: another may cost more, or show another number.
    """
    queue = world.routing.queues.find(queue_id)
    rules = queue.waiting.call_back if queue is not None else CallBackRules()
    if rules.trunk_id is not None:
        return rules.trunk_id if rules.trunk_id in world.trunks.lines else None
    return world.trunks.first()
