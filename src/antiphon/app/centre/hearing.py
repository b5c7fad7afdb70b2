"""Which events a book hears: every kind that the code behind its `apply` names.

Read from the code itself, so a new case of a `match`, or a new line of a table (`ByKind`), is heard
without being listed a second time. That may be more than the book acts on, and it would be less
only where an event is handed on unread to something that is neither the book, a part of it, nor a
function: the simulated days prove that there is no such place.
"""

from collections.abc import Callable, Iterable, Iterator
from inspect import isfunction
from types import CodeType, FunctionType, ModuleType, UnionType
from typing import Protocol

from antiphon.kernel.events import Event

_OURS = "antiphon."


class Hearer(Protocol):
    """Something that events are folded into."""

    def apply(self, event: Event) -> None:
        """Fold an event in."""


def kinds_heard_by(book: Hearer) -> tuple[type[Event], ...]:
    """The kinds that `book` can act on; a base class stands for all that derive from it."""
    reading = _Reading((type(book), *(type(part) for part in vars(book).values())))
    reading.read(type(book).apply)
    return tuple(reading.kinds)


class _Reading:
    def __init__(self, owners: Iterable[type]) -> None:
        self.kinds: set[type[Event]] = set()
        self._owners = [owner for owner in owners if owner.__module__.startswith(_OURS)]
        self._read: set[Callable[..., object]] = set()

    def read(self, function: Callable[..., object]) -> None:
        """Take in the kinds that a function names, and those of the functions that it names."""
        if not isfunction(function) or function in self._read:
            return
        self._read.add(function)
        names = set(_names_in(function.__code__))
        for name in names:
            self._look_at(function.__globals__.get(name), names)
            for owner in self._owners:
                self._look_at(getattr(owner, name, None), names)

    def _look_at(self, thing: object, names: set[str]) -> None:
        match thing:
            case type() if issubclass(thing, Event):
                self.kinds.add(thing)
            case FunctionType() if thing.__module__.startswith(_OURS):
                self.read(thing)
            case property(fget=FunctionType() as read):
                self.read(read)
            case ModuleType() if thing.__name__.startswith(_OURS):
                for name in names & vars(thing).keys():
                    self._look_at(getattr(thing, name), names)
            case UnionType(__args__=things):
                for one in things:
                    self._look_at(one, names)
            case tuple() | frozenset() | dict():
                # Of a table of kinds only what is written there, not what was looked up since.
                for one in getattr(thing, "named", thing):
                    self._look_at(one, names)
            case _:
                pass


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
