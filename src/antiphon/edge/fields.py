"""The kinds of text and number that bodies are made of, with their limits."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from antiphon.kernel.telephone_number import bare_number


class Input(BaseModel):
    """A request body: fields that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


def _without_controls(text: str) -> str:
    for one in text:
        if (ord(one) < 32 and one not in "\n\t") or ord(one) == 127:
            raise ValueError(stray(one))
    return text


def _one_line(text: str) -> str:
    for one in text:
        if not one.isprintable():
            raise ValueError(stray(one))
    return text


def stray(character: str) -> str:
    """What is wrong with a text that has this character; one that is not seen by its number."""
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return f"has “{shown}” in it, which is not allowed here"


def _telephone_number(text: str) -> str:
    # Full-width digits are digits, and what is copied may carry marks that nobody sees.
    plain = unicodedata.normalize("NFKC", text)
    number = bare_number("".join(one for one in plain if unicodedata.category(one) != "Cf"))
    digits = number.removeprefix("+")
    for one in digits:
        if one == "+":
            raise ValueError("has + elsewhere than at its front")
        if one not in "0123456789":
            raise ValueError(f"is a telephone number without “{one}” in it, such as +861055550100")
    if number and not 2 <= len(digits) <= 20:
        raise ValueError(f"has {len(digits)} digits; a telephone number has 2 to 20")
    return number


def _some_number(number: str) -> str:
    if not number:
        raise ValueError("is a telephone number, such as +861055550100")
    return number


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_one_line),
]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_one_line)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_one_line)]
# Spaces, hyphens, brackets and dots between the digits are taken out.
NumberOrNone = Annotated[
    str,
    StringConstraints(max_length=64),
    AfterValidator(_telephone_number),
    Field(examples=["+861055550100"]),
]
Number = Annotated[NumberOrNone, AfterValidator(_some_number)]
Note = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_without_controls)]
Level = Annotated[int, Field(ge=1, le=10, description="A skill level, 10 is best.")]
SkillLevels = Annotated[dict[Id, Level], Field(max_length=200, examples=[{"sk1": 5}])]
Ids = Annotated[list[Id], Field(max_length=500)]
Version = Annotated[
    int, Field(ge=0, le=2**31 - 1, description="The version that was edited; each edit adds one.")
]
