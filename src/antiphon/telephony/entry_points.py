"""The entry points: which dialled number begins which flow. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import FlowId
from antiphon.telephony.contract import (
    EntryPoint,
    EntryPointRemoved,
    EntryPointSaved,
    RemoveEntryPoint,
    SaveEntryPoint,
)


class EntryPointBook:
    """The numbers that the centre is called by."""

    def __init__(self) -> None:
        self.points: Catalogue[EntryPoint] = Catalogue("entry point")
        self._by_number: dict[str, EntryPoint] = {}

    def find_dialled(self, number: str) -> EntryPoint | None:
        """The active entry point of a dialled number."""
        point = self._by_number.get(_significant(number))
        return point if point is not None and point.is_active else None

    def own_number(self) -> str:
        """The first number that we answer, shown to whom we call; empty while there is none."""
        return next((point.number for point in self.points if point.is_active), "")

    def is_own_number(self, number: str) -> bool:
        """Whether this is one of the numbers that the centre itself is called by."""
        return _significant(number) in self._by_number

    def names_leading_to(self, flow_id: FlowId) -> list[str]:
        """The entry points that start a flow, by name."""
        return [point.name for point in self.points if point.flow_id == flow_id]

    def save(self, command: SaveEntryPoint, now: datetime) -> Iterable[Event]:
        """Decide about an entry point."""
        self.points.check_save(command.entry_point, command.edited_version)
        self._check_number(command.entry_point)
        yield EntryPointSaved(at=now, entry_point=command.entry_point, by=command.by)

    def remove(self, command: RemoveEntryPoint, now: datetime) -> Iterable[Event]:
        """Decide about removing an entry point."""
        self.points.get(command.id)
        yield EntryPointRemoved(at=now, entry_point_id=command.id, by=command.by)

    def _check_number(self, point: EntryPoint) -> None:
        number = _significant(point.number)
        if not number:
            raise RuleBroken("entry_point.number_missing", "Give the number that callers dial.")
        other = self._by_number.get(number)
        if other is not None and other.id != point.id:
            raise RuleBroken(
                "entry_point.number_taken", f"This number leads to {other.name!r} already."
            )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _changed(self, event: EntryPointSaved | EntryPointRemoved) -> None:
        if isinstance(event, EntryPointSaved):
            self.points.save(event.entry_point, event)
        else:
            self.points.remove(event.entry_point_id, event)
        self._by_number = {_significant(point.number): point for point in self.points}

    _FOLDS: ClassVar[Folds["EntryPointBook"]] = ByKind(
        {EntryPointSaved: _changed, EntryPointRemoved: _changed}
    )


def _significant(number: str) -> str:
    """A dialled number without what people and trunks put around its digits and letters."""
    return "".join(character for character in number if character.isascii() and character.isalnum())
