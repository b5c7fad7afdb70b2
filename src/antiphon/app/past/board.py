"""A past world as the time machine shows it."""

from collections.abc import Iterable
from datetime import datetime

from antiphon.agents.contract import AgentState
from antiphon.app.past.answers import (
    Named,
    PastAgent,
    PastBoard,
    PastCustomer,
    PastInteraction,
    PastQueue,
)
from antiphon.app.past.happened import Recorded, name_of_agent, tell
from antiphon.app.past.timeline import PastWorld
from antiphon.app.views.board import AgentView, BoardView, QueueView
from antiphon.interactions.record import Interaction


class PastClock:
    """Stands still at one instant."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The instant."""
        return self._at

    def monotonic(self) -> float:
        """The same, in seconds."""
        return self._at.timestamp()


def draw(
    world: PastWorld, at: datetime, position: int, events: Iterable[Recorded] = ()
) -> PastBoard:
    """Everything at one instant, and the last events before it."""
    views = [view for _, view in BoardView(world, PastClock(at)).draw(is_watched=True)]
    ranks = {waiting.id: waiting.rank for waiting in world.routing.waiting.values()}
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    for waiting in sorted(world.routing.waiting.values(), key=lambda one: one.rank):
        counts[waiting.queue_id] = places[waiting.id] = counts.get(waiting.queue_id, 0) + 1
    progress = sorted(
        world.interactions.open.values(),
        key=lambda one: (one.id not in ranks, ranks.get(one.id, ()), one.arrived_at, one.id),
    )
    return PastBoard(
        at=at,
        position=position,
        queues=[_queue(view) for view in views if isinstance(view, QueueView)],
        agents=[_agent(view) for view in views if isinstance(view, AgentView)],
        interactions=[_interaction(world, one, places.get(one.id)) for one in progress],
        events=[tell(world, one) for one in events],
    )


def _queue(view: QueueView) -> PastQueue:
    return PastQueue(
        id=view.id,
        name=view.name,
        waiting=view.waiting,
        longest_waiting_since=view.longest_waiting_since,
        ready_agents=view.ready_agents,
        busy_agents=view.busy_agents,
        offered=view.offered,
        answered=view.answered,
        abandoned=view.abandoned,
        answered_in_target=view.answered_in_target,
        service_level_s=view.service_level_s,
    )


def _agent(view: AgentView) -> PastAgent:
    reason = None
    if view.reason_id is not None:
        reason = Named(id=view.reason_id, name=view.reason_name or view.reason_id)
    return PastAgent(
        id=view.id,
        name=view.name,
        state=AgentState(view.state),
        reason=reason,
        since=view.since,
        interaction_id=view.interaction_id,
        is_phone_reachable=view.phone.is_reachable,
    )


def _interaction(world: PastWorld, one: Interaction, place: int | None) -> PastInteraction:
    waiting = world.routing.waiting.get(one.id)
    queue = world.routing.queues.find(one.queue_id)
    return PastInteraction(
        id=one.id,
        state=one.state,
        since=one.since,
        arrived_at=one.arrived_at,
        customer=PastCustomer(number=one.customer_number, name=one.customer_name),
        queue=Named(id=one.queue_id, name=queue.name if queue else one.queue_id)
        if one.queue_id
        else None,
        agent=name_of_agent(world, world.agents.holder.get(one.id)),
        position=place,
        priority=waiting.priority if waiting else None,
    )
