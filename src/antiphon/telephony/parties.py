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
    PartyMoved,
    PartyMuted,
    Place,
    Purpose,
)
from antiphon.telephony.engine import RecordingId


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

    @property
    def is_up(self) -> bool:
        """Whether the party's phone was answered."""
        return self.place is not Place.RINGING


Parties = dict[PartyId, Party]


def party_id_of(interaction_id: InteractionId, number: int) -> PartyId:
    """The id of the call's party with this number, from 1."""
    return PartyId(f"{interaction_id}.party{number}")


def is_party(leg: LegId) -> bool:
    """Whether somebody was asked into a call on this leg."""
    return ".party" in leg


def leg_of_party(party_id: PartyId) -> LegId:
    """The leg on which a party is called."""
    return LegId(f"{party_id}.leg")


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
        case PartyAnswered() | PartyMoved():
            party.place = event.place
            party.has_met_customer |= event.place is Place.MAIN
        case PartyMuted():
            party.is_muted = event.is_muted
        case PartyLeft():
            del parties[event.party_id]
        case _:
            pass
