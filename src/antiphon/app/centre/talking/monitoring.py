"""Supervisors at calls: they listen, coach, join, take over, and leave.

Listening and coaching are beside the call (`telephony/monitors.py`). Who joins becomes a party of
it, on the same leg, so that whatever holds for parties holds from then on. Each act names who did
it and whom it was about, for the audit trail.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.agents.contract import Presence
from antiphon.agents.live import AgentLive
from antiphon.app.centre.talking import parties, targets
from antiphon.app.centre.talking.conversation import ON_ITS_WAY
from antiphon.app.centre.world import World
from antiphon.interactions.contract import (
    AgentLeft,
    ConversationEnded,
    InteractionClosed,
    InteractionQueued,
    InteractionResumed,
    LeaveReason,
)
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, UserId
from antiphon.supervision.contract import (
    JoinConversation,
    SetMonitorMode,
    StartMonitoring,
    StopMonitoring,
    TakeOver,
)
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import (
    MonitorMode,
    PartyAnswered,
    PartyInvited,
    Place,
    Purpose,
    RecoverAudio,
)
from antiphon.telephony.engine import EndCause, LegEnded
from antiphon.telephony.monitoring import (
    MonitorAnswered,
    MonitorEnd,
    MonitorEnded,
    MonitorModeSet,
    MonitorRung,
)
from antiphon.telephony.monitors import Monitor, leg_of_monitor, monitor_id_of
from antiphon.telephony.parties import Party, party_id_of

_IN_TALK = parties.WITH_CUSTOMER | {State.SUSPENDED}
Wish = SetMonitorMode | StopMonitoring | JoinConversation | TakeOver


def find_monitor(world: World, agent_id: AgentId) -> tuple[Call, Monitor] | None:
    """Where this supervisor listens now."""
    call = world.calls.calls.get(world.calls.listening.get(agent_id, InteractionId("")))
    monitors = call.monitors.values() if call is not None else ()
    monitor = next((one for one in monitors if one.agent_id == agent_id), None)
    return None if call is None or monitor is None else (call, monitor)


def start(world: World, wish: StartMonitoring, now: datetime) -> Iterator[Event]:
    """Decide about listening to a call; asking again sets what one does there."""
    call = world.calls.calls.get(wish.interaction_id)
    interaction = world.interactions.open.get(wish.interaction_id)
    found = find_monitor(world, wish.agent_id)
    if found is not None and found[0] is call:
        yield from _mode_set(world, *found, wish.mode, now=now, by=wish.by)
        return
    if call is None or interaction is None or interaction.state not in _IN_TALK:
        raise RuleBroken("monitor.no_conversation", "There is no conversation to listen to.")
    if found is not None:
        raise RuleBroken("monitor.elsewhere", "You listen to another call: leave it first.")
    if interaction.agent_id == wish.agent_id:
        raise RuleBroken("monitor.own_call", "This is your own conversation.")
    if (broken := obstacle(world.agents.live[wish.agent_id])) is not None:
        raise broken
    yield _rung(world, call, wish.agent_id, wish.mode, now=now, by=wish.by)


def _rung(
    world: World,
    call: Call,
    agent_id: AgentId,
    mode: MonitorMode,
    *,
    now: datetime,
    by: UserId | None,
) -> MonitorRung:
    monitor_id = monitor_id_of(call.id, call.monitors_made + 1)
    return MonitorRung(
        at=now,
        interaction_id=call.id,
        monitor_id=monitor_id,
        agent_id=agent_id,
        leg_id=leg_of_monitor(monitor_id),
        mode=mode,
        supervisor_name=world.agents.profiles.get(agent_id).name,
        name=_watched(world, world.interactions.open.get(call.id)),
        by=by,
    )


def recover_audio(world: World, command: RecoverAudio, now: datetime) -> Iterable[Event]:
    """Ring the phone of who listens, or talks, and whose page is without the sound of it."""
    found = find_monitor(world, command.agent_id)
    if found is None or found[0].id != command.interaction_id:
        return parties.recover_audio(world, command, now)
    call, monitor = found
    if not monitor.is_up and now < monitor.rung_at + ON_ITS_WAY:
        return []
    return [
        _ended(world, call, monitor, MonitorEnd.PHONE_FAILED, now=now, by=command.by),
        _rung(world, call, monitor.agent_id, monitor.mode, now=now, by=command.by),
    ]


def obstacle(live: AgentLive) -> RuleBroken | None:
    """What keeps from listening: to have no phone here, or that one could be offered a customer."""
    if not live.is_phone_reachable:
        return RuleBroken("monitor.no_phone", "Your phone is not connected: open it in this page.")
    if live.presence is Presence.READY or live.work:
        return RuleBroken(
            "monitor.ready", "Go not ready first: a call could come while you listen."
        )
    return None


def set_mode(world: World, wish: SetMonitorMode, now: datetime) -> Iterator[Event]:
    """Decide between listening and coaching."""
    call, monitor = _at(world, wish)
    yield from _mode_set(world, call, monitor, wish.mode, now=now, by=wish.by)


def _mode_set(
    world: World,
    call: Call,
    monitor: Monitor,
    mode: MonitorMode,
    *,
    now: datetime,
    by: UserId | None,
) -> Iterator[Event]:
    if monitor.mode is not mode:
        yield MonitorModeSet(
            at=now,
            interaction_id=call.id,
            monitor_id=monitor.id,
            agent_id=monitor.agent_id,
            mode=mode,
            name=_watched(world, world.interactions.open.get(call.id)),
            by=by,
        )


def stop(world: World, wish: StopMonitoring, now: datetime) -> Iterator[Event]:
    """Decide about leaving; who is not there has left."""
    found = find_monitor(world, wish.agent_id)
    if found is not None:
        yield _ended(world, *found, MonitorEnd.LEFT, now=now, by=wish.by)


def join(world: World, wish: JoinConversation, now: datetime) -> Iterator[Event]:
    """The supervisor is heard by all; to leave is then as for every party."""
    call, monitor = _at(world, wish)
    _talking(world, call)
    _, events = _joined(world, call, monitor, now, wish.by)
    yield from events


def take_over(world: World, wish: TakeOver, now: datetime) -> Iterator[Event]:
    """The supervisor has the customer, and the agent is out of the call."""
    call, monitor = _at(world, wish)
    interaction = _talking(world, call)
    party, events = _joined(world, call, monitor, now, wish.by)
    yield from events
    yield from parties.succeeded(world, interaction, party, LeaveReason.TRANSFERRED, now)


def _joined(
    world: World, call: Call, monitor: Monitor, now: datetime, by: UserId | None
) -> tuple[Party, list[Event]]:
    party = Party(
        id=party_id_of(call.id, call.parties_made + 1),
        leg=monitor.leg,
        agent_id=monitor.agent_id,
        number="",
        purpose=Purpose.CONFERENCE,
        by_agent_id=monitor.agent_id,
        invited_at=now,
        expires_at=now + targets.RING_COLLEAGUE,
        place=Place.MAIN,
    )
    invited = PartyInvited(
        at=now,
        interaction_id=call.id,
        party_id=party.id,
        agent_id=party.agent_id,
        leg_id=party.leg,
        purpose=party.purpose,
        by_agent_id=party.by_agent_id,
        expires_at=party.expires_at,
    )
    answered = PartyAnswered(
        at=now,
        interaction_id=call.id,
        party_id=party.id,
        agent_id=party.agent_id,
        place=Place.MAIN,
    )
    events: list[Event] = [_ended(world, call, monitor, MonitorEnd.JOINED, now=now, by=by)]
    interaction = world.interactions.open.get(call.id)
    if interaction is not None and interaction.state is State.HELD and interaction.agent_id:
        # Whoever comes in must not find the customer alone with the music.
        events.append(
            InteractionResumed(at=now, interaction_id=call.id, agent_id=interaction.agent_id)
        )
    return party, [*events, invited, answered]


def _at(world: World, wish: Wish) -> tuple[Call, Monitor]:
    found = find_monitor(world, wish.agent_id)
    if found is None:
        raise RuleBroken("monitor.none", "You are not listening to a call.")
    if not found[1].is_up:
        raise RuleBroken("monitor.ringing", "Your phone has not answered yet.")
    return found


def _talking(world: World, call: Call) -> Interaction:
    interaction = world.interactions.open.get(call.id)
    if interaction is None or interaction.state not in parties.WITH_CUSTOMER:
        raise RuleBroken("interaction.not_talking", "There is no conversation going on.")
    if parties.find_consulted(call) is not None:
        raise RuleBroken("monitor.consulting", "The agent is consulting: wait until that is over.")
    return interaction


def _ended(
    world: World,
    call: Call,
    monitor: Monitor,
    reason: MonitorEnd,
    *,
    now: datetime,
    by: UserId | None = None,
) -> MonitorEnded:
    return MonitorEnded(
        at=now,
        interaction_id=call.id,
        monitor_id=monitor.id,
        agent_id=monitor.agent_id,
        leg_id=monitor.leg,
        reason=reason,
        name=_watched(world, world.interactions.open.get(call.id)),
        by=by,
    )


def _watched(world: World, interaction: Interaction | None) -> str:
    """The name of the agent whose conversation it is."""
    agent_id = interaction.agent_id if interaction is not None else None
    agent = world.agents.find_agent(agent_id) if agent_id is not None else None
    return agent.name if agent is not None else ""


# The engine's reports


def answered(call: Call, monitor: Monitor, now: datetime) -> Iterator[Event]:
    """The supervisor's phone was picked up."""
    if not monitor.is_up:
        yield MonitorAnswered(
            at=now, interaction_id=call.id, monitor_id=monitor.id, agent_id=monitor.agent_id
        )


def ended(world: World, call: Call, monitor: Monitor, event: LegEnded) -> Iterator[Event]:
    """The supervisor's leg is gone."""
    reason = MonitorEnd.PHONE_FAILED
    if monitor.is_up and event.cause is EndCause.NORMAL:
        reason = MonitorEnd.LEFT
    elif not monitor.is_up and event.cause in {EndCause.NO_ANSWER, EndCause.CANCELLED}:
        reason = MonitorEnd.NO_ANSWER
    yield _ended(world, call, monitor, reason, now=event.at)


# Reactions


def after_end(
    world: World, event: ConversationEnded | InteractionClosed | InteractionQueued | AgentLeft
) -> Iterator[Event]:
    """There is nothing to hear any more."""
    call = world.calls.calls.get(event.interaction_id)
    if call is not None:
        for monitor in call.monitors.values():
            yield _ended(world, call, monitor, MonitorEnd.CALL_ENDED, now=event.at)
