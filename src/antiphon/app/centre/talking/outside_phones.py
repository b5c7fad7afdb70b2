"""Agents whose phone is a number outside: it is dialled, and taken by a key.

Wherever an agent's phone would ring, `after_rung` has the number dialled instead, if the dial guard
lets it and there is a trunk. Such a phone is shown a number of ours, never the customer's.
Decisions and reactions look at the world and give events; they change nothing.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from antiphon.agents.contract import Agent, Presence, SetOwnNumber, SystemReason
from antiphon.agents.outside_number import is_outside
from antiphon.app.centre.talking.shown_caller import shown_outside
from antiphon.app.centre.talking.way_out import trunk_of
from antiphon.app.centre.world import World
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, LegId
from antiphon.kernel.telephone_number import bare_number, normalise
from antiphon.routing.contract import OfferAccepted
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import AgentRung, PartyInvited, PartyRung
from antiphon.telephony.engine import (
    DigitPressed,
    EndCause,
    LegEnded,
    PlaybackEnded,
    RecordingEnded,
)
from antiphon.telephony.leg_ids import interaction_of, leg_of_offer
from antiphon.telephony.monitoring import MonitorRung
from antiphon.telephony.outside_phones import (
    TAKING_KEY,
    NotTaken,
    OutsidePhone,
    OutsidePhoneAnswered,
    OutsidePhoneBarred,
    OutsidePhoneDialled,
    OutsidePhoneNotTaken,
    OutsidePhoneTaken,
    asking,
)

# A number outside rings later, and the key comes after the answer.
LONGER = timedelta(seconds=25)


def ring_time(world: World, agent_id: AgentId, usual: timedelta) -> timedelta:
    """How long an agent's phone rings, where a phone of the house rings for `usual`."""
    return usual + LONGER if is_outside(world.agents.find_agent(agent_id)) else usual


# Numbers


def checked(world: World, agent: Agent) -> Agent:
    """The profile with its number in full.

    Raises:
        RuleBroken: the number is none, must not be called, or leads back to us.
    """
    before = world.agents.find_agent(agent.id)
    if before is not None and before.phone_number == agent.phone_number:
        return agent  # what was allowed once is asked again at each call
    if not agent.phone_number.strip():
        return msgspec.structs.replace(agent, phone_number="")
    number = world.dial_guard.check_phone(bare_number(agent.phone_number))
    points = world.entry_points.points
    if number in (normalise(bare_number(point.number), world.region) for point in points):
        raise RuleBroken("agents.number_is_ours", "This number leads to the centre itself.")
    return msgspec.structs.replace(agent, phone_number=number)


def set_own_number(world: World, command: SetOwnNumber, now: datetime) -> Iterator[Event]:
    """Decide about the number that an agent wants to be called at."""
    agent = world.agents.profiles.get(command.agent_id)
    if not is_outside(agent) or not agent.may_set_number:
        raise RuleBroken("agents.number_not_yours", "Your administrator sets your number.")
    changed = checked(world, msgspec.structs.replace(agent, phone_number=command.number))
    if changed != agent:
        yield from world.agents.saved(changed, now, by=command.by)


# The engine's reports


def answered(call: Call, leg: LegId, phone: OutsidePhone, now: datetime) -> Iterator[Event]:
    """Somebody answered at the number: who it is, the key will tell."""
    if not phone.is_up and not phone.is_over:
        yield OutsidePhoneAnswered(
            at=now, interaction_id=call.id, leg_id=leg, agent_id=phone.agent_id
        )


def find_phone(world: World, leg: LegId) -> OutsidePhone | None:
    """The outside phone on this leg."""
    call = world.calls.calls.get(interaction_of(leg))
    return call.outside_phones.get(leg) if call is not None else None


def heard(
    event: DigitPressed | PlaybackEnded | RecordingEnded,
    phone: OutsidePhone,
    now: datetime,
) -> Iterator[Event]:
    """A key was pressed at an outside phone, or what it was asked is over."""
    if not phone.is_asked:
        return
    match event:
        case DigitPressed(digit=digit) if digit == TAKING_KEY:
            yield _taken(event.leg, phone, now)
        case DigitPressed():
            yield _not_taken(event.leg, phone, NotTaken.DECLINED, now)
        case PlaybackEnded(is_failed=False) if event.playback == asking(event.leg):
            yield _not_taken(event.leg, phone, NotTaken.NO_KEY, now)
        case _:
            pass


def _taken(leg: LegId, phone: OutsidePhone, now: datetime) -> Event:
    return OutsidePhoneTaken(
        at=now, interaction_id=interaction_of(leg), leg_id=leg, agent_id=phone.agent_id
    )


def _not_taken(leg: LegId, phone: OutsidePhone, reason: NotTaken, now: datetime) -> Event:
    return OutsidePhoneNotTaken(
        at=now,
        interaction_id=interaction_of(leg),
        leg_id=leg,
        agent_id=phone.agent_id,
        reason=reason,
    )


def accepted(world: World, leg: LegId, now: datetime) -> Iterator[Event]:
    """The agent accepted on the page what this leg asks for."""
    phone = find_phone(world, leg)
    if phone is not None and phone.is_asked:
        yield _taken(leg, phone, now)


def as_refusal(call: Call, event: LegEnded) -> LegEnded:
    """Who answers at an outside number and hangs up without a key does not want the call."""
    phone = call.outside_phones.get(event.leg)
    if phone is not None and phone.is_asked and event.cause is EndCause.NORMAL:
        return msgspec.structs.replace(event, cause=EndCause.DECLINED)
    return event


# Reactions


def after_rung(
    world: World, event: AgentRung | PartyInvited | PartyRung | MonitorRung
) -> Iterator[Event]:
    """The phone that shall ring is a number outside: it is dialled."""
    agent = world.agents.find_agent(event.agent_id) if event.agent_id is not None else None
    interaction = world.interactions.open.get(event.interaction_id)
    if agent is None or interaction is None or not is_outside(agent):
        return
    trunk_id = trunk_of(world, interaction.queue_id)
    try:
        number = world.dial_guard.allow_phone(agent.phone_number, event.at)
        if trunk_id is None:
            raise RuleBroken("call.no_trunk", "There is no trunk to call the outside with.")
    except RuleBroken as refusal:
        yield OutsidePhoneBarred(
            at=event.at,
            interaction_id=interaction.id,
            leg_id=event.leg_id,
            agent_id=agent.id,
            reason=refusal.code,
        )
        return
    yield OutsidePhoneDialled(
        at=event.at,
        interaction_id=interaction.id,
        leg_id=event.leg_id,
        agent_id=agent.id,
        number=number,
        shown_number=shown_outside(world, interaction),
        trunk_id=trunk_id,
        language=agent.languages[0] if agent.languages else interaction.language,
        recording_id=None if isinstance(event, MonitorRung) else event.recording_id,
    )


def after_acceptance(world: World, event: OfferAccepted) -> Iterator[Event]:
    """Accepted on the page with the phone at the ear: no key is needed any more.

    While the phone only rings it is: a voicemail box may be what answers.
    """
    return accepted(world, leg_of_offer(event.offer_id), event.at)


def taken_out(world: World, event: OutsidePhoneBarred) -> Iterator[Event]:
    """Who cannot be called is offered nothing, and reads why."""
    live = world.agents.live.get(event.agent_id)
    if live is not None and live.presence is Presence.READY:
        yield world.agents.made_not_ready(event.agent_id, SystemReason.NUMBER_BARRED, event.at)
