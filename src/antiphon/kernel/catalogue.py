"""Configuration items as every context keeps them: by id, with a version that counts the edits.

The last versions of an item are kept, so that one can be looked at and brought back; so are the
items that were removed last.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import msgspec

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import UserId

_MOST_EDITIONS = 20
_MOST_REMOVED = 50
_MOST_NAMED = 3


class Item(Protocol):
    """Something with an id and a name that an administrator edits."""

    @property
    def id(self) -> str:
        """Chosen once."""

    @property
    def name(self) -> str:
        """What people call it."""


class Change(Protocol):
    """The event that an item was saved or removed by."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def by(self) -> UserId | None:
        """Who; None for the system."""


T = TypeVar("T", bound=Item)


class ItemEdition(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One version of an item: what, when, by whom."""

    version: int
    item: T
    at: datetime
    by: UserId | None


def refuse_in_use(names: Sequence[str]) -> None:
    """Refuse to remove what these still need; they are shown by name, some of them."""
    if names:
        shown = names[:_MOST_NAMED]
        sentence = f"Still used by {', '.join(shown)}: change that first."
        raise RuleBroken("catalogue.in_use", sentence, names=shown)


class Catalogue(Generic[T]):
    """Items of one kind. `check_save` holds the rules that all kinds share."""

    def __init__(self, kind: str, *, keeps_editions: bool = True) -> None:
        """`keeps_editions` False: what was changed is forgotten, as personal data must be."""
        self.kind = kind
        self._keeps_editions = keeps_editions
        self._editions: dict[str, list[ItemEdition[T]]] = {}
        self._removed: dict[str, ItemEdition[T]] = {}
        self.items: dict[str, T] = {}
        self.versions: dict[str, int] = {}
        # How often anything was saved or removed.
        self.changes = 0

    def __iter__(self) -> Iterator[T]:
        return iter(self.items.values())

    def __contains__(self, item_id: object) -> bool:
        return item_id in self.items

    def find(self, item_id: str | None) -> T | None:
        """The item, or None."""
        return self.items.get(item_id) if item_id is not None else None

    def get(self, item_id: str) -> T:
        """The item, or RuleBroken `catalogue.unknown`."""
        item = self.items.get(item_id)
        if item is None:
            raise RuleBroken("catalogue.unknown", f"There is no {self.kind} {item_id!r}.")
        return item

    def check_save(self, item: T, edited_version: int | None) -> None:
        """Refuse an empty or doubled name, and an edit of an old version."""
        if not item.name.strip():
            raise RuleBroken(
                "catalogue.name_missing", f"Give the {self.kind} a name.", field="name"
            )
        name = item.name.casefold().strip()
        for other in self.items.values():
            if other.id != item.id and other.name.casefold().strip() == name:
                raise RuleBroken(
                    "catalogue.name_taken",
                    f"Another {self.kind} is called {item.name!r} already.",
                    field="name",
                )
        self.check_version(item, edited_version)

    def check_version(self, item: T, edited_version: int | None) -> None:
        """Refuse an edit of a version that is no longer the newest."""
        if edited_version is not None and edited_version != self.versions.get(item.id, 0):
            raise RuleBroken(
                "catalogue.changed_meanwhile",
                f"Somebody changed this {self.kind} meanwhile: load it again, then edit.",
            )

    def editions(self, item_id: str) -> list[ItemEdition[T]]:
        """The last versions of an item, newest first."""
        return self._editions.get(item_id, [])[::-1]

    def save(self, item: T, event: Change) -> None:
        """Take the item in as the newest version."""
        self.changes += 1
        self.items[item.id] = item
        self._removed.pop(item.id, None)
        version = self.versions[item.id] = self.versions.get(item.id, 0) + 1
        if self._keeps_editions:
            kept = self._editions.setdefault(item.id, [])
            kept.append(ItemEdition(version=version, item=item, at=event.at, by=event.by))
            del kept[:-_MOST_EDITIONS]

    def remove(self, item_id: str, event: Change) -> None:
        """Forget the item; its version count goes on should it come back."""
        self.changes += 1
        item = self.items.pop(item_id, None)
        if item is not None and self._keeps_editions:
            version = self.versions[item_id]
            self._removed[item_id] = ItemEdition(
                version=version, item=item, at=event.at, by=event.by
            )
            if len(self._removed) > _MOST_REMOVED:
                forgotten = next(iter(self._removed))
                del self._removed[forgotten]
                self._editions.pop(forgotten, None)

    def removed(self) -> list[ItemEdition[T]]:
        """The items that were removed last, the newest first, with when and by whom."""
        return list(self._removed.values())[::-1]
