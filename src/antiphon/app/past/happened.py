"""Events before a past instant in words' keys, with the names of that time."""

from typing import Any, NamedTuple

from antiphon.agents.contract import PresenceChanged
from antiphon.app.past.answers import Named, PastCustomer, PastEvent
from antiphon.app.past.timeline import PastWorld
from antiphon.interactions.history_projection import told
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId


class Recorded(NamedTuple):
    """An event and its place in the journal."""

    position: int
    event: Event


def tell(world: PastWorld, recorded: Recorded) -> PastEvent:
    """One event as people are told of it."""
    event = recorded.event
    if isinstance(event, PresenceChanged):
        return PastEvent(
            at=event.at,
            position=recorded.position,
            text_key="past.agent_became",
            params={"agent": _name(world, "agent_id", event.agent_id), "state": event.presence},
            interaction_id=None,
            agent_id=event.agent_id,
            customer=None,
        )
    entry = told(event)
    interaction_id: InteractionId | None = getattr(event, "interaction_id", None)
    return PastEvent(
        at=event.at,
        position=recorded.position,
        text_key=f"timeline.{entry.kind.replace('.', '_')}",
        params={
            _NAMED.get(key, key): _name(world, key, value) for key, value in entry.params.items()
        },
        interaction_id=interaction_id,
        agent_id=getattr(event, "agent_id", None),
        customer=_customer(world, interaction_id),
    )


def name_of_agent(world: PastWorld, agent_id: AgentId | None) -> Named | None:
    """An agent with the name of that time."""
    if agent_id is None:
        return None
    agent = world.agents.profiles.find(agent_id)
    return Named(id=agent_id, name=agent.name if agent else agent_id)


_NAMED = {"agent_id": "agent", "queue_id": "queue"}


def _name(world: PastWorld, key: str, value: Any) -> Any:
    if key == "agent_id":
        found = name_of_agent(world, AgentId(value))
        return found.name if found is not None else value
    if key == "queue_id":
        queue = world.routing.queues.find(QueueId(value))
        return queue.name if queue is not None else value
    return value


def _customer(world: PastWorld, interaction_id: InteractionId | None) -> PastCustomer | None:
    one = world.interactions.open.get(interaction_id) if interaction_id is not None else None
    return PastCustomer(number=one.customer_number, name=one.customer_name) if one else None
