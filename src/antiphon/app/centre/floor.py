"""A supervisor's acts on the floor: on agents, on who waits, and on what does not end by itself.

Decisions only. Whom a supervisor may act on is asked before, in `edge/oversight.py`. Each
act is an event of its own in front of those that it causes, so the record says who did it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from antiphon.agents.contract import ChangePresence, Presence, SaveAgent, SystemReason
from antiphon.app.centre.talking import outside_phones
from antiphon.app.centre.world import World
from antiphon.interactions.contract import EndedBy, Outcome, WrapUpEnded
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import IN_CONVERSATION, State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, UserId
from antiphon.routing.contract import WithdrawReason
from antiphon.routing.line import Waiting, moved_on
from antiphon.supervision.contract import (
    AgentStateSet,
    AssignAgent,
    FreedReason,
    FreeInteraction,
    InteractionFreed,
    MoveWaiting,
    PickWaiting,
    SendMessage,
    SetAgentState,
    WaitingMoved,
    WaitingPicked,
)
from antiphon.supervision.domain import LONGEST_TEXT

LEAST_PRIORITY, MOST_PRIORITY = 0, 9


def save_agent(world: World, command: SaveAgent, now: datetime) -> Iterable[Event]:
    """An agent's profile: its teams have to exist, and a number outside may have to be called."""
    world.teams.check_teams(command.agent.teams)
    agent = outside_phones.checked(world, command.agent)
    return world.agents.save_agent(msgspec.structs.replace(command, agent=agent), now)


def set_agent_state(world: World, command: SetAgentState, now: datetime) -> Iterable[Event]:
    """Choose for an agent; somebody who is not at work cannot be made to be."""
    agent = world.agents.profiles.get(command.agent_id)
    if not world.agents.is_signed_in(agent.id):
        raise RuleBroken("floor.agent_offline", "This agent is not at work.")
    if command.reason_id == SystemReason.SIGNED_IN:
        raise RuleBroken("floor.reason_unknown", "Choose one of the reason codes.")
    if command.presence is Presence.OFFLINE and world.agents.live[agent.id].work:
        raise RuleBroken(
            "floor.work_in_hand", "This agent has an interaction in hand. Free it first, or wait."
        )
    if len(command.note) > LONGEST_TEXT:
        raise RuleBroken("message.too_long", f"A message has at most {LONGEST_TEXT:,} letters.")
    change = ChangePresence(
        agent_id=agent.id,
        presence=command.presence,
        reason_id=command.reason_id,
        by=command.by,
    )
    follows = list(world.agents.change_presence(change, now))
    if not follows:
        return
    yield AgentStateSet(
        at=now,
        message_id=command.message_id,
        agent_id=agent.id,
        presence=command.presence,
        reason_id=command.reason_id,
        note=command.note.strip(),
        sender_name=command.sender_name,
        name=agent.name,
        by=command.by,
    )
    yield from follows


def assign_agent(world: World, command: AssignAgent, now: datetime) -> Iterable[Event]:
    """Other queues and skills for an agent; the rest of the profile stays."""
    agent = world.agents.profiles.get(command.agent_id)
    for queue_id in command.queues:
        world.routing.queues.get(queue_id)
    changed = msgspec.structs.replace(agent, queues=command.queues, skills=command.skills)
    if changed != agent:
        yield from world.agents.save_agent(SaveAgent(agent=changed, by=command.by), now)


def pick_waiting(world: World, command: PickWaiting, now: datetime) -> Iterable[Event]:
    """Somebody who waits is offered to this agent now, whoever comes before by the rules."""
    waiting = _waiting(world, command.interaction_id)
    agent = world.agents.profiles.get(command.agent_id)
    if world.routing.offers.find(waiting.id, agent.id) is not None:
        return
    if not world.routing.selection.is_idle(agent.id):
        raise RuleBroken(
            "floor.agent_not_free", f"{agent.name} is not free: ready, reachable, nothing in hand."
        )
    yield WaitingPicked(
        at=now,
        interaction_id=waiting.id,
        picked_for=agent.id,
        name=agent.name,
        by=command.by,
    )
    # Back in line by what follows, and then offered: see `offer_picked`.
    yield from world.routing.offers.withdraw(waiting.id, WithdrawReason.PICKED, now)


def offer_picked(world: World, event: WaitingPicked) -> Iterable[Event]:
    """Who was picked is offered."""
    return world.routing.offer_to_named(event.interaction_id, event.picked_for, event.at)


def move_waiting(world: World, command: MoveWaiting, now: datetime) -> Iterable[Event]:
    """Somebody who waits goes on in another queue or at another priority; the wait counts on."""
    waiting = _waiting(world, command.interaction_id)
    interaction = world.interactions.open[waiting.id]
    queue = world.routing.queues.get(command.queue_id or waiting.queue_id)
    priority = waiting.priority if command.priority is None else command.priority
    if not LEAST_PRIORITY <= priority <= MOST_PRIORITY:
        raise RuleBroken("floor.priority", "Priorities run from 0 to 9.")
    if (queue.id, priority) == (waiting.queue_id, waiting.priority):
        return
    is_elsewhere = queue.id != waiting.queue_id
    yield WaitingMoved(
        at=now,
        interaction_id=waiting.id,
        queue_id=queue.id,
        priority=priority,
        name=queue.name,
        by=command.by,
    )
    yield from world.routing.offers.withdraw(waiting.id, WithdrawReason.MOVED, now)
    moved = moved_on(waiting, queue, now, priority=priority)
    if not is_elsewhere:
        moved = msgspec.structs.replace(
            moved,
            skills=interaction.skills,
            preferred_agent_id=waiting.keep_for,
            preferred_team_id=waiting.kept_for_team,
        )
    yield moved


def free(world: World, command: FreeInteraction, now: datetime) -> Iterable[Event]:
    """End an interaction that does not end by itself."""
    interaction = world.interactions.open.get(command.interaction_id)
    if interaction is None:
        raise RuleBroken("floor.over", "This interaction is over already.")
    yield from freed(world, interaction, FreedReason.SUPERVISOR, now, command.by)


def freed(
    world: World,
    interaction: Interaction,
    reason: FreedReason,
    now: datetime,
    by: UserId | None = None,
) -> Iterable[Event]:
    """The end of an interaction from outside, by the way its state allows."""
    yield InteractionFreed(
        at=now,
        interaction_id=interaction.id,
        reason=reason,
        name=_name_of(world, interaction),
        by=by,
    )
    why = f"freed_{reason}"
    if interaction.state in IN_CONVERSATION | {State.IN_FLOW}:
        yield from world.interactions.end_conversation(
            interaction, EndedBy.SYSTEM, why, now, timedelta()
        )
    elif interaction.state is State.WRAP_UP and interaction.agent_id is not None:
        yield WrapUpEnded(
            at=now,
            interaction_id=interaction.id,
            agent_id=interaction.agent_id,
            is_over_limit=False,
        )
    else:
        yield from world.routing.offers.withdraw(interaction.id, WithdrawReason.FREED, now)
        yield from world.interactions.close(
            interaction.id, Outcome.FAILED, EndedBy.SYSTEM, why, now
        )


def send_message(world: World, command: SendMessage, now: datetime) -> Iterable[Event]:
    """A message to agents who exist."""
    names = [world.agents.profiles.get(agent_id).name for agent_id in command.agents]
    return world.messages.send(command, now, names)


def _waiting(world: World, interaction_id: InteractionId) -> Waiting:
    waiting = world.routing.waiting.get(interaction_id)
    if waiting is None:
        raise RuleBroken("floor.not_waiting", "This customer does not wait any more.")
    return waiting


def _name_of(world: World, interaction: Interaction) -> str:
    """An agent, else a queue: what people would call the place where it was stuck."""
    holder: AgentId | None = world.agents.holder.get(interaction.id)
    agent = world.agents.find_agent(holder) if holder is not None else None
    queue = world.routing.queues.find(interaction.queue_id)
    return agent.name if agent is not None else queue.name if queue is not None else ""
