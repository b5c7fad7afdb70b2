"""Floor maps: what may be drawn."""

import msgspec
import pytest
from pydantic import ValidationError
from tests.support.centre import SmallCentre

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, FloorMapId
from antiphon.supervision.boards_api import NewFloorMap
from antiphon.supervision.floor_maps import (
    LEAST_CELLS,
    FloorMap,
    Place,
    PlaceKind,
    RemoveFloorMap,
    SaveFloorMap,
)

pytestmark = pytest.mark.unit

FLOOR = FloorMapId("second")


def a_desk(place_id: str = "d", **fields: object) -> Place:
    desk = Place(id=place_id, kind=PlaceKind.DESK, x=1, y=1, width=3, height=2)
    return msgspec.structs.replace(desk, **fields)


def a_map(*places: Place) -> FloorMap:
    return FloorMap(id=FLOOR, name="Second floor", columns=20, rows=10, places=places)


def test_rooms_desks_and_who_sits_there_are_kept() -> None:
    centre = SmallCentre()
    room = a_desk("r", kind=PlaceKind.ROOM, x=0, y=0, width=20, height=10, label="Sales")
    drawn = a_map(room, a_desk(agent_id=AgentId("ann")))
    centre.do(SaveFloorMap(floor_map=drawn))
    assert list(centre.world.floor_maps.maps) == [drawn]
    centre.do(RemoveFloorMap(id=FLOOR))
    assert list(centre.world.floor_maps.maps) == []


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ((a_desk(x=18),), "floor_map.outside"),
        ((a_desk(y=9),), "floor_map.outside"),
        ((a_desk(), a_desk()), "floor_map.place_doubled"),
        (
            (a_desk("a", agent_id=AgentId("ann")), a_desk("b", agent_id=AgentId("ann"))),
            "floor_map.seated_twice",
        ),
        ((a_desk(kind=PlaceKind.ROOM, agent_id=AgentId("ann")),), "floor_map.no_desk"),
    ],
)
def test_a_map_that_cannot_be_is_refused(places: tuple[Place, ...], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        SmallCentre().do(SaveFloorMap(floor_map=a_map(*places)))
    assert refused.value.code == code


def test_a_map_may_be_smaller_than_a_room_is_drawn() -> None:
    smallest = {"name": "Booth", "columns": 4, "rows": 4, "places": []}
    assert NewFloorMap.model_validate(smallest).rows == LEAST_CELLS
    with pytest.raises(ValidationError):
        NewFloorMap.model_validate(smallest | {"rows": 3})
