"""Wallboards, floor maps and displays over HTTP."""

import secrets
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, StringConstraints

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Id, Ids, Input, Line, Name
from antiphon.edge.parts import Centre, part, part_of
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission, Role
from antiphon.kernel.ids import DisplayId, FloorMapId, WallboardId, new_id
from antiphon.supervision.floor_maps import (
    LEAST_CELLS,
    MOST_CELLS,
    MOST_PLACES,
    FloorMap,
    FloorMapBook,
    PlaceKind,
    RemoveFloorMap,
    SaveFloorMap,
)
from antiphon.supervision.live_figures import DEFINITIONS, Figure, Unit
from antiphon.supervision.wallboards import (
    COLUMNS,
    LONGEST_TEXT,
    MOST_TILES,
    ROWS,
    AddDisplay,
    Display,
    RemoveWallboard,
    RevokeDisplay,
    SaveWallboard,
    TileKind,
    Wallboard,
    WallboardBook,
    hash_of,
)

Reader = Annotated[Caller, permitted(Permission.WALLBOARD_READ)]
Editor = Annotated[Caller, permitted(Permission.WALLBOARD_EDIT)]
Books = Annotated[WallboardBook, part(WallboardBook)]
ADisplay = Annotated[str, Path(alias="display_id", min_length=1, max_length=64)]
TileText = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


class TileBody(Input):
    """One tile: where it lies, and what it shows."""

    id: Id
    kind: TileKind
    x: int = Field(ge=0, lt=COLUMNS)
    y: int = Field(ge=0, lt=ROWS)
    width: int = Field(ge=1, le=COLUMNS)
    height: int = Field(ge=1, le=ROWS)
    title: Line = ""
    text: TileText = ""
    figure: Figure | None = Field(None, description="What a number, gauge or trend shows.")
    queues: Ids = Field(default=[], description="Of which queues; empty: of all.")
    warns_at: float | None = Field(None, ge=0, le=1_000_000)
    alarms_at: float | None = Field(None, ge=0, le=1_000_000)
    sounds: bool = Field(default=False, description="Whether an alarm is heard too.")


class NewWallboard(Input):
    """A grid of 12 by 8 cells with tiles."""

    name: Name = Field(examples=["Front wall"])
    tiles: list[TileBody] = Field(default=[], max_length=MOST_TILES)


class PlaceBody(Input):
    """A room or a desk."""

    id: Id
    kind: PlaceKind
    x: int = Field(ge=0, lt=MOST_CELLS)
    y: int = Field(ge=0, lt=MOST_CELLS)
    width: int = Field(ge=1, le=MOST_CELLS)
    height: int = Field(ge=1, le=MOST_CELLS)
    label: Line = ""
    agent_id: Id | None = Field(None, description="Who sits at this desk.")


class NewFloorMap(Input):
    """One floor with its rooms and desks."""

    name: Name = Field(examples=["Second floor"])
    columns: int = Field(default=30, ge=LEAST_CELLS, le=MOST_CELLS)
    rows: int = Field(default=16, ge=LEAST_CELLS, le=MOST_CELLS)
    places: list[PlaceBody] = Field(default=[], max_length=MOST_PLACES)


class NewDisplay(Input):
    """A screen that shows a wallboard unattended."""

    name: Name = Field(examples=["Wall by the door"])
    wallboard_id: Id


class DisplayView(BaseModel):
    """A screen that may show a wallboard."""

    id: str
    name: str
    wallboard_id: str
    added_at: datetime


class AddedDisplay(DisplayView):
    """A new screen with its key, which is told this once."""

    key: str


class DisplayList(BaseModel):
    """All screens."""

    items: list[DisplayView]


class FigureDefinition(BaseModel):
    """What a figure is called in the catalogue of metrics, and how it is read."""

    figure: Figure
    metric: str
    unit: Unit
    is_low_bad: bool = Field(description="Small values are the bad ones.")
    has_trend: bool


class FigureList(BaseModel):
    """All figures that a tile can show."""

    items: list[FigureDefinition]


_WALLBOARDS = CatalogueApi(
    path="wallboards",
    noun="wallboard",
    plural="wallboards",
    new=NewWallboard,
    item=Wallboard,
    catalogue=lambda connection: part_of(connection, WallboardBook).wallboards,
    save=lambda item, version, by: SaveWallboard(wallboard=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveWallboard(id=WallboardId(item_id), by=by),
    read=Permission.WALLBOARD_READ,
    edit=Permission.WALLBOARD_EDIT,
)

_MAPS = CatalogueApi(
    path="floor-maps",
    noun="floor_map",
    plural="floor_maps",
    new=NewFloorMap,
    item=FloorMap,
    catalogue=lambda connection: part_of(connection, FloorMapBook).maps,
    save=lambda item, version, by: SaveFloorMap(floor_map=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveFloorMap(id=FloorMapId(item_id), by=by),
    read=Permission.FLOOR_MAP_READ,
    edit=Permission.FLOOR_MAP_EDIT,
)

_displays = APIRouter(prefix="/v1/displays", tags=["wallboards"])
_figures = APIRouter(prefix="/v1/wallboard-figures", tags=["wallboards"])


@_figures.get("", operation_id="list_wallboard_figures")
async def list_wallboard_figures(_caller: Reader) -> FigureList:
    """The figures that tiles can show, with their names in the catalogue of metrics."""
    return FigureList(
        items=[
            FigureDefinition(figure=figure, **defined._asdict())
            for figure, defined in DEFINITIONS.items()
        ]
    )


@_displays.get("", operation_id="list_displays")
async def list_displays(books: Books, _caller: Reader) -> DisplayList:
    """The screens that may show a wallboard."""
    return DisplayList(items=[DisplayView(**_shown(one)) for one in books.displays.values()])


@_displays.post("", operation_id="add_display", status_code=HTTPStatus.CREATED)
async def add_display(body: NewDisplay, caller: Editor, centre: Centre) -> AddedDisplay:
    """Let a screen show a wallboard; it sees what the caller oversees. The key is told once."""
    now, key = datetime.now(UTC), secrets.token_urlsafe(32)
    display = Display(
        id=DisplayId(new_id(now)),
        name=body.name,
        wallboard_id=WallboardId(body.wallboard_id),
        key_hash=hash_of(key),
        overseer=None if Role.ADMIN in caller.roles else caller.user_id,
        added_at=now,
    )
    await centre.submit(AddDisplay(display=display, by=caller.user_id))
    return AddedDisplay(**_shown(display), key=key)


@_displays.delete("/{display_id}", operation_id="revoke_display", status_code=HTTPStatus.NO_CONTENT)
async def revoke_display(
    display_id: ADisplay, books: Books, caller: Editor, centre: Centre
) -> None:
    """Let a screen show nothing any more, from this moment."""
    if DisplayId(display_id) not in books.displays:
        raise not_found("display")
    await centre.submit(RevokeDisplay(display_id=DisplayId(display_id), by=caller.user_id))


def _shown(display: Display) -> dict[str, Any]:
    return {name: getattr(display, name) for name in DisplayView.model_fields}


routers = (_WALLBOARDS.router, _MAPS.router, _displays, _figures)
