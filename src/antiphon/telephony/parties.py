"""Who is in a call besides the customer and the agent whose it is: asked in, there, and gone. Pure.

A party's id names its leg, so whoever is asked in again comes on a leg of its own.
"""

from datetime import datetime

import msgspec

from antiphon.kernel.ids import AgentId, InteractionId, LegId, PartyId
from antiphon.telephony.contract import (
    PartyAnswered,
    PartyEvent,
    PartyInvited,
    PartyLeft,
    PartyLost,
    PartyMoved,
    PartyMuted,
    PartyRung,
    Place,
    Purpose,
)
from antiphon.telephony.engine import RecordingId
from antiphon.telephony.leg_ids import LEG_SUFFIX


class Party(msgspec.Struct):
    """One more party: a colleague, or with `agent_id` None somebody at a number outside."""

    id: PartyId
    leg: LegId
    agent_id: AgentId | None
    number: str
    purpose: Purpose
    by_agent_id: AgentId | None
    invited_at: datetime
    expires_at: datetime
    recording: RecordingId | None = None
    place: Place = Place.RINGING
    is_muted: bool = False
    # Whether this party was ever together with the customer.
    has_met_customer: bool = False
    # Where a party whose phone was lost comes back to; none of its phones rings while `is_lost`.
    returns_to: Place | None = None
    is_lost: bool = False
    # The leg that was given up for the one that rings now.
    former_leg: LegId | None = None
    recoveries: int = 0

    @property
    def is_up(self) -> bool:
        """Whether the party's phone was answered."""
        return self.place is not Place.RINGING

    @property
    def home(self) -> Place:
        """Where the party is, or comes back to when its phone does."""
        return self.returns_to or self.place


Parties = dict[PartyId, Party]


def party_id_of(interaction_id: InteractionId, number: int) -> PartyId:
    """The id of the call's party with this number, from 1."""
    return PartyId(f"{interaction_id}.party{number}")


def is_party(leg: LegId) -> bool:
    """Whether somebody was asked into a call on this leg."""
    return ".party" in leg


def leg_of_party(party_id: PartyId) -> LegId:
    """The leg on which a party is called."""
    return LegId(f"{party_id}{LEG_SUFFIX}")


def recovery_leg(party: Party) -> LegId:
    """The next leg that brings a lost phone back into the call."""
    return LegId(f"{party.id}r{party.recoveries + 1}{LEG_SUFFIX}")


def fold(parties: Parties, event: PartyEvent) -> None:
    """Fold an event in; one about a party that is gone changes nothing."""
    if isinstance(event, PartyInvited):
        parties[event.party_id] = Party(
            id=event.party_id,
            leg=event.leg_id,
            agent_id=event.agent_id,
            number=event.number,
            purpose=event.purpose,
            by_agent_id=event.by_agent_id,
            invited_at=event.at,
            expires_at=event.expires_at,
            recording=event.recording_id,
        )
        return
    party = parties.get(event.party_id)
    if party is None:
        return
    match event:
        case PartyLost():
            party.returns_to, party.place = party.home, Place.RINGING
            party.is_lost, party.expires_at = True, event.expires_at
        case PartyRung():
            party.former_leg = party.leg
            party.leg, party.recording = event.leg_id, event.recording_id
            party.is_lost, party.invited_at = False, event.at
            party.recoveries += 1
        case PartyAnswered() | PartyMoved():
            party.place, party.returns_to, party.is_lost = event.place, None, False
            party.has_met_customer |= event.place is Place.MAIN
        case PartyMuted():
            party.is_muted = event.is_muted
        case PartyLeft():
            del parties[event.party_id]
        case _:
            pass
