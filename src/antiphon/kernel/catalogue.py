"""Configuration items as every context keeps them: by id, with a version that counts the edits."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from antiphon.kernel.events import RuleBroken


class Item(Protocol):
    """Something with an id and a name that an administrator edits."""

    @property
    def id(self) -> str:
        """Chosen once."""

    @property
    def name(self) -> str:
        """What people call it."""


T = TypeVar("T", bound=Item)


class Catalogue(Generic[T]):
    """Items of one kind. `check_save` and `check_remove` hold the rules all kinds share."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.items: dict[str, T] = {}
        self.versions: dict[str, int] = {}

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
            raise RuleBroken("catalogue.name_missing", f"Give the {self.kind} a name.")
        name = item.name.casefold().strip()
        for other in self.items.values():
            if other.id != item.id and other.name.casefold().strip() == name:
                raise RuleBroken(
                    "catalogue.name_taken", f"Another {self.kind} is called {item.name!r} already."
                )
        self.check_version(item, edited_version)

    def check_version(self, item: T, edited_version: int | None) -> None:
        """Refuse an edit of a version that is no longer the newest."""
        if edited_version is not None and edited_version != self.versions.get(item.id, 0):
            raise RuleBroken(
                "catalogue.changed_meanwhile",
                f"Somebody changed this {self.kind} meanwhile: load it again, then edit.",
            )

    def save(self, item: T) -> None:
        """Take the item in as the newest version."""
        self.items[item.id] = item
        self.versions[item.id] = self.versions.get(item.id, 0) + 1

    def remove(self, item_id: str) -> None:
        """Forget the item; its version count goes on should it come back."""
        self.items.pop(item_id, None)
