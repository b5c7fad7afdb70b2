"""What a storm's supervisors do: on the floor, and to wallboards, screens, floor maps, notices."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.support.centre import SmallCentre
from tests.support.storm_floor import a_floor_command

from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, DisplayId, FloorMapId, NoticeId, WallboardId
from antiphon.supervision import floor_maps, notices, wallboards
from antiphon.supervision.live_figures import Figure

# The share that is about what hangs on walls and stands on desks.
_OF_BOARDS = 0.15
WALL, FLOOR = WallboardId("wall"), FloorMapId("floor")


def a_supervisors_command(
    centre: SmallCentre, dice: random.Random, agents: Sequence[str], number: int
) -> Command:
    """Something that supervisors and agents do beside the calls; `number` counts up."""
    if dice.random() < _OF_BOARDS:
        return _a_board_command(centre.world, dice, agents, centre.now, number)
    return a_floor_command(centre.world, dice, agents, number)


def _a_board_command(
    world: World, dice: random.Random, agents: Sequence[str], now: datetime, number: int
) -> Command:
    agent_id = AgentId(dice.choice(agents))
    display = dice.choice([*world.wallboards.displays, DisplayId("none")])
    notice = dice.choice([*world.notices.notices, NoticeId("none")])
    return dice.choice(
        [
            *[_a_wallboard(dice)] * 2,
            wallboards.RemoveWallboard(id=WALL),
            *[wallboards.AddDisplay(display=_a_display(now, number))] * 2,
            *[wallboards.RevokeDisplay(display_id=display)] * 2,
            _a_floor_map(agent_id),
            floor_maps.RemoveFloorMap(id=FLOOR),
            notices.PublishNotice(notice=_a_notice(agents, dice, now, number)),
            notices.ReadNotice(notice_id=notice, agent_id=agent_id),
            notices.EndNotice(notice_id=notice),
        ]
    )


def _a_wallboard(dice: random.Random) -> Command:
    tile = wallboards.Tile(
        id="t",
        kind=wallboards.TileKind.NUMBER,
        x=0,
        y=0,
        width=3,
        height=2,
        figure=dice.choice(list(Figure)),
    )
    board = wallboards.Wallboard(id=WALL, name="Front wall", tiles=(tile,))
    return wallboards.SaveWallboard(wallboard=board)


def _a_display(now: datetime, number: int) -> wallboards.Display:
    return wallboards.Display(
        id=DisplayId(f"d{number}"),
        name="By the door",
        wallboard_id=WALL,
        key_hash=wallboards.hash_of(str(number)),
        overseer=None,
        added_at=now,
    )


def _a_floor_map(agent_id: AgentId) -> Command:
    desk = floor_maps.Place(
        id="d", kind=floor_maps.PlaceKind.DESK, x=0, y=0, width=3, height=2, agent_id=agent_id
    )
    drawn = floor_maps.FloorMap(id=FLOOR, name="Second", columns=20, rows=10, places=(desk,))
    return floor_maps.SaveFloorMap(floor_map=drawn)


def _a_notice(
    agents: Sequence[str], dice: random.Random, now: datetime, number: int
) -> notices.Notice:
    return notices.Notice(
        id=NoticeId(f"n{number}"),
        text="The office closes at five.",
        agents=tuple(AgentId(one) for one in agents),
        sender_name="Sue",
        at=now,
        until=now + timedelta(minutes=dice.choice([1, 600])),
    )
