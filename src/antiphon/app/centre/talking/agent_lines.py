"""Agents' lines that are kept open: when one is opened and closed, and which legs go over it.

`is_wanted` says who has a line, `tend` what follows from that. Wherever an agent's phone would
ring, `after_rung` lets the leg go over the open line instead: what is offered rings there until the
agent takes it on the page or by a key, what the agent asked for is taken at once.
Decisions and reactions look at the world and give events; they change nothing.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.agents.contract import (
    AgentPhoneChanged,
    AgentSaved,
    Presence,
    PresenceChanged,
    SetOwnLine,
)
from antiphon.agents.outside_number import is_outside
from antiphon.app.centre.talking import monitoring, parties
from antiphon.app.centre.world import World
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, LegId
from antiphon.routing.contract import OfferAccepted
from antiphon.telephony.agent_lines import (
    AgentLineAsked,
    AgentLineOpened,
    LegOnLine,
    LineEnd,
    LineLegTaken,
    agent_of_line,
)
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import (
    AgentLegEnded,
    AgentRung,
    LeftBecause,
    OpenOwnLine,
    PartyInvited,
    PartyRung,
    Purpose,
    RecoverAudio,
    TendLines,
)
from antiphon.telephony.engine import DigitPressed, EndCause, LegAnswered, LegEnded
from antiphon.telephony.leg_ids import interaction_of, leg_of_offer
from antiphon.telephony.monitoring import MonitorRung
from antiphon.telephony.outside_phones import TAKING_KEY

_WHY = {
    EndCause.BUSY: LineEnd.REFUSED,
    EndCause.DECLINED: LineEnd.HUNG_UP,
    EndCause.NO_ANSWER: LineEnd.NOT_ANSWERED,
    EndCause.CANCELLED: LineEnd.NOT_ANSWERED,
}

# Who has a line


def is_wanted(world: World, agent_id: AgentId) -> bool:
    """Whether this agent's line shall be open: chosen so, signed in, and the phone is there."""
    agent, live = world.agents.find_agent(agent_id), world.agents.live.get(agent_id)
    if agent is None or live is None or not agent.keeps_line or is_outside(agent):
        return False
    return live.presence is not Presence.OFFLINE and live.is_phone_reachable


def tend(world: World, agent_id: AgentId, now: datetime) -> Iterator[Event]:
    """Open the line or close it, as it should be; a call on it is never cut off by that."""
    agent, line = world.agents.find_agent(agent_id), world.lines.of(agent_id)
    if line.leg is None and (agent is None or not agent.keeps_line):
        return
    if is_wanted(world, agent_id):
        is_in_call = any(_calls_in_hand(world, agent_id))
        if line.leg is None and not is_in_call and not world.lines.is_resting(agent_id, now):
            yield _asked(world, agent_id, now)
        return
    live = world.agents.live.get(agent_id)
    is_away = live is None or not live.is_phone_reachable
    if is_away or not _is_carrying(world, agent_id):
        reason = LineEnd.PHONE_AWAY if is_away else LineEnd.NOT_WANTED
        yield from _closed(world, agent_id, reason, now)


def _asked(world: World, agent_id: AgentId, now: datetime) -> Event:
    leg = world.lines.next_leg(agent_id)
    return AgentLineAsked(at=now, agent_id=agent_id, leg_id=leg)


def _closed(world: World, agent_id: AgentId, reason: LineEnd, now: datetime) -> Iterator[Event]:
    is_in_call = any(_calls_in_hand(world, agent_id))
    closed = world.lines.closed(agent_id, reason, now, is_in_call=is_in_call)
    if closed is not None:
        yield closed


def _calls_in_hand(world: World, agent_id: AgentId) -> Iterator[Call]:
    """The calls of this agent that are not over."""
    listening = world.calls.listening.get(agent_id)
    for interaction_id in {*world.agents.work_of(agent_id), *([listening] if listening else [])}:
        call = world.calls.calls.get(interaction_id)
        interaction = world.interactions.open.get(interaction_id)
        is_over = interaction is None or interaction.state is State.WRAP_UP
        if call is not None and not is_over:
            yield call


def _on_line(world: World, agent_id: AgentId) -> Iterator[tuple[Call, LegId]]:
    """The legs of calls in hand that go over this agent's line."""
    for call in _calls_in_hand(world, agent_id):
        needed = call.legs()
        for leg, on_line in call.on_line.items():
            if on_line.agent_id == agent_id and leg in needed:
                yield call, leg


def _is_carrying(world: World, agent_id: AgentId, *, but: LegId | None = None) -> bool:
    return any(leg != but for _, leg in _on_line(world, agent_id))


# Wishes, and what time brings


def set_own_line(world: World, command: SetOwnLine, now: datetime) -> Iterator[Event]:
    """Decide about whether an agent's own line is kept open."""
    agent = world.agents.profiles.get(command.agent_id)
    if not agent.may_keep_line:
        raise RuleBroken(
            "agents.line_not_yours", "Your administrator says whether your line is kept open."
        )
    changed = msgspec.structs.replace(agent, keeps_line=command.is_kept)
    if changed != agent:
        yield from world.agents.saved(changed, now, by=command.by)


def may_open_own(world: World, agent_id: AgentId) -> bool:
    """Whether an agent's line can be opened now: the phone of who is in a call is taken."""
    return is_wanted(world, agent_id) and not any(_calls_in_hand(world, agent_id))


def open_own(world: World, command: OpenOwnLine, now: datetime) -> Iterator[Event]:
    """Open a line at its agent's wish; one that the page does not hear is closed before."""
    agent_id = command.agent_id
    if not is_wanted(world, agent_id):
        raise RuleBroken(
            "line.not_kept", "Your line is not kept open, or your phone cannot be reached."
        )
    if not may_open_own(world, agent_id):
        raise RuleBroken("line.in_call", "Open your line after your call.")
    yield from _closed(world, agent_id, LineEnd.ASKED_ANEW, now)
    yield _asked(world, agent_id, now)


def recover_audio(world: World, command: RecoverAudio, now: datetime) -> Iterator[Event]:
    """The page has lost the sound of its call: a line that is open is not heard there either."""
    wanted = list(monitoring.recover_audio(world, command, now))
    if not wanted:
        # What rings has only just begun to: the page asks again if it never comes.
        return
    yield from _closed(world, command.agent_id, LineEnd.ASKED_ANEW, now)
    yield from wanted


def tend_lines(world: World, command: TendLines, now: datetime) -> Iterator[Event]:
    """Put right what nobody told us of, or what had to wait."""
    agents = list(world.agents.live) if command.agent_id is None else [command.agent_id]
    for agent_id in agents:
        yield from tend(world, agent_id, now)


# The engine's reports


def answered(world: World, event: LegAnswered, now: datetime) -> Iterator[Event]:
    """The phone answered: its line is open."""
    agent_id = agent_of_line(event.leg)
    line = world.lines.of(agent_id)
    if line.leg == event.leg and not line.is_open:
        yield AgentLineOpened(at=now, agent_id=agent_id, leg_id=event.leg)


def ended(world: World, event: LegEnded, now: datetime) -> Iterator[Event]:
    """A line is gone."""
    agent_id = agent_of_line(event.leg)
    line = world.lines.of(agent_id)
    if line.leg != event.leg:
        return
    is_wish = event.by_far_end and event.cause is EndCause.NORMAL
    reason = LineEnd.LOST if line.is_open else _WHY.get(event.cause, LineEnd.LOST)
    yield from _closed(world, agent_id, LineEnd.HUNG_UP if is_wish else reason, now)


def found_gone(world: World, call: Call, event: LegEnded, now: datetime) -> Iterator[Event]:
    """A leg cannot go over its line: that is no longer open, which nobody had told us."""
    on_line = call.on_line.get(event.leg)
    if on_line is None or event.cause is not EndCause.UNREACHABLE:
        return
    if world.lines.find_open(on_line.agent_id) == on_line.line:
        yield from _closed(world, on_line.agent_id, LineEnd.LOST, now)


def as_cancelled(call: Call, event: LegEnded) -> LegEnded:
    """What failed with the line is no fault of the phone: it rings the next time."""
    if event.leg in call.on_line and event.cause is EndCause.UNREACHABLE:
        return msgspec.structs.replace(event, cause=EndCause.CANCELLED)
    return event


def pressed(world: World, event: DigitPressed, now: datetime) -> Iterator[Event]:
    """A key on an open line takes what rings on it, or declines that."""
    agent_id = agent_of_line(event.leg)
    asking = [(c, leg) for c, leg in _on_line(world, agent_id) if not c.on_line[leg].is_taken]
    for call, leg in asking:
        if event.digit == TAKING_KEY:
            yield from accepted(world, leg, now)
        else:
            yield from _declined(world, call, leg, now)


def _declined(world: World, call: Call, leg: LegId, now: datetime) -> Iterator[Event]:
    interaction, party = world.interactions.open.get(call.id), call.find_party(leg)
    if party is not None and interaction is not None:
        yield parties.left(world, interaction, party, LeftBecause.DECLINED, now)
    for offer in world.routing.offers.of(call.id):
        if leg_of_offer(offer.id) == leg:
            yield world.routing.offers.decline(offer, "phone", now)


def accepted(world: World, leg: LegId, now: datetime) -> Iterator[Event]:
    """The agent takes what this leg asks for."""
    call = world.calls.calls.get(interaction_of(leg))
    on_line = call.on_line.get(leg) if call is not None else None
    if call is not None and on_line is not None and not on_line.is_taken:
        yield LineLegTaken(at=now, interaction_id=call.id, leg_id=leg, agent_id=on_line.agent_id)


# Reactions


def after_rung(
    world: World, event: AgentRung | PartyInvited | PartyRung | MonitorRung
) -> Iterator[Event]:
    """The phone that shall ring has an open line that is free: the leg goes over it."""
    agent_id = event.agent_id
    line = world.lines.of(agent_id) if agent_id is not None else None
    if agent_id is None or line is None or line.leg is None:
        return
    if not line.is_open:
        # Two would ring at once: the call comes first.
        yield from _closed(world, agent_id, LineEnd.OVERTAKEN, event.at)
        return
    if _is_carrying(world, agent_id, but=event.leg_id):
        return
    recording_id = None if isinstance(event, MonitorRung) else event.recording_id
    yield LegOnLine(
        at=event.at,
        interaction_id=event.interaction_id,
        leg_id=event.leg_id,
        agent_id=agent_id,
        line_id=line.leg,
        recording_id=recording_id,
    )
    if not _asks(event):
        yield LineLegTaken(
            at=event.at,
            interaction_id=event.interaction_id,
            leg_id=event.leg_id,
            agent_id=agent_id,
        )


def _asks(event: AgentRung | PartyInvited | PartyRung | MonitorRung) -> bool:
    """Whether it is for the agent to say if the call is taken."""
    match event:
        case AgentRung():
            return event.offer_id is not None
        case PartyInvited():
            return event.purpose is not Purpose.PICKED_UP
        case _:
            return False


def after_acceptance(world: World, event: OfferAccepted) -> Iterator[Event]:
    """Accepted on the page: the leg that rings on the line is taken."""
    return accepted(world, leg_of_offer(event.offer_id), event.at)


def after_change(world: World, event: AgentPhoneChanged | PresenceChanged) -> Iterator[Event]:
    """The agent or the phone came or went: the line follows."""
    return tend(world, event.agent_id, event.at)


def after_saved(world: World, event: AgentSaved) -> Iterator[Event]:
    """The choice may be another one."""
    return tend(world, event.agent.id, event.at)


def after_leg_ended(world: World, event: AgentLegEnded) -> Iterator[Event]:
    """The phone that had rung for a call is free."""
    call = world.calls.calls.get(event.interaction_id)
    if call is not None and call.agent_id is not None:
        yield from tend(world, call.agent_id, event.at)
