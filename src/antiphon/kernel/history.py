"""Configuration as one document with versions: valid from a time on, never overwritten, undone.

The newest version whose time has come is in force. Undo publishes an earlier version anew, so the
history only grows and says who did what.
"""

from datetime import datetime
from typing import Generic, Protocol, TypeVar

import msgspec

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import UserId

T = TypeVar("T")


class Published(Protocol):
    """What an event that publishes a version tells beside its content."""

    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> UserId | None: ...
    @property
    def restores(self) -> int | None: ...


class Edition(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One version: what, since when, by whom; `restores` names the version it brought back."""

    number: int
    content: T
    at: datetime
    valid_from: datetime
    by: UserId | None
    restores: int | None = None


class History(Generic[T]):
    """All versions of one document. `empty` is in force until the first one is."""

    def __init__(self, kind: str, empty: T) -> None:
        self.kind = kind
        self._empty = empty
        self.editions: list[Edition[T]] = []

    @property
    def newest(self) -> int:
        """The number of the newest version; 0 when there is none."""
        return len(self.editions)

    @property
    def at_first(self) -> T:
        """What is in force until the first version is."""
        return self._empty

    def in_force(self, now: datetime) -> tuple[int, T]:
        """The version that counts at `now`, with its number."""
        for edition in reversed(self.editions):
            if edition.valid_from <= now:
                return edition.number, edition.content
        return 0, self._empty

    def find(self, number: int) -> Edition[T]:
        """The version of this number, or RuleBroken `history.unknown`."""
        if not 1 <= number <= len(self.editions):
            raise RuleBroken(
                "history.unknown", f"The {self.kind} have no version {number}.", number=number
            )
        return self.editions[number - 1]

    def check_edit(self, edited: int) -> None:
        """Refuse an edit of a version that is no longer the newest."""
        if edited != self.newest:
            raise RuleBroken(
                "catalogue.changed_meanwhile",
                f"Somebody changed the {self.kind} meanwhile: load them again, then edit.",
            )

    def add(self, content: T, event: Published, valid_from: datetime) -> None:
        """Take in the next version, which the event publishes."""
        self.editions.append(
            Edition(
                number=self.newest + 1,
                content=content,
                at=event.at,
                valid_from=valid_from,
                by=event.by,
                restores=event.restores,
            )
        )
