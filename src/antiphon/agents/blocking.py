"""Forced block: no more work for an agent who does not answer, and the way back. Pure.

`block` and `release` decide. Who was let back by a supervisor is not ready: whether somebody sits
at the desk again, the agent says.
"""

from collections.abc import Iterator
from datetime import datetime

from antiphon.agents.contract import (
    AgentBlocked,
    AgentReleased,
    Presence,
    PresenceChanged,
    ReleaseAgent,
    SystemReason,
)
from antiphon.agents.live import AgentLive, Block
from antiphon.kernel.events import Event
from antiphon.kernel.ids import QueueId
from antiphon.routing.contract import OfferExpired


def block(
    live: AgentLive, missed: OfferExpired, queue_id: QueueId, *, needs_supervisor: bool
) -> Iterator[Event]:
    """Stop offering work to an agent who missed one offer too many."""
    if live.presence is not Presence.READY:
        return
    yield AgentBlocked(
        at=missed.at,
        agent_id=missed.agent_id,
        queue_id=queue_id,
        interaction_id=missed.interaction_id,
        missed_offers=live.missed_offers,
        needs_supervisor=needs_supervisor,
    )
    yield PresenceChanged(
        at=missed.at,
        agent_id=missed.agent_id,
        presence=Presence.BLOCKED,
        reason_id=SystemReason.MISSED_OFFER,
        by=None,
    )


def release(live: AgentLive, command: ReleaseAgent, now: datetime) -> Iterator[Event]:
    """Decide about the end of a block."""
    if live.block is None:
        return
    yield AgentReleased(at=now, agent_id=command.agent_id, by=command.by)
    if live.presence is Presence.BLOCKED:
        yield PresenceChanged(
            at=now,
            agent_id=command.agent_id,
            presence=Presence.NOT_READY,
            reason_id=SystemReason.RELEASED,
            by=command.by,
        )


def folded(event: AgentBlocked | AgentReleased) -> Block | None:
    """The block that an agent is under after the event."""
    if isinstance(event, AgentReleased):
        return None
    return Block(
        since=event.at,
        queue_id=event.queue_id,
        missed_offers=event.missed_offers,
        needs_supervisor=event.needs_supervisor,
    )
