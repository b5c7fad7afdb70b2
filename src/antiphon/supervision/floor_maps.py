"""Floor maps: rooms and desks as an administrator draws them, and who sits where. Pure.

A map is a grid of cells. What stands on it is looked at live: the page draws each agent's state.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, FloorMapId, UserId

# Of a map's side: room for a desk or two, and what still fits a screen.
LEAST_CELLS = 4
MOST_CELLS = 60
MOST_PLACES = 600


class PlaceKind(StrEnum):
    """What stands on a map."""

    ROOM = "room"
    DESK = "desk"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A room or a desk, in cells of the grid; `agent_id` is who sits at a desk."""

    id: str
    kind: PlaceKind
    x: int
    y: int
    width: int
    height: int
    label: str = ""
    agent_id: AgentId | None = None


class FloorMap(msgspec.Struct, frozen=True, kw_only=True):
    """One floor of the building."""

    id: FloorMapId
    name: str
    columns: int
    rows: int
    places: tuple[Place, ...] = ()


class FloorMapSaved(Event, frozen=True, kw_only=True):
    """A floor map was drawn or changed."""

    type: ClassVar[str] = "supervision.floor_map_saved"
    floor_map: FloorMap
    by: UserId | None

    def stream(self) -> str:
        return f"floor_map/{self.floor_map.id}"


class FloorMapRemoved(Event, frozen=True, kw_only=True):
    """A floor map is no more."""

    type: ClassVar[str] = "supervision.floor_map_removed"
    floor_map_id: FloorMapId
    by: UserId | None

    def stream(self) -> str:
        return f"floor_map/{self.floor_map_id}"


class SaveFloorMap(Command, frozen=True, kw_only=True):
    """Add or change a floor map."""

    floor_map: FloorMap
    edited_version: int | None = None


class RemoveFloorMap(Command, frozen=True, kw_only=True):
    """Remove a floor map."""

    id: FloorMapId


class FloorMapBook:
    """All floor maps."""

    def __init__(self) -> None:
        self.maps: Catalogue[FloorMap] = Catalogue("floor map")

    def save(self, command: SaveFloorMap, now: datetime) -> Iterable[Event]:
        """Decide about a floor map."""
        floor_map = command.floor_map
        self.maps.check_save(floor_map, command.edited_version)
        if len(floor_map.places) > MOST_PLACES:
            raise RuleBroken("floor_map.full", f"A floor map has at most {MOST_PLACES} places.")
        if len({place.id for place in floor_map.places}) < len(floor_map.places):
            raise RuleBroken("floor_map.place_doubled", "Two places have the same id.")
        if not all(_is_inside(place, floor_map) for place in floor_map.places):
            raise RuleBroken("floor_map.outside", "Something lies outside the map: move it inside.")
        _check_seats(floor_map)
        yield FloorMapSaved(at=now, floor_map=floor_map, by=command.by)

    def remove(self, command: RemoveFloorMap, now: datetime) -> Iterable[Event]:
        """Decide about removing a floor map."""
        self.maps.get(command.id)
        yield FloorMapRemoved(at=now, floor_map_id=command.id, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case FloorMapSaved(floor_map=floor_map):
                self.maps.save(floor_map, event)
            case FloorMapRemoved(floor_map_id=map_id):
                self.maps.remove(map_id, event)
            case _:
                pass


def _is_inside(place: Place, floor_map: FloorMap) -> bool:
    return (
        place.x >= 0
        and place.y >= 0
        and place.width >= 1
        and place.height >= 1
        and place.x + place.width <= floor_map.columns
        and place.y + place.height <= floor_map.rows
    )


def _check_seats(floor_map: FloorMap) -> None:
    seated = [place.agent_id for place in floor_map.places if place.agent_id is not None]
    if len(set(seated)) < len(seated):
        raise RuleBroken("floor_map.seated_twice", "An agent sits at two desks of this map.")
    if any(p.agent_id is not None and p.kind is not PlaceKind.DESK for p in floor_map.places):
        raise RuleBroken("floor_map.no_desk", "Agents sit at desks, not in rooms.")
