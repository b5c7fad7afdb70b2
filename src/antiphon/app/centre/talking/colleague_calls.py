"""An agent calls a colleague: the own phone rings first, then the colleague's, who is a party then.

There is no customer. Without one a call lives as long as two are in it: `after_left` ends it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from antiphon.app.centre.talking import outbound, targets
from antiphon.app.centre.world import World
from antiphon.interactions.colleague_calls import CallColleague
from antiphon.interactions.contract import (
    Channel,
    ColleagueCalled,
    EndedBy,
    InteractionArrived,
    InteractionConnected,
)
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.telephony.contract import LeftBecause, PartyAnswered, PartyLeft, Purpose

# How long an agent whom nobody answered may read why, before the next customer comes.
TIME_TO_READ = timedelta(seconds=8)

_WHY_NOT = {
    "oneself": "That is you: choose somebody else.",
    "offline": "This colleague is not at work.",
    "unreachable": "This colleague's phone cannot be reached.",
    "busy": "This colleague is busy: try again later.",
}
# What a colleague did with the call, as the caller reads it.
_REACHED_NOT = {
    LeftBecause.NO_ANSWER: "no_answer",
    LeftBecause.DECLINED: "declined",
}


def call(world: World, command: CallColleague, now: datetime) -> Iterator[Event]:
    """Decide about an agent's wish to talk with a colleague."""
    if world.calls.is_known(command.interaction_id):
        return
    agent = world.agents.profiles.get(command.agent_id)
    outbound.check_free(world, agent.id)
    colleague = world.agents.profiles.get(command.colleague_id)
    reason = why_not(world, colleague.id, by=agent.id)
    if reason is not None:
        raise RuleBroken(f"colleague.{reason}", _WHY_NOT[reason])
    yield InteractionArrived(
        at=now,
        interaction_id=command.interaction_id,
        channel=Channel.VOICE,
        entry_point_id=None,
        dialled="",
        customer_id=None,
        customer_number="",
        customer_name=colleague.name,
        language="",
        placed_by=agent.id,
        colleague_id=colleague.id,
    )
    yield ColleagueCalled(
        at=now,
        interaction_id=command.interaction_id,
        agent_id=agent.id,
        colleague_id=colleague.id,
        expires_at=now + outbound.RING_OWN,
    )


def why_not(world: World, agent_id: AgentId, *, by: AgentId) -> str | None:
    """Why this colleague cannot be called now, in a word; who takes no customers can be."""
    reason = targets.why_not(world, agent_id, by=by, also_resting=True)
    is_listening = agent_id in world.calls.listening
    return "busy" if reason is None and is_listening else reason


def own_phone_up(world: World, interaction: Interaction, now: datetime) -> Iterator[Event]:
    """The phone of who calls is up, for the first time or again."""
    parties = world.calls.calls[interaction.id].parties
    colleague_id, agent_id = interaction.colleague_id, interaction.agent_id
    if colleague_id is None or agent_id is None:
        return
    if any(party.is_up for party in parties.values()):
        yield InteractionConnected(at=now, interaction_id=interaction.id, agent_id=agent_id)
    elif not parties:
        reason = why_not(world, colleague_id, by=agent_id)
        if reason is not None:
            yield from _ended(world, interaction, EndedBy.SYSTEM, reason, now)
            return
        asking = targets.Asking(Purpose.COLLEAGUE, agent_id, now)
        yield targets.colleague(world, world.calls.calls[interaction.id], colleague_id, asking)


def after_answer(interaction: Interaction, event: PartyAnswered) -> Iterator[Event]:
    """The colleague picked up: the two hear each other."""
    if interaction.state is State.DIALLING and interaction.agent_id is not None:
        yield InteractionConnected(
            at=event.at, interaction_id=interaction.id, agent_id=interaction.agent_id
        )


def after_left(world: World, interaction: Interaction, event: PartyLeft) -> Iterable[Event]:
    """One fewer: with nobody left to talk with, the call is over."""
    call = world.calls.calls.get(interaction.id)
    is_going_on = interaction.agent_id is not None and interaction.state not in {
        State.WRAP_UP,
        State.CLOSED,
    }
    if call is None or call.parties or not is_going_on:
        return []
    if interaction.connected_at is not None:
        return _ended(world, interaction, EndedBy.PARTY, "hang_up", event.at)
    reason = _REACHED_NOT.get(event.reason, "unreachable")
    return _ended(world, interaction, EndedBy.SYSTEM, reason, event.at)


def phone_gone(world: World, interaction: Interaction, now: datetime) -> Iterable[Event]:
    """The phone of who calls did not come back."""
    return _ended(world, interaction, EndedBy.SYSTEM, "phone_failed", now)


def _ended(
    world: World, interaction: Interaction, ended_by: EndedBy, reason: str, now: datetime
) -> Iterable[Event]:
    to_read = timedelta() if interaction.connected_at is not None else TIME_TO_READ
    return world.interactions.end_conversation(interaction, ended_by, reason, now, to_read)
