"""Who can be asked into a call, and why not: the one place that decides it. Pure.

`invited` gives the invitation or refuses with a sentence that says what to do; `why_not` says the
same of an agent in one word, for lists to choose from. Numbers outside pass the dial guard.
"""

from collections import Counter
from collections.abc import Container
from datetime import datetime, timedelta
from typing import NamedTuple

from antiphon.agents.contract import Agent, Presence
from antiphon.app.centre.talking.outside_phones import ring_time
from antiphon.app.centre.talking.recorded_legs import leg_recording
from antiphon.app.centre.talking.shown_caller import shown_outside
from antiphon.app.centre.talking.way_out import trunk_of
from antiphon.app.centre.world import World
from antiphon.interactions.call_control import Target, TargetKind
from antiphon.interactions.contract import InteractionSentOutside
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.kernel.telephone_number import bare_number
from antiphon.routing.contract import Queue
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import OutsideRefused, PartyInvited, Purpose
from antiphon.telephony.parties import leg_of_party, party_id_of

# How long a colleague's phone rings, and one outside.
RING_COLLEAGUE = timedelta(seconds=20)
RING_OUTSIDE = timedelta(seconds=45)
# Customer, agent, and so many more.
MOST_PARTIES = 6

_WHY_NOT = {
    "oneself": "That is you: choose somebody else.",
    "offline": "This agent is not at work: choose somebody else, or a queue.",
    "not_ready": "This agent takes no calls just now: choose somebody else, or a queue.",
    "unreachable": "This agent's phone cannot be reached: choose somebody else, or a queue.",
    "busy": "This agent is busy: wait, or choose somebody else or a queue.",
}


class Asking(NamedTuple):
    """For what somebody is asked in, by whom and when; nobody asks for who comes back."""

    purpose: Purpose
    by: AgentId | None
    at: datetime


def why_not(
    world: World,
    agent_id: AgentId,
    *,
    by: AgentId | None,
    besides: InteractionId | None = None,
    also_resting: bool = False,
) -> str | None:
    """Why this agent cannot be asked now, in a word; None when it can be.

    What the agent has in hand of the interaction `besides` is no obstacle, nor with `also_resting`
    that the agent takes no work.
    """
    live = world.agents.live.get(agent_id)
    if agent_id == by:
        return "oneself"
    if live is None or live.presence is Presence.OFFLINE:
        return "offline"
    if set(live.work) - {besides}:
        return "busy"
    if live.presence is not Presence.READY and not also_resting:
        return "not_ready"
    return None if live.is_phone_reachable else "unreachable"


def invited(world: World, interaction: Interaction, target: Target, asking: Asking) -> PartyInvited:
    """The invitation of a target.

    Raises:
        RuleBroken: it cannot be asked now.
    """
    call = world.calls.calls[interaction.id]
    if len(call.parties) >= MOST_PARTIES:
        raise RuleBroken("conference.full", "Nobody else fits into this call.")
    match target.kind:
        case TargetKind.AGENT:
            agent = world.agents.profiles.get(AgentId(target.id))
            refuse(why_not(world, agent.id, by=asking.by))
            return colleague(world, call, agent.id, asking)
        case TargetKind.QUEUE:
            queue = world.routing.queues.get(QueueId(target.id))
            return colleague(world, call, _free_agent_of(world, queue, asking.by), asking)
        case TargetKind.NUMBER:
            return _outside(world, interaction, target.id, asking)


def sent_outside(
    world: World, interaction_id: InteractionId, number: str, now: datetime
) -> list[Event]:
    """The customer is passed on by a flow; what may not be called is told, and the flow goes on."""
    interaction = world.interactions.open[interaction_id]
    try:
        invitation = _outside(world, interaction, number, Asking(Purpose.TRANSFER, None, now))
    except RuleBroken as refusal:
        return [OutsideRefused(at=now, interaction_id=interaction_id, reason=refusal.code)]
    sent = InteractionSentOutside(at=now, interaction_id=interaction_id, number=invitation.number)
    return [sent, invitation]


def colleague(world: World, call: Call, agent_id: AgentId, asking: Asking) -> PartyInvited:
    """The invitation of an agent who is free."""
    party_id = party_id_of(call.id, call.parties_made + 1)
    leg = leg_of_party(party_id)
    return PartyInvited(
        at=asking.at,
        interaction_id=call.id,
        party_id=party_id,
        agent_id=agent_id,
        leg_id=leg,
        purpose=asking.purpose,
        by_agent_id=asking.by,
        expires_at=asking.at + ring_time(world, agent_id, RING_COLLEAGUE),
        recording_id=leg_recording(world, call.id, leg, asking.at),
    )


def refuse(reason: str | None) -> None:
    """Raise RuleBroken for a reason that `why_not` gave."""
    if reason is not None:
        raise RuleBroken(f"transfer.agent_{reason}", _WHY_NOT[reason])


def open_queue(world: World, queue_id: QueueId, now: datetime) -> Queue:
    """The queue, if customers can be sent there now: it is open, and somebody serves it.

    Raises:
        RuleBroken: nobody would ever answer.
    """
    queue = world.routing.queues.get(queue_id)
    reason = why_queue_is_closed(world, queue, now, staffed_queues(world))
    if reason is not None:
        raise RuleBroken(f"transfer.queue_{reason}", "This queue is closed: choose another one.")
    return queue


def why_queue_is_closed(
    world: World, queue: Queue, now: datetime, staffed: Container[QueueId]
) -> str | None:
    """Why nobody can be sent to this queue now, in a word; None when it can be done.

    `staffed` holds the queues that somebody at work serves.
    """
    if not world.is_open(queue, now):
        return "closed"
    return None if queue.id in staffed else "unstaffed"


def staffed_queues(world: World) -> set[QueueId]:
    """The queues that somebody at work serves."""
    at_work = (agent for agent in world.agents.profiles if world.agents.is_signed_in(agent.id))
    return {queue_id for agent in at_work for queue_id in agent.queues}


def free_counts(world: World, by: AgentId | None) -> Counter[QueueId]:
    """How many of each queue can be asked now."""
    free = (one for one in world.agents.profiles if why_not(world, one.id, by=by) is None)
    queues = world.routing.queues
    return Counter(
        queue_id
        for agent in free
        for queue_id in set(agent.queues)
        if (queue := queues.find(queue_id)) is not None and _can(agent, queue)
    )


def _can(agent: Agent, queue: Queue) -> bool:
    """Whether an agent serves the queue and has the skills that it asks for."""
    return queue.id in agent.queues and all(
        agent.skills.get(skill, 0) >= level for skill, level in queue.required_skills.items()
    )


def _free_agent_of(world: World, queue: Queue, by: AgentId | None) -> AgentId:
    """Who of a queue has been free for longest."""
    free = (
        agent.id
        for agent in world.agents.profiles
        if _can(agent, queue) and why_not(world, agent.id, by=by) is None
    )
    longest = min(free, key=lambda agent_id: world.agents.live[agent_id].idle_since, default=None)
    if longest is None:
        raise RuleBroken(
            "transfer.nobody_free", "Nobody of this queue is free: transfer to the queue instead."
        )
    return longest


def _outside(world: World, interaction: Interaction, wanted: str, asking: Asking) -> PartyInvited:
    number = world.dial_guard.allow(bare_number(wanted), asking.at, by=asking.by)
    trunk_id = trunk_of(world, interaction.queue_id)
    if trunk_id is None:
        raise RuleBroken("transfer.no_trunk", "There is no trunk to call the outside with.")
    call = world.calls.calls[interaction.id]
    party_id = party_id_of(call.id, call.parties_made + 1)
    return PartyInvited(
        at=asking.at,
        interaction_id=call.id,
        party_id=party_id,
        agent_id=None,
        leg_id=leg_of_party(party_id),
        purpose=asking.purpose,
        by_agent_id=asking.by,
        expires_at=asking.at + RING_OUTSIDE,
        number=number,
        shown_number=shown_outside(world, interaction),
        trunk_id=trunk_id,
    )
