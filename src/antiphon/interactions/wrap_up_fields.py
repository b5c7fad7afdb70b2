"""What wrap-up forms and their answers are described by over HTTP."""

from typing import Annotated

from pydantic import Field

from antiphon.edge.fields import Ids, Input, Line, Name
from antiphon.interactions.contract import AnswerKind
from antiphon.interactions.ticket_numbers import MOST_DIGITS
from antiphon.interactions.wrap_up_forms import LONGEST_ANSWER

Key = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["order_number"])]
Limit = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
Digits = Annotated[int, Field(ge=1, le=MOST_DIGITS)]
Answers = Annotated[
    dict[Key, Annotated[str, Field(max_length=LONGEST_ANSWER)]], Field(max_length=40)
]


class TicketNumbersFields(Input):
    """How ticket numbers look: one of the prefixes, if there are any, then so many digits."""

    prefixes: list[Annotated[str, Field(max_length=20)]] = Field(
        default=[], max_length=20, examples=[["SUP-"]]
    )
    least_digits: Digits = 1
    most_digits: Digits = 12
    address: Annotated[str, Field(max_length=2_000)] = Field(
        default="",
        description="Where a ticket is read, on an allowed site; empty: numbers are only shown.",
        examples=["https://help.example.com/t/{ticket}"],
    )


class FormFieldFields(Input):
    """One question. A number has limits if they are given, a choice has something to choose.

    A question for a ticket number has the key `ticket` and says how the numbers look.
    """

    key: Key
    label: Name = Field(examples=["Order number"])
    kind: AnswerKind
    is_required: bool = Field(default=False, description="Without it nobody can finish.")
    hint: Line = ""
    choices: list[Name] = Field(default=[], max_length=50)
    least: Limit | None = None
    most: Limit | None = None
    ticket: TicketNumbersFields | None = None


class NewWrapUpForm(Input):
    """What agents are asked during wrap-up."""

    name: Name = Field(examples=["Orders"])
    queues: Ids = Field(
        default=[], description="Where it is asked; empty: where no other form is asked."
    )
    fields: list[FormFieldFields] = Field(default=[], max_length=40)
    needs_disposition: bool = Field(
        default=False, description="Nobody can finish without a disposition."
    )
