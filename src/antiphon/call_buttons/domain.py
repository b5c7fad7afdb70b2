"""The book of call buttons and of the visits that may call, or are calling. Pure.

`check_button` and `check_room` hold the rules; what the page sent is cut down by `kept_data`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from antiphon.call_buttons.contract import (
    CallButton,
    CallButtonRemoved,
    CallButtonSaved,
    ExpireVisit,
    RemoveCallButton,
    SaveCallButton,
    Visit,
    VisitAllowed,
    VisitCalled,
    VisitEnd,
    VisitEnded,
)
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import CallButtonId, InteractionId, VisitId
from antiphon.kernel.web_origin import AddressUnusable, origin_of

# From the press to the call: asking for the microphone may take somebody a while.
CALL_WITHIN = timedelta(seconds=90)
MOST_ORIGINS = 20
MOST_FIELDS = 20
LONGEST_VALUE = 200
_LONGEST_PAGE = 500
_LONGEST_FIELD = 40


class OpenVisit(msgspec.Struct):
    """A visit that may call, or whose call goes on."""

    visit: Visit
    interaction_id: InteractionId | None = None


class CallButtonBook:
    """All call buttons, and the visits that are not over."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.buttons: Catalogue[CallButton] = Catalogue("call button")
        self.visits: dict[VisitId, OpenVisit] = {}
        self._visit_of_call: dict[InteractionId, VisitId] = {}

    def find_waiting(self, visit_id: VisitId | None) -> Visit | None:
        """The visit, if it may still call."""
        found = self.visits.get(visit_id) if visit_id is not None else None
        return found.visit if found is not None and found.interaction_id is None else None

    def find_by_call(self, interaction_id: InteractionId) -> VisitId | None:
        """The visit that a call came from, as long as it is not over."""
        return self._visit_of_call.get(interaction_id)

    def count_open(self, button_id: CallButtonId) -> int:
        """How many visits of a button may call, or are calling."""
        return sum(one.visit.button_id == button_id for one in self.visits.values())

    # Decisions

    def save_button(
        self, command: SaveCallButton, now: datetime, *, entry_points: Mapping[str, object]
    ) -> Iterable[Event]:
        """Decide about a button; its origins are kept in one way of writing."""
        self.buttons.check_save(command.call_button, command.edited_version)
        button = check_button(command.call_button)
        if button.entry_point_id not in entry_points:
            raise RuleBroken("call_button.entry_point", "Choose an entry point that there is.")
        yield CallButtonSaved(at=now, call_button=button, by=command.by)

    def remove_button(self, command: RemoveCallButton, now: datetime) -> Iterable[Event]:
        """Decide about a button that calls nobody any more."""
        self.buttons.get(command.id)
        yield CallButtonRemoved(at=now, call_button_id=command.id, by=command.by)

    def check_room(self, button: CallButton) -> None:
        """Raise RuleBroken when the button is off, or as many call as may."""
        if not button.is_active:
            raise RuleBroken("call_button.off", "This button is switched off.")
        if self.count_open(button.id) >= button.most_at_once:
            raise RuleBroken(
                "call_button.busy", "Too many are calling just now. Try again in a few minutes."
            )

    def allow(self, button: CallButton, visit: Visit, now: datetime) -> Iterable[Event]:
        """The visit with what the button lets through of it."""
        kept = msgspec.structs.replace(
            visit, page=kept_page(button, visit.page), data=kept_data(button, visit.data)
        )
        yield VisitAllowed(at=now, visit_id=visit.id, visit=kept, expires_at=now + CALL_WITHIN)

    def expire(self, command: ExpireVisit, now: datetime) -> Iterable[Event]:
        """Decide about a visitor who has not called in time."""
        if self.find_waiting(command.visit_id) is not None:
            yield VisitEnded(at=now, visit_id=command.visit_id, reason=VisitEnd.NEVER_CALLED)

    # Evolution

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case CallButtonSaved(call_button=button):
                self.buttons.save(button, event)
            case CallButtonRemoved(call_button_id=button_id):
                self.buttons.remove(button_id, event)
            case VisitAllowed():
                self.visits[event.visit_id] = OpenVisit(visit=event.visit)
                due = ExpireVisit(visit_id=event.visit_id)
                self._deadlines.set(_key(event.visit_id), event.expires_at, due)
            case VisitCalled():
                self._deadlines.clear(_key(event.visit_id))
                self._visit_of_call[event.interaction_id] = event.visit_id
                if (found := self.visits.get(event.visit_id)) is not None:
                    found.interaction_id = event.interaction_id
            case VisitEnded():
                self._deadlines.clear(_key(event.visit_id))
                found = self.visits.pop(event.visit_id, None)
                if found is not None and found.interaction_id is not None:
                    self._visit_of_call.pop(found.interaction_id, None)
            case _:
                pass


def check_button(button: CallButton) -> CallButton:
    """The button as it is kept, or RuleBroken."""
    try:
        origins = tuple(dict.fromkeys(origin_of(text) for text in button.origins))
    except AddressUnusable as error:
        raise RuleBroken(error.code, str(error)) from None
    if not origins:
        raise RuleBroken("call_button.no_origin", "Name the sites on which the button may stand.")
    if len(origins) > MOST_ORIGINS or len(button.data_fields) > MOST_FIELDS:
        raise RuleBroken(
            "call_button.too_many",
            f"At most {MOST_ORIGINS} sites and {MOST_FIELDS} data fields can be named.",
            sites=MOST_ORIGINS,
            fields=MOST_FIELDS,
        )
    for field in button.data_fields:
        if not is_field(field):
            raise RuleBroken(
                "call_button.field",
                "Name a data field with small letters, digits and hyphens, such as order-number.",
            )
    return msgspec.structs.replace(button, origins=origins)


def is_field(key: str) -> bool:
    """Whether this can be the name of a data field, in an attribute of a page too."""
    is_short = 0 < len(key) <= _LONGEST_FIELD and key[0].isalpha()
    return is_short and all(c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in key)


def kept_data(button: CallButton, data: Mapping[str, str]) -> dict[str, str]:
    """What the button lets through, in the order of its list; the rest is dropped unread."""
    texts = {field: data[field].strip() for field in button.data_fields if field in data}
    return {
        field: text[:LONGEST_VALUE] for field, text in texts.items() if text and text.isprintable()
    }


def kept_page(button: CallButton, page: str) -> str:
    """The page's address without what may be secret in it; empty when it is none of the sites'."""
    try:
        parts = urlsplit(page)
        origin = origin_of(page)
    except ValueError:
        return ""
    if origin not in button.origins or not parts.path.isprintable():
        return ""
    return (origin + parts.path)[:_LONGEST_PAGE]


def _key(visit_id: VisitId) -> str:
    return f"visit/{visit_id}"
