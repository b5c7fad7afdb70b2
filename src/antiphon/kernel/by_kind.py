"""What is done with each kind of event, as a table: one look, however many kinds there are.

To ask an event in turn whether it is of this kind or that takes more than twice as long for each
no, and some twenty books ask about every event of a call.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from antiphon.kernel.events import Event

B = TypeVar("B")
T = TypeVar("T")


class ByKind(dict[type[Event], T | None]):
    """Ask by `table[type(event)]`: None for a kind that the table does not care about.

    A base class stands for all that derive from it and are not named themselves.
    """

    def __init__(self, named: Mapping[type[Event], T]) -> None:
        super().__init__()
        # As written; the dictionary itself holds what was found so far.
        self.named = dict(named)

    def __missing__(self, kind: type[Event]) -> T | None:
        found = next((self.named[one] for one in kind.__mro__ if one in self.named), None)
        self[kind] = found
        return found


# How a book `B` folds in each kind that it hears.
Folds: TypeAlias = ByKind[Callable[[B, Any], None]]
