"""What an agent is asked during wrap-up, by queue: forms, their events, and the check of answers.

`WrapUpForms` decides which form is for a queue; `check` reads answers, `check_complete` asks for
what is required. Pure.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar

import msgspec

from antiphon.interactions.contract import Answer, AnswerKind
from antiphon.interactions.ticket_numbers import TICKET_KEY, TicketNumbers
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken, said_at
from antiphon.kernel.ids import QueueId, UserId, WrapUpFormId
from antiphon.kernel.web_origin import origin_of

YES, NO = "yes", "no"
LONGEST_ANSWER = 2_000
_LONGEST_NUMBER = 30


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """One question. `choices` are those of a choice; `least` and `most` limit a number.

    `ticket` says how ticket numbers look; only a question for one has it.
    """

    key: str
    label: str
    kind: AnswerKind
    is_required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    ticket: TicketNumbers | None = None


class WrapUpForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked in these queues; `queues` empty means every queue without a form of its own."""

    id: WrapUpFormId
    name: str
    queues: tuple[QueueId, ...] = ()
    fields: tuple[FormField, ...] = ()
    needs_disposition: bool = False

    @property
    def tickets(self) -> TicketNumbers | None:
        """How the ticket numbers that it asks for look."""
        return next((field.ticket for field in self.fields if field.ticket is not None), None)


class WrapUpFormSaved(Event, frozen=True, kw_only=True):
    """A wrap-up form was added or changed."""

    type: ClassVar[str] = "interactions.wrap_up_form_saved"
    form: WrapUpForm
    by: UserId | None

    def stream(self) -> str:
        return f"wrap_up_form/{self.form.id}"


class WrapUpFormRemoved(Event, frozen=True, kw_only=True):
    """A wrap-up form is asked no more; answers that were given stay."""

    type: ClassVar[str] = "interactions.wrap_up_form_removed"
    form_id: WrapUpFormId
    by: UserId | None

    def stream(self) -> str:
        return f"wrap_up_form/{self.form_id}"


class SaveWrapUpForm(Command, frozen=True, kw_only=True):
    """Add or change a wrap-up form."""

    form: WrapUpForm
    edited_version: int | None = None


class RemoveWrapUpForm(Command, frozen=True, kw_only=True):
    """Ask a form no more."""

    id: WrapUpFormId


class WrapUpForms(Catalogue[WrapUpForm]):
    """All forms. A queue has one at most: its own, else the one for every queue."""

    def __init__(self) -> None:
        super().__init__("wrap-up form")

    def form_for(self, queue_id: QueueId | None) -> WrapUpForm | None:
        """What is asked in this queue, if anything."""
        own = (form for form in self if queue_id in form.queues)
        general = (form for form in self if not form.queues)
        return next(own, None) or next(general, None)

    def ticket_address(self, queue_id: QueueId | None, ticket: str | None) -> str | None:
        """Where a ticket of this queue is read; None without a ticket, or when nobody says."""
        form = self.form_for(queue_id)
        if ticket is None or form is None or form.tickets is None:
            return None
        return form.tickets.address_of(ticket)

    def leading_to(self, origin: str) -> WrapUpForm | None:
        """A form whose ticket numbers lead to this site."""
        for form in self:
            address = form.tickets.address if form.tickets is not None else ""
            if address and origin_of(address) == origin:
                return form
        return None

    def check_save(self, item: WrapUpForm, edited_version: int | None) -> None:
        """Refuse a second form for a queue, and questions that nobody could answer."""
        super().check_save(item, edited_version)
        for other in self:
            is_doubled = set(other.queues) & set(item.queues) or not (other.queues or item.queues)
            if other.id != item.id and is_doubled:
                raise RuleBroken(
                    "wrap_up_form.queue_taken",
                    f"{other.name!r} is for one of these queues already: a queue has one form.",
                    form=other.name,
                )
        keys = [field.key for field in item.fields]
        if len(keys) != len(set(keys)):
            raise RuleBroken("wrap_up_form.key_twice", "Two questions have the same key.")
        for field in item.fields:
            _check_field(field)


def _check_field(field: FormField) -> None:
    if not field.label.strip():
        raise RuleBroken("wrap_up_form.label_missing", "Give every question a text.")
    if field.kind is AnswerKind.CHOICE and not field.choices:
        raise RuleBroken(
            "wrap_up_form.no_choices",
            f"{field.label!r} needs something to choose.",
            label=field.label,
        )
    if field.least is not None and field.most is not None and field.least > field.most:
        raise RuleBroken(
            "wrap_up_form.limits",
            f"The least of {field.label!r} is above the most: swap them.",
            label=field.label,
        )
    is_ticket = field.kind is AnswerKind.TICKET
    # By its key the number is told from telephone numbers, wherever an answer is shown.
    if is_ticket is not (field.key == TICKET_KEY) or is_ticket is (field.ticket is None):
        raise RuleBroken(
            "wrap_up_form.ticket_key",
            f"The question for a ticket number, and no other, has the key {TICKET_KEY!r}"
            " and says how the numbers look.",
        )
    if field.ticket is not None:
        field.ticket.check()


def check(form: WrapUpForm | None, given: Mapping[str, str]) -> tuple[Answer, ...]:
    """The answers in the order of the form, each in its one way of writing; empty ones left out.

    Raises:
        RuleBroken: an answer is not what was asked for, or nobody asked.
    """
    fields = form.fields if form is not None else ()
    if set(given) - {field.key for field in fields}:
        raise RuleBroken(
            "wrap_up.form_changed", "The form was changed meanwhile: look at it again."
        )
    return tuple(
        Answer(key=field.key, label=field.label, kind=field.kind, value=value)
        for field in fields
        if (value := _read(field, given.get(field.key, "").strip()))
    )


def check_complete(
    form: WrapUpForm | None, answers: tuple[Answer, ...], *, has_disposition: bool
) -> None:
    """Refuse to finish while something that is required is missing."""
    if form is None:
        return
    if form.needs_disposition and not has_disposition:
        raise RuleBroken(
            "wrap_up.disposition_missing", "Choose a disposition first.", field="disposition_id"
        )
    answered = {answer.key for answer in answers}
    for field in form.fields:
        if field.is_required and field.key not in answered:
            raise RuleBroken(
                "wrap_up.answer_missing",
                f"Answer {field.label!r} first.",
                field=_place(field),
                label=field.label,
            )


def _place(field: FormField) -> str:
    """Where the body of a request has the answer to it."""
    return f"answers.{field.key}"


def _read(field: FormField, text: str) -> str:
    if not text:
        return ""
    with said_at(_place(field)):
        return _read_as_kind(field, text)


def _read_as_kind(field: FormField, text: str) -> str:
    match field.kind:
        case AnswerKind.TEXT:
            return _text(field, text)
        case AnswerKind.NUMBER:
            return _number(field, text)
        case AnswerKind.CHOICE:
            is_right = text in field.choices
        case AnswerKind.DATE:
            is_right = _is_date(text)
        case AnswerKind.YES_NO:
            is_right = text in {YES, NO}
        case AnswerKind.TICKET:
            return _ticket(field, text)
    if not is_right:
        raise _wrong(field)
    return text


def _text(field: FormField, text: str) -> str:
    if len(text) > LONGEST_ANSWER:
        raise RuleBroken(
            "wrap_up.answer_too_long",
            f"{field.label!r}: at most {LONGEST_ANSWER:,} characters.",
            label=field.label,
            most=LONGEST_ANSWER,
        )
    return text


def _number(field: FormField, text: str) -> str:
    try:
        number = Decimal(text) if len(text) <= _LONGEST_NUMBER else Decimal("NaN")
    except InvalidOperation:
        raise _wrong(field) from None
    # Also refuses 1e999, which would be written with a thousand digits.
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        raise _wrong(field)
    too_little = field.least is not None and number < Decimal(str(field.least))
    too_much = field.most is not None and number > Decimal(str(field.most))
    if too_little or too_much:
        low = "" if field.least is None else f"{field.least:g}"
        high = "" if field.most is None else f"{field.most:g}"
        raise RuleBroken(
            "wrap_up.answer_limits",
            f"{field.label!r}: from {low} to {high}.",
            label=field.label,
            low=low,
            high=high,
        )
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _ticket(field: FormField, text: str) -> str:
    ticket = field.ticket.read(text) if field.ticket is not None else None
    if ticket is None:
        raise RuleBroken(
            "wrap_up.ticket_unclear",
            f"{field.label!r}: this is no ticket number.",
            label=field.label,
        )
    return ticket


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _wrong(field: FormField) -> RuleBroken:
    return RuleBroken(
        "wrap_up.answer_unclear", f"{field.label!r}: this is no answer to it.", label=field.label
    )
