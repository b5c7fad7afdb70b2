"""A colleague in a call whose phone is lost comes back into it, as the agent whose call it is does.

The place in the call is kept for a while; as soon as the phone can be reached it is rung again.
"""

from collections.abc import Iterator
from datetime import datetime

from antiphon.agents.contract import AgentPhoneChanged
from antiphon.app.centre.talking.conversation import ON_ITS_WAY
from antiphon.app.centre.talking.recorded_legs import leg_recording
from antiphon.app.centre.world import World
from antiphon.interactions.domain import SUSPENSION
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import PartyLost, PartyRung
from antiphon.telephony.parties import Party, recovery_leg


def lost(call: Call, party: Party, now: datetime) -> Iterator[Event]:
    """The phone of a party who was in the call is away; one that is lost again keeps its time."""
    yield PartyLost(
        at=now,
        interaction_id=call.id,
        party_id=party.id,
        agent_id=party.agent_id,
        leg_id=party.leg,
        expires_at=now + SUSPENSION if party.returns_to is None else party.expires_at,
    )


def after_lost(world: World, event: PartyLost) -> Iterator[Event]:
    """Only the leg failed: a phone that can still be reached is rung again at once."""
    call = world.calls.calls.get(event.interaction_id)
    party = call.parties.get(event.party_id) if call is not None else None
    live = world.agents.live.get(event.agent_id) if event.agent_id is not None else None
    if call is None or party is None or live is None or not live.is_phone_reachable:
        return
    yield _rung(world, call, party, event.at)


def after_phone_changed(world: World, event: AgentPhoneChanged) -> Iterator[Event]:
    """A phone that goes is waited for; one that comes back is rung into its calls."""
    for call, party in _parties_of(world, event.agent_id):
        if party.is_up and not event.is_reachable:
            yield from lost(call, party, event.at)
        elif party.is_lost and event.is_reachable:
            yield _rung(world, call, party, event.at)


def recovered(world: World, call: Call, party: Party, now: datetime) -> Iterator[Event]:
    """The page of a party is without the call's sound, or without what rings: it is rung again."""
    if party.is_up:
        yield from lost(call, party, now)
    elif party.is_lost or now >= party.invited_at + ON_ITS_WAY:
        yield _rung(world, call, party, now)


def _parties_of(world: World, agent_id: AgentId) -> list[tuple[Call, Party]]:
    calls = [world.calls.calls.get(work) for work in world.agents.work_of(agent_id)]
    return [
        (call, party)
        for call in calls
        if call is not None
        for party in call.parties.values()
        if party.agent_id == agent_id
    ]


def _rung(world: World, call: Call, party: Party, now: datetime) -> Event:
    leg = recovery_leg(party)
    return PartyRung(
        at=now,
        interaction_id=call.id,
        party_id=party.id,
        agent_id=party.agent_id,
        leg_id=leg,
        recording_id=leg_recording(world, call.id, leg, now),
    )
