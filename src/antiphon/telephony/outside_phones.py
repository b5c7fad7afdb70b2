"""Agents' phones that are telephone numbers outside: who picked one up, and whether that is our
agent. Pure.

A voicemail box answers too, so a leg to such a phone counts as answered only when the key was
pressed (or the offer accepted on the page while the phone is at the ear). Until then the leg is
alone and hears what to press.
"""

from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.ids import AgentId, LegId, TrunkId
from antiphon.telephony.contract import CallEvent
from antiphon.telephony.engine import PlaybackId, RecordingId

# The key that takes a call; every other one declines it.
TAKING_KEY = "1"


class NotTaken(StrEnum):
    """Why an outside phone that was answered did not take the call."""

    DECLINED = "declined"
    NO_KEY = "no_key"


class OutsidePhoneEvent(CallEvent, frozen=True, kw_only=True):
    """What the events of one leg to an agent's outside number share."""

    leg_id: LegId
    agent_id: AgentId


class OutsidePhoneDialled(OutsidePhoneEvent, frozen=True, kw_only=True):
    """A leg to an agent's outside number was begun; recorded, if at all, from the key on."""

    type: ClassVar[str] = "telephony.outside_phone_dialled"
    number: str
    shown_number: str
    trunk_id: TrunkId
    language: str
    recording_id: RecordingId | None


class OutsidePhoneBarred(OutsidePhoneEvent, frozen=True, kw_only=True):
    """An agent's outside number was not called.

    `reason` is what the dial guard said, or that there is no trunk.
    """

    type: ClassVar[str] = "telephony.outside_phone_barred"
    reason: str


class OutsidePhoneAnswered(OutsidePhoneEvent, frozen=True, kw_only=True):
    """Somebody, or a voicemail box, answered at an agent's number and is asked for the key."""

    type: ClassVar[str] = "telephony.outside_phone_answered"


class OutsidePhoneTaken(OutsidePhoneEvent, frozen=True, kw_only=True):
    """The agent pressed the key, or accepted on the page: the phone is the agent's now."""

    type: ClassVar[str] = "telephony.outside_phone_taken"


class OutsidePhoneNotTaken(OutsidePhoneEvent, frozen=True, kw_only=True):
    """An answered outside phone is hung up: another key was pressed, or none until the end."""

    type: ClassVar[str] = "telephony.outside_phone_not_taken"
    reason: NotTaken


class OutsidePhone(msgspec.Struct):
    """A leg to an agent's outside number."""

    agent_id: AgentId
    language: str
    recording: RecordingId | None
    is_up: bool = False
    is_taken: bool = False
    is_over: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether somebody is on the phone who has not pressed a key yet."""
        return self.is_up and not self.is_taken and not self.is_over


OutsidePhones = dict[LegId, OutsidePhone]


def fold(phones: OutsidePhones, event: OutsidePhoneEvent) -> None:
    """Fold an event in; one about a leg that was never dialled changes nothing."""
    if isinstance(event, OutsidePhoneDialled):
        phones[event.leg_id] = OutsidePhone(event.agent_id, event.language, event.recording_id)
        return
    phone = phones.get(event.leg_id)
    match event:
        case OutsidePhoneAnswered() if phone is not None:
            phone.is_up = True
        case OutsidePhoneTaken() if phone is not None:
            phone.is_taken = True
        case OutsidePhoneNotTaken() if phone is not None:
            phone.is_over = True
        case _:
            pass


def asking(leg: LegId) -> PlaybackId:
    """The playback that asks an outside phone for the key."""
    return PlaybackId(f"{leg}.key")
