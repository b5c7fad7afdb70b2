"""What others may know of telephony: entry points, trunks, and the events of a call's legs."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import (
    AgentId,
    EntryPointId,
    FlowId,
    InteractionId,
    LegId,
    OfferId,
    PartyId,
    TrunkId,
    UserId,
)
from antiphon.telephony.engine import EndCause, EngineEvent, PhoneId, RecordingId


class Place(StrEnum):
    """Where somebody in a call is: rung, with the customer, consulted, on hold, or in a flow."""

    RINGING = "ringing"
    MAIN = "main"
    CONSULT = "consult"
    HELD = "held"
    FLOW = "flow"


class Purpose(StrEnum):
    """What somebody is asked into a call for: `transfer` takes the customer over, `returned` is the
    one who transferred and gets the customer back, `colleague` is whom an agent calls,
    `picked_up` who has a parked customer by the own wish.
    """

    CONSULT = "consult"
    CONFERENCE = "conference"
    TRANSFER = "transfer"
    RETURNED = "returned"
    COLLEAGUE = "colleague"
    PICKED_UP = "picked_up"


class LeftBecause(StrEnum):
    """Why somebody who was asked into a call is out of it."""

    HUNG_UP = "hung_up"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    # A line outside; an agent's phone that says so was told to by the agent.
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    PHONE_FAILED = "phone_failed"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    CALL_ENDED = "call_ended"


class EntryPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A dialled number that starts a flow. `number` is compared without spaces and signs."""

    id: EntryPointId
    name: str
    number: str
    flow_id: FlowId
    language: str = "en"
    is_active: bool = True


class TrunkLine(msgspec.Struct, frozen=True, kw_only=True):
    """A trunk as an administrator describes it; its secret is kept elsewhere, not in events."""

    id: TrunkId
    name: str
    host: str
    port: int = 5060
    transport: str = "udp"
    addresses: tuple[str, ...] = ()
    username: str | None = None
    registers: bool = False
    codecs: tuple[str, ...] = ("ulaw", "alaw", "g722")
    srtp: str = "off"


def phone_of(agent_id: AgentId) -> PhoneId:
    """The phone that rings for an agent."""
    return PhoneId(f"agent-{agent_id}")


def agent_of(phone: PhoneId) -> AgentId | None:
    """The agent for whom a phone rings."""
    return AgentId(phone.removeprefix("agent-")) if phone.startswith("agent-") else None


class EntryPointSaved(Event, frozen=True, kw_only=True):
    """An entry point was added or changed."""

    type: ClassVar[str] = "telephony.entry_point_saved"
    entry_point: EntryPoint
    by: UserId | None

    def stream(self) -> str:
        return f"entry_point/{self.entry_point.id}"


class EntryPointRemoved(Event, frozen=True, kw_only=True):
    """A number is no longer answered."""

    type: ClassVar[str] = "telephony.entry_point_removed"
    entry_point_id: EntryPointId
    by: UserId | None

    def stream(self) -> str:
        return f"entry_point/{self.entry_point_id}"


class TrunkSaved(Event, frozen=True, kw_only=True):
    """A trunk was added or changed."""

    type: ClassVar[str] = "telephony.trunk_saved"
    trunk: TrunkLine
    by: UserId | None

    def stream(self) -> str:
        return f"trunk/{self.trunk.id}"


class TrunkRemoved(Event, frozen=True, kw_only=True):
    """A trunk is no longer used."""

    type: ClassVar[str] = "telephony.trunk_removed"
    trunk_id: TrunkId
    by: UserId | None

    def stream(self) -> str:
        return f"trunk/{self.trunk_id}"


class CallEvent(Event, frozen=True, kw_only=True):
    """What the events of one call share."""

    interaction_id: InteractionId

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class AgentRung(CallEvent, frozen=True, kw_only=True):
    """A leg to an agent's phone was begun, for an offer or to bring a lost phone back.

    Without a `recording_id` it is not recorded.
    """

    type: ClassVar[str] = "telephony.agent_rung"
    leg_id: LegId
    agent_id: AgentId
    offer_id: OfferId | None
    recording_id: RecordingId | None


class AgentLegAnswered(CallEvent, frozen=True, kw_only=True):
    """The agent's phone is up."""

    type: ClassVar[str] = "telephony.agent_leg_answered"
    leg_id: LegId


class AgentLegEnded(CallEvent, frozen=True, kw_only=True):
    """The agent's phone is off this call."""

    type: ClassVar[str] = "telephony.agent_leg_ended"
    leg_id: LegId
    cause: EndCause
    by_far_end: bool


class CallerLegEnded(CallEvent, frozen=True, kw_only=True):
    """The customer's connection is gone."""

    type: ClassVar[str] = "telephony.caller_leg_ended"
    cause: EndCause
    by_far_end: bool


class CustomerDialled(CallEvent, frozen=True, kw_only=True):
    """A leg to the customer was begun; at `gives_up_at` at the latest we stop ringing."""

    type: ClassVar[str] = "telephony.customer_dialled"
    leg_id: LegId
    trunk_id: TrunkId
    number: str
    shown_number: str
    gives_up_at: datetime


class CustomerAnswered(CallEvent, frozen=True, kw_only=True):
    """The customer whom we called picked up."""

    type: ClassVar[str] = "telephony.customer_answered"
    leg_id: LegId


class MonitorMode(StrEnum):
    """What a supervisor at a call does: hears it, or is heard by its agent alone too."""

    LISTEN = "listen"
    COACH = "coach"


class OutsideRefused(CallEvent, frozen=True, kw_only=True):
    """A flow was to pass the customer on to a number outside, which may not or cannot be called."""

    type: ClassVar[str] = "telephony.outside_refused"
    reason: str


class PartyEvent(CallEvent, frozen=True, kw_only=True):
    """What the events of one more party share: `agent_id` is None for somebody outside."""

    party_id: PartyId
    agent_id: AgentId | None


class PartyInvited(PartyEvent, frozen=True, kw_only=True):
    """A leg was begun to a colleague or to a number outside; it is given up at `expires_at`.

    `by_agent_id` is who asked. `number`, `shown_number` and `trunk_id` are those of a call to the
    outside; only a colleague's leg is recorded.
    """

    type: ClassVar[str] = "telephony.party_invited"
    leg_id: LegId
    purpose: Purpose
    by_agent_id: AgentId | None
    expires_at: datetime
    number: str = ""
    shown_number: str = ""
    trunk_id: TrunkId | None = None
    recording_id: RecordingId | None = None


class PartyAnswered(PartyEvent, frozen=True, kw_only=True):
    """Who was asked into the call picked up, and is at `place` now."""

    type: ClassVar[str] = "telephony.party_answered"
    place: Place


class PartyLost(PartyEvent, frozen=True, kw_only=True):
    """A colleague's phone is away from the call; the place is kept until `expires_at`."""

    type: ClassVar[str] = "telephony.party_lost"
    leg_id: LegId
    expires_at: datetime


class PartyRung(PartyEvent, frozen=True, kw_only=True):
    """A leg was begun that brings a colleague's lost phone back into the call."""

    type: ClassVar[str] = "telephony.party_rung"
    leg_id: LegId
    recording_id: RecordingId | None


class PartyMoved(PartyEvent, frozen=True, kw_only=True):
    """A party was brought to another place of the call."""

    type: ClassVar[str] = "telephony.party_moved"
    place: Place


class PartyMuted(PartyEvent, frozen=True, kw_only=True):
    """From now on a party is not heard by the others, or is heard again."""

    type: ClassVar[str] = "telephony.party_muted"
    is_muted: bool


class PartyLeft(PartyEvent, frozen=True, kw_only=True):
    """A party is out of the call; an agent who talked with the customer may write it up."""

    type: ClassVar[str] = "telephony.party_left"
    leg_id: LegId
    reason: LeftBecause
    wrap_up_until: datetime | None = None


class SaveEntryPoint(Command, frozen=True, kw_only=True):
    """Add or change an entry point."""

    entry_point: EntryPoint
    edited_version: int | None = None


class RemoveEntryPoint(Command, frozen=True, kw_only=True):
    """Answer a number no more."""

    id: EntryPointId


class SaveTrunk(Command, frozen=True, kw_only=True):
    """Add or change a trunk."""

    trunk: TrunkLine
    edited_version: int | None = None


class RemoveTrunk(Command, frozen=True, kw_only=True):
    """Use a trunk no more."""

    id: TrunkId


class HearEngine(Command, frozen=True, kw_only=True):
    """The telephone engine reports something; `is_overloaded` says we lag behind it.

    `lag_ms` is how late we are, None for what is told afterwards.
    """

    event: EngineEvent
    is_overloaded: bool = False
    lag_ms: int | None = None


class GiveUpDialling(Command, frozen=True, kw_only=True):
    """The customer's telephone has rung long enough."""

    interaction_id: InteractionId


class RecoverAudio(Command, frozen=True, kw_only=True):
    """The agent's page came back without the call's sound: ring its phone again."""

    interaction_id: InteractionId
    agent_id: AgentId


class OpenOwnLine(Command, frozen=True, kw_only=True):
    """An agent wants the line that is kept open to be opened (again) now."""

    agent_id: AgentId


class TendLines(Command, frozen=True, kw_only=True):
    """Lines that should be open are asked for, others closed; one agent's, or all."""

    agent_id: AgentId | None = None


class EndInvitation(Command, frozen=True, kw_only=True):
    """Who was asked into a call has not answered in time."""

    interaction_id: InteractionId
    party_id: PartyId
