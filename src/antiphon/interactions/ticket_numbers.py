"""The ticket numbers of another system: how they look, where they lead, and which one a call has.

`TicketNumbers.read` decides what is one. No pattern of the administrator's is run, so none can
take long: a number is a prefix from a list and digits.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from antiphon.interactions.contract import Answer, AnswerKind
from antiphon.interactions.parts import Paper
from antiphon.interactions.record import Interaction
from antiphon.kernel.events import RuleBroken

# Of the question that asks for a ticket number, and of no other.
TICKET_KEY = "ticket"
PLACE = "{ticket}"
MOST_DIGITS = 20
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9._/-]{0,19}")


class TicketNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """One of `prefixes`, or none if there are none, then so many digits.

    `address` is where a ticket is read, such as `https://help.example.com/t/{ticket}`; empty, its
    number is only shown.
    """

    prefixes: tuple[str, ...] = ()
    least_digits: int = 1
    most_digits: int = 12
    address: str = ""

    def check(self) -> None:
        """Refuse what no ticket number could look like, and an address that names no ticket."""
        if not 1 <= self.least_digits <= self.most_digits <= MOST_DIGITS:
            raise RuleBroken(
                "wrap_up_form.ticket_digits",
                f"A ticket number has 1 to {MOST_DIGITS} digits: the least is not above the most.",
            )
        if not all(_PREFIX.fullmatch(prefix) for prefix in self.prefixes):
            raise RuleBroken(
                "wrap_up_form.ticket_prefix",
                "A prefix begins with a letter and has letters, digits, and . _ / - in it.",
            )
        rest = self.address.replace(PLACE, "", 1)
        if self.address and (rest == self.address or "{" in rest or "}" in rest):
            raise RuleBroken(
                "wrap_up_form.ticket_address", f"Write {PLACE} once where the number belongs."
            )

    def read(self, text: str) -> str | None:
        """The number in its one way of writing, or None when the text is none."""
        for prefix in self.prefixes or ("",):
            digits = text[len(prefix) :]
            is_begun = text[: len(prefix)].casefold() == prefix.casefold()
            is_counted = self.least_digits <= len(digits) <= self.most_digits
            if is_begun and is_counted and digits.isascii() and digits.isdigit():
                return prefix + digits
        return None

    def address_of(self, ticket: str) -> str | None:
        """Where this ticket is read; None for one that was written by other rules."""
        if not self.address or self.read(ticket) != ticket:
            return None
        return self.address.replace(PLACE, quote(ticket, safe=""))


def find_ticket(answers: tuple[Answer, ...]) -> str | None:
    """The ticket number among these answers."""
    return next((one.value for one in answers if one.kind is AnswerKind.TICKET), None)


def tickets_of(interaction: Interaction) -> Iterator[str]:
    """All ticket numbers that agents wrote down about it, the last holder's first."""
    papers: tuple[Paper, ...] = (interaction, *reversed(interaction.parts.shares))
    yield from dict.fromkeys(ticket for it in papers if (ticket := find_ticket(it.answers)))
