"""The kinds of text and number that bodies are made of, with their limits."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Input(BaseModel):
    """A request body: fields that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


def _without_controls(text: str) -> str:
    if any((ord(c) < 32 and c not in "\n\t") or ord(c) == 127 for c in text):
        raise ValueError("has control characters in it")
    return text


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("has characters in it that cannot be shown")
    return text


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_one_line),
]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_one_line)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_one_line)]
Note = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_without_controls)]
Level = Annotated[int, Field(ge=1, le=10, description="A skill level, 10 is best.")]
SkillLevels = Annotated[dict[Id, Level], Field(max_length=200, examples=[{"sk1": 5}])]
Ids = Annotated[list[Id], Field(max_length=500)]
Version = Annotated[
    int, Field(ge=0, le=2**31 - 1, description="The version that was edited; each edit adds one.")
]
