"""Wallboards that people compose, and the displays that show them unattended. Pure.

A display signs in with a key of its own, which shows one wallboard and can do nothing else. The
journal holds the key's hash only, so nobody can read a key out of a backup.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.catalogue import Catalogue, refuse_in_use
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import DisplayId, QueueId, UserId, WallboardId
from antiphon.supervision.live_figures import DEFINITIONS, Figure

# A wallboard is a grid of so many cells, whatever the size of the screen.
COLUMNS = 12
ROWS = 8
MOST_TILES = 40
LONGEST_TEXT = 500


class TileKind(StrEnum):
    """How a tile shows what it shows."""

    NUMBER = "number"
    GAUGE = "gauge"
    TREND = "trend"
    QUEUES = "queues"
    AGENTS = "agents"
    WAITING = "waiting"
    CLOCK = "clock"
    TEXT = "text"


# These show one figure.
WITH_FIGURE = frozenset({TileKind.NUMBER, TileKind.GAUGE, TileKind.TREND})


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """One tile: where it lies in the grid, and what it shows of which queues (none: of all).

    From `warns_at` on a value is worth a look, from `alarms_at` on somebody should act; whether
    high or low values are the bad ones belongs to the figure.
    """

    id: str
    kind: TileKind
    x: int
    y: int
    width: int
    height: int
    title: str = ""
    text: str = ""
    figure: Figure | None = None
    queues: tuple[QueueId, ...] = ()
    warns_at: float | None = None
    alarms_at: float | None = None
    sounds: bool = False


class Wallboard(msgspec.Struct, frozen=True, kw_only=True):
    """A grid of tiles with a name."""

    id: WallboardId
    name: str
    tiles: tuple[Tile, ...] = ()


class Display(msgspec.Struct, frozen=True, kw_only=True):
    """A screen that shows a wallboard unattended; it sees what `overseer` oversees, None all."""

    id: DisplayId
    name: str
    wallboard_id: WallboardId
    key_hash: str
    overseer: UserId | None
    added_at: datetime


class WallboardSaved(Event, frozen=True, kw_only=True):
    """A wallboard was added or changed."""

    type: ClassVar[str] = "supervision.wallboard_saved"
    wallboard: Wallboard
    by: UserId | None

    def stream(self) -> str:
        return f"wallboard/{self.wallboard.id}"


class WallboardRemoved(Event, frozen=True, kw_only=True):
    """A wallboard is no more."""

    type: ClassVar[str] = "supervision.wallboard_removed"
    wallboard_id: WallboardId
    by: UserId | None

    def stream(self) -> str:
        return f"wallboard/{self.wallboard_id}"


class DisplayAdded(Event, frozen=True, kw_only=True):
    """A screen may show a wallboard from now on, until it is told to stop."""

    type: ClassVar[str] = "supervision.display_added"
    display: Display
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"display/{self.display.id}"


class DisplayRevoked(Event, frozen=True, kw_only=True):
    """A screen may show nothing any more."""

    type: ClassVar[str] = "supervision.display_revoked"
    display_id: DisplayId
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"display/{self.display_id}"


class SaveWallboard(Command, frozen=True, kw_only=True):
    """Add or change a wallboard."""

    wallboard: Wallboard
    edited_version: int | None = None


class RemoveWallboard(Command, frozen=True, kw_only=True):
    """Remove a wallboard that no display shows."""

    id: WallboardId


class AddDisplay(Command, frozen=True, kw_only=True):
    """Let a screen show a wallboard."""

    display: Display


class RevokeDisplay(Command, frozen=True, kw_only=True):
    """Let a screen show nothing any more."""

    display_id: DisplayId


def hash_of(key: str) -> str:
    """What is kept of a display's key; a key is 256 random bits, so no salt is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


class WallboardBook:
    """All wallboards and displays."""

    def __init__(self) -> None:
        self.wallboards: Catalogue[Wallboard] = Catalogue("wallboard")
        self.displays: dict[DisplayId, Display] = {}
        self._by_key: dict[str, DisplayId] = {}

    def find_display(self, key: str) -> Display | None:
        """The display that has this key and was not revoked."""
        display_id = self._by_key.get(hash_of(key))
        return self.displays.get(display_id) if display_id is not None else None

    def save(self, command: SaveWallboard, now: datetime) -> Iterable[Event]:
        """Decide about a wallboard."""
        board = command.wallboard
        self.wallboards.check_save(board, command.edited_version)
        if len(board.tiles) > MOST_TILES:
            raise RuleBroken("wallboard.full", f"A wallboard has at most {MOST_TILES} tiles.")
        if len({tile.id for tile in board.tiles}) < len(board.tiles):
            raise RuleBroken("wallboard.tile_doubled", "Two tiles have the same id.")
        for tile in board.tiles:
            _check(tile)
        yield WallboardSaved(at=now, wallboard=board, by=command.by)

    def remove(self, command: RemoveWallboard, now: datetime) -> Iterable[Event]:
        """Decide about removing a wallboard."""
        self.wallboards.get(command.id)
        shown = [one.name for one in self.displays.values() if one.wallboard_id == command.id]
        refuse_in_use(shown)
        yield WallboardRemoved(at=now, wallboard_id=command.id, by=command.by)

    def add_display(self, command: AddDisplay, now: datetime) -> Iterable[Event]:
        """Decide about a display."""
        display = command.display
        self.wallboards.get(display.wallboard_id)
        if not display.name.strip():
            raise RuleBroken("catalogue.name_missing", "Give the display a name.")
        yield DisplayAdded(at=now, display=display, name=display.name, by=command.by)

    def revoke_display(self, command: RevokeDisplay, now: datetime) -> Iterable[Event]:
        """Decide about a display's end; one that is gone already changes nothing."""
        display = self.displays.get(command.display_id)
        if display is not None:
            yield DisplayRevoked(at=now, display_id=display.id, name=display.name, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case WallboardSaved(wallboard=board):
                self.wallboards.save(board, event)
            case WallboardRemoved(wallboard_id=board_id):
                self.wallboards.remove(board_id, event)
            case DisplayAdded(display=display):
                self.displays[display.id] = display
                self._by_key[display.key_hash] = display.id
            case DisplayRevoked(display_id=display_id):
                gone = self.displays.pop(display_id, None)
                if gone is not None:
                    self._by_key.pop(gone.key_hash, None)
            case _:
                pass


def _check(tile: Tile) -> None:
    is_inside = (
        tile.x >= 0
        and tile.y >= 0
        and tile.width >= 1
        and tile.height >= 1
        and tile.x + tile.width <= COLUMNS
        and tile.y + tile.height <= ROWS
    )
    if not is_inside:
        raise RuleBroken("wallboard.outside", "A tile lies outside the wallboard: move it inside.")
    if tile.kind in WITH_FIGURE and tile.figure is None:
        raise RuleBroken("wallboard.no_figure", "Choose what each tile shows.")
    if tile.kind is TileKind.TREND and tile.figure and not DEFINITIONS[tile.figure].has_trend:
        raise RuleBroken("wallboard.no_trend", "This figure is not counted over the day.")
    if len(tile.text) > LONGEST_TEXT:
        raise RuleBroken("wallboard.text", f"A text has at most {LONGEST_TEXT} letters.")
