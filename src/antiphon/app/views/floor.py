"""What the floor shows of an agent beside the state: work, teams, messages, a raised hand."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.agents.contract import Agent
from antiphon.agents.live import AgentLive
from antiphon.app.centre.talking.monitoring import find_monitor
from antiphon.app.centre.world import World
from antiphon.app.views.named import Named
from antiphon.interactions.record import Interaction
from antiphon.kernel.ids import AgentId
from antiphon.live.contract import Key
from antiphon.supervision.domain import Message, Thread


class HandView(msgspec.Struct, frozen=True, kw_only=True):
    """An agent asks for a supervisor."""

    since: datetime
    note: str


class InHandView(msgspec.Struct, frozen=True, kw_only=True):
    """An interaction that an agent has in hand, or is offered."""

    id: str
    channel: str
    state: str
    stage: str
    since: datetime
    customer_number: str
    customer_name: str
    queue: Named | None


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """A message; with `presence` it tells of a state that a supervisor set."""

    id: str
    at: datetime
    sender_name: str
    text: str
    is_from_agent: bool
    is_broadcast: bool
    presence: str | None
    reason_name: str | None


class ListeningView(msgspec.Struct, frozen=True, kw_only=True):
    """The call that a supervisor listens to; `is_up` once the phone has answered."""

    monitor_id: str
    interaction_id: str
    agent_name: str
    customer_number: str
    customer_name: str
    mode: str
    is_up: bool
    since: datetime


class WatchedView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody listens to the agent's conversation, or coaches."""

    interaction_id: str
    supervisor_name: str
    mode: str


class ThreadView(msgspec.Struct, frozen=True, kw_only=True):
    """The newest messages between an agent and those who oversee the agent."""

    unread: int
    messages: list[MessageView]


def hand_of(world: World, agent_id: AgentId) -> HandView | None:
    """The agent's raised hand."""
    hand = world.messages.hands.get(agent_id)
    return None if hand is None else HandView(since=hand.since, note=hand.note)


def teams_of(world: World, agent: Agent) -> list[Named]:
    """The teams of an agent, by name."""
    teams = (world.teams.teams.find(team_id) for team_id in agent.teams)
    return [Named(team.id, team.name) for team in teams if team is not None]


def in_hand(world: World, agent_id: AgentId, live: AgentLive) -> Iterator[InHandView]:
    """What an agent has in hand or is offered, oldest first."""
    for interaction_id, stage in live.work.items():
        interaction = world.interactions.open.get(interaction_id)
        if interaction is not None:
            offer = world.routing.offers.find(interaction_id, agent_id)
            # Somebody who rings here has waited longer than it rings.
            since = interaction.since if offer is None else offer.made_at
            yield _in_hand(world, interaction, stage, since or interaction.arrived_at)


def _in_hand(world: World, interaction: Interaction, stage: str, since: datetime) -> InHandView:
    queue = world.routing.queues.find(interaction.queue_id)
    return InHandView(
        id=interaction.id,
        channel=interaction.channel,
        state=interaction.state,
        stage=stage,
        since=since,
        customer_number=interaction.customer_number,
        customer_name=interaction.customer_name,
        queue=None if queue is None else Named(queue.id, queue.name),
    )


def thread_of(world: World, agent_id: AgentId, *, is_agent: bool) -> ThreadView:
    """The thread of an agent as one of its sides sees it."""
    thread = world.messages.threads.get(agent_id) or Thread()
    return ThreadView(
        unread=thread.unread[is_agent],
        messages=[_message(world, message) for message in thread.messages],
    )


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent is told until a time, and has not read yet."""

    id: str
    text: str
    sender_name: str
    at: datetime
    until: datetime


def _notices(world: World, agent_id: AgentId) -> Iterator[tuple[Key, msgspec.Struct]]:
    for one in world.notices.unread_of(agent_id):
        yield (
            ("notice", one.id),
            NoticeView(
                id=one.id, text=one.text, sender_name=one.sender_name, at=one.at, until=one.until
            ),
        )


def own_values(world: World, agent_id: AgentId) -> Iterator[tuple[Key, msgspec.Struct]]:
    """What an agent alone sees of it: the own thread, and the own hand when it is raised."""
    if world.agents.find_agent(agent_id) is None:
        return
    yield ("thread", "me"), thread_of(world, agent_id, is_agent=True)
    hand = hand_of(world, agent_id)
    if hand is not None:
        yield ("hand", "me"), hand
    listening = _listening(world, agent_id)
    if listening is not None:
        yield ("listening", "me"), listening
    yield from _watched(world, agent_id)
    yield from _notices(world, agent_id)


def _listening(world: World, agent_id: AgentId) -> ListeningView | None:
    found = find_monitor(world, agent_id)
    interaction = world.interactions.open.get(found[0].id) if found is not None else None
    if found is None or interaction is None:
        return None
    agent = world.agents.find_agent(interaction.agent_id or AgentId(""))
    return ListeningView(
        monitor_id=found[1].id,
        interaction_id=interaction.id,
        agent_name=agent.name if agent is not None else "",
        customer_number=interaction.customer_number,
        customer_name=interaction.customer_name,
        mode=found[1].mode,
        is_up=found[1].is_up,
        since=found[1].rung_at,
    )


def _watched(world: World, agent_id: AgentId) -> Iterator[tuple[Key, msgspec.Struct]]:
    """Agents are told who listens, unless the centre wants it otherwise."""
    live = world.agents.live.get(agent_id)
    if live is None or not world.monitoring_policy.tells_agents:
        return
    for interaction_id in live.work:
        call = world.calls.calls.get(interaction_id)
        for monitor in call.monitors.values() if call is not None else ():
            if monitor.is_up and call is not None and call.agent_id == agent_id:
                yield (
                    ("watched", monitor.id),
                    WatchedView(
                        interaction_id=interaction_id,
                        supervisor_name=monitor.supervisor_name,
                        mode=monitor.mode,
                    ),
                )


def _message(world: World, message: Message) -> MessageView:
    reason = world.agents.reasons.find(message.reason_id)
    return MessageView(
        id=message.id,
        at=message.at,
        sender_name=message.sender_name,
        text=message.text,
        is_from_agent=message.is_from_agent,
        is_broadcast=message.is_broadcast,
        presence=message.presence,
        reason_name=reason.name if reason is not None else None,
    )
