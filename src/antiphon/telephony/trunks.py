"""The trunks as they are configured; how each one is: `trunk_states.py`. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import TrunkId
from antiphon.telephony.contract import (
    RemoveTrunk,
    SaveTrunk,
    TrunkLine,
    TrunkRemoved,
    TrunkSaved,
)

TRANSPORTS = ("udp", "tcp", "tls")


class TrunkBook:
    """The trunks of a tenant, in the order in which they were added."""

    def __init__(self) -> None:
        self.lines: Catalogue[TrunkLine] = Catalogue("trunk")

    def first(self) -> TrunkId | None:
        """The trunk that calls go out by where none was chosen; None while there is none."""
        return next((line.id for line in self.lines), None)

    def save(self, command: SaveTrunk, now: datetime) -> Iterable[Event]:
        """Decide about a trunk."""
        trunk = command.trunk
        self.lines.check_save(trunk, command.edited_version)
        if not trunk.host.strip():
            raise RuleBroken("trunk.host_missing", "Give the host that we call.")
        if trunk.transport not in TRANSPORTS:
            raise RuleBroken("trunk.transport", f"Choose one of {', '.join(TRANSPORTS)}.")
        yield TrunkSaved(at=now, trunk=trunk, by=command.by)

    def remove(self, command: RemoveTrunk, now: datetime) -> Iterable[Event]:
        """Decide about removing a trunk; calls on it go on."""
        self.lines.get(command.id)
        yield TrunkRemoved(at=now, trunk_id=command.id, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    _FOLDS: ClassVar[Folds["TrunkBook"]] = ByKind(
        {
            TrunkSaved: lambda book, event: book.lines.save(event.trunk, event),
            TrunkRemoved: lambda book, event: book.lines.remove(event.trunk_id, event),
        }
    )
