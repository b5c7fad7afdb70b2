"""The tree of dispositions: headings, and under them the results that agents choose. Pure.

`check_save` and `check_remove` hold its rules; `check_choice` says what an agent may choose.
"""

from collections.abc import Iterator

from antiphon.interactions.contract import Disposition
from antiphon.kernel.catalogue import Catalogue, refuse_in_use
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import DispositionId, QueueId

DEEPEST = 5
# Between the names of a path, wherever people read one.
PATH_MARK = " › "


class DispositionTree(Catalogue[Disposition]):
    """All dispositions. One that others stand under is a heading and cannot be chosen."""

    def __init__(self) -> None:
        super().__init__("disposition")

    def line_of(self, disposition_id: str | None) -> tuple[Disposition, ...]:
        """A disposition and what it stands under, from the top; a broken line ends early."""
        line: list[Disposition] = []
        found = self.find(disposition_id)
        while found is not None and found not in line:
            line.append(found)
            found = self.find(found.parent_id)
        return tuple(reversed(line))

    def path_of(self, disposition_id: str | None) -> tuple[str, ...]:
        """The names from the top down to this one; empty for one that is gone."""
        return tuple(one.name for one in self.line_of(disposition_id))

    def is_heading(self, disposition_id: str) -> bool:
        """Whether others stand under it."""
        return any(one.parent_id == disposition_id for one in self)

    def choices_for(self, queue_id: QueueId | None) -> Iterator[Disposition]:
        """What may be chosen in a queue, in the order of the tree: as entered, by heading."""
        headings = {one.parent_id for one in self}
        yield from self._leaves(None, headings, queue_id, 0)

    def check_save(self, item: Disposition, edited_version: int | None) -> None:
        """Refuse what makes no tree, and a name that stands twice under one heading."""
        if not item.name.strip():
            raise RuleBroken("catalogue.name_missing", "Give the disposition a name.")
        name = item.name.casefold().strip()
        for other in self:
            is_beside = other.id != item.id and other.parent_id == item.parent_id
            if is_beside and other.name.casefold().strip() == name:
                raise RuleBroken(
                    "catalogue.name_taken", f"Another disposition there is called {item.name!r}."
                )
        if item.parent_id is not None:
            above = self.line_of(self.get(item.parent_id).id)
            if any(one.id == item.id for one in above):
                raise RuleBroken(
                    "disposition.circle", "A disposition cannot stand under itself: choose another."
                )
            if len(above) + self._height(item.id) > DEEPEST:
                raise RuleBroken(
                    "disposition.too_deep", f"A tree has at most {DEEPEST} levels: go less deep."
                )
        self.check_version(item, edited_version)

    def check_remove(self, disposition_id: DispositionId) -> None:
        """Refuse to remove a heading while anything stands under it."""
        self.get(disposition_id)
        below = [one.name for one in self if one.parent_id == disposition_id]
        refuse_in_use(below)

    def check_choice(self, disposition_id: DispositionId, queue_id: QueueId | None) -> None:
        """Refuse a heading, and a result that is not for this queue."""
        self.get(disposition_id)
        if self.is_heading(disposition_id):
            raise RuleBroken("wrap_up.heading", "This is a heading: choose a result under it.")
        if not all(_is_for(one, queue_id) for one in self.line_of(disposition_id)):
            raise RuleBroken("wrap_up.wrong_disposition", "This disposition is not for this queue.")

    def _leaves(
        self,
        parent_id: DispositionId | None,
        headings: set[DispositionId | None],
        queue_id: QueueId | None,
        depth: int,
    ) -> Iterator[Disposition]:
        for one in self:
            if one.parent_id != parent_id or not _is_for(one, queue_id) or depth >= DEEPEST:
                continue
            if one.id in headings:
                yield from self._leaves(one.id, headings, queue_id, depth + 1)
            else:
                yield one

    def _height(self, disposition_id: DispositionId) -> int:
        below = [one for one in self if one.parent_id == disposition_id]
        return 1 + max((self._height(one.id) for one in below), default=0)


def _is_for(disposition: Disposition, queue_id: QueueId | None) -> bool:
    return not disposition.queues or queue_id in disposition.queues
