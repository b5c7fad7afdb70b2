"""Conditions that administrators write, in CEL: checked when saved, bounded when run.

`Scope.read` names what is wrong with a text and where; `Condition.holds` answers or raises
`ExpressionFailed`. CEL has no loops but over its lists; one such walk is allowed in a text, so the
cost of a condition is bounded by its length and by the lists and maps it is given.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec
from cel_expr_python import cel

LONGEST = 1_000
MOST_WALKS = 1
_MOST_CACHED = 4_096
_WALK = re.compile(r"\.\s*(all|exists|exists_one|map|filter)\s*\(")
_PLACE = re.compile(r"<input>:(\d+):(\d+): (.*)")


class Kind(StrEnum):
    """What type a variable has."""

    BOOL = "bool"
    INT = "int"
    STRING = "string"
    TIMESTAMP = "timestamp"
    INTS = "map of numbers"
    FLAGS = "map of yes or no"
    TEXTS = "map of texts"


_TYPES = {
    Kind.BOOL: cel.Type.BOOL,
    Kind.INT: cel.Type.INT,
    Kind.STRING: cel.Type.STRING,
    Kind.TIMESTAMP: cel.Type.TIMESTAMP,
    Kind.INTS: cel.Type.Map(cel.Type.STRING, cel.Type.INT),
    Kind.FLAGS: cel.Type.Map(cel.Type.STRING, cel.Type.BOOL),
    Kind.TEXTS: cel.Type.Map(cel.Type.STRING, cel.Type.STRING),
}


class Variable(msgspec.Struct, frozen=True, kw_only=True):
    """Something a condition may look at; `example` is a condition that uses it."""

    name: str
    kind: Kind
    example: str


class ExpressionWrong(Exception):  # noqa: N818 (it names what happened)
    """A text that is no condition; line and column count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class ExpressionFailed(Exception):  # noqa: N818
    """A sound condition that had no answer this time, such as for a name that is not there."""


class Condition:
    """A checked condition."""

    def __init__(self, text: str, compiled: Any) -> None:
        self.text = text
        self._compiled = compiled

    def holds(self, data: Mapping[str, Any]) -> bool:
        """Whether it is true of `data`, values by the scope's names.

        Raises:
            ExpressionFailed: it has no answer.
        """
        try:
            value = self._compiled.eval(data=data).value()
        except (RuntimeError, TypeError, ValueError) as error:
            raise ExpressionFailed(_first_line(str(error))) from error
        if not isinstance(value, bool):
            # The library returns what went wrong as a value.
            raise ExpressionFailed(_first_line(str(value)))
        return value


class Scope:
    """What conditions of one kind may look at."""

    def __init__(self, variables: tuple[Variable, ...]) -> None:
        self.variables = variables
        self._environment = cel.NewEnv(variables={v.name: _TYPES[v.kind] for v in variables})
        self._known: dict[str, Condition] = {}

    def read(self, text: str) -> Condition:
        """The condition that `text` describes.

        Raises:
            ExpressionWrong: with the place and the reason.
        """
        known = self._known.get(text)
        if known is not None:
            return known
        if len(text) > LONGEST:
            raise ExpressionWrong(f"A condition has at most {LONGEST:,} characters.")
        if len(_WALK.findall(text)) > MOST_WALKS:
            raise ExpressionWrong("A condition may walk over one list or map only.")
        try:
            compiled = self._environment.compile(text)
        except (RuntimeError, TypeError, ValueError) as error:
            raise _wrong(str(error)) from error
        if compiled.return_type() != cel.Type.BOOL:
            raise ExpressionWrong(
                f"A condition is true or false; this is of type {compiled.return_type().name()}."
            )
        if len(self._known) >= _MOST_CACHED:
            self._known.clear()
        condition = self._known[text] = Condition(text, compiled)
        return condition


def _wrong(error: str) -> ExpressionWrong:
    found = _PLACE.search(error)
    if found is None:
        return ExpressionWrong(_first_line(error))
    message = found[3].replace(" (in container '')", "")
    return ExpressionWrong(message[:1].upper() + message[1:], int(found[1]), int(found[2]))


def _first_line(error: str) -> str:
    text = error.splitlines()[0] if error else "no answer"
    return text.partition(": ")[2] or text
