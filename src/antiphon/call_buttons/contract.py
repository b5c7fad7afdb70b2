"""What others may know of call buttons: the buttons, and the visits that calls come from.

A *visit* is one press of a button: for a short time it lets one phone make one call to the
button's entry point.
"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import CallButtonId, EntryPointId, InteractionId, UserId, VisitId
from antiphon.telephony.engine import PhoneId

_PHONE = "visitor-"


class CallButton(msgspec.Struct, frozen=True, kw_only=True):
    """A button on pages of these origins that calls an entry point; its id is the pages' key.

    `data_fields` are the names of what a page may send along. At most `most_at_once` visits go on
    at a time, and one address begins at most `hourly_per_address` in an hour.
    """

    id: CallButtonId
    name: str
    origins: tuple[str, ...]
    entry_point_id: EntryPointId
    hours_id: str | None = None
    data_fields: tuple[str, ...] = ()
    most_at_once: int = 10
    hourly_per_address: int = 10
    is_active: bool = True


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One press of a button: where it was pressed, and what the page said; all of it unproved."""

    id: VisitId
    button_id: CallButtonId
    page: str
    language: str
    data: dict[str, str]


class VisitEnd(StrEnum):
    """Why a visit is over."""

    CALLED = "called"
    NEVER_CALLED = "never_called"


def phone_of_visit(visit_id: VisitId) -> PhoneId:
    """The phone in the visitor's page."""
    return PhoneId(_PHONE + visit_id)


def visit_of_phone(phone: PhoneId | None) -> VisitId | None:
    """The visit that a phone is made for; None for all other phones."""
    if phone is None or not phone.startswith(_PHONE):
        return None
    return VisitId(phone.removeprefix(_PHONE))


class CallButtonSaved(Event, frozen=True, kw_only=True):
    """A call button was added or changed."""

    type: ClassVar[str] = "call_buttons.button_saved"
    call_button: CallButton
    by: UserId | None

    def stream(self) -> str:
        return f"call_button/{self.call_button.id}"


class CallButtonRemoved(Event, frozen=True, kw_only=True):
    """A call button calls nobody any more; calls that go on are not ended."""

    type: ClassVar[str] = "call_buttons.button_removed"
    call_button_id: CallButtonId
    by: UserId | None

    def stream(self) -> str:
        return f"call_button/{self.call_button_id}"


class VisitEvent(Event, frozen=True, kw_only=True):
    """What the events of one visit share."""

    visit_id: VisitId

    def stream(self) -> str:
        return f"visit/{self.visit_id}"


class VisitAllowed(VisitEvent, frozen=True, kw_only=True):
    """Somebody pressed a call button, and may call until `expires_at`."""

    type: ClassVar[str] = "call_buttons.visit_allowed"
    visit: Visit
    expires_at: datetime


class VisitCalled(VisitEvent, frozen=True, kw_only=True):
    """The visitor's one call came; another one is not taken."""

    type: ClassVar[str] = "call_buttons.visit_called"
    interaction_id: InteractionId


class VisitEnded(VisitEvent, frozen=True, kw_only=True):
    """The visitor's phone is forgotten: its call is over, or none came in time."""

    type: ClassVar[str] = "call_buttons.visit_ended"
    reason: VisitEnd


class SaveCallButton(Command, frozen=True, kw_only=True):
    """Add or change a call button."""

    call_button: CallButton
    edited_version: int | None = None


class RemoveCallButton(Command, frozen=True, kw_only=True):
    """Let a call button call nobody any more."""

    id: CallButtonId


class AllowVisit(Command, frozen=True, kw_only=True):
    """Let the visitor who pressed a button call."""

    visit: Visit


class ExpireVisit(Command, frozen=True, kw_only=True):
    """The visitor has not called in time."""

    visit_id: VisitId
