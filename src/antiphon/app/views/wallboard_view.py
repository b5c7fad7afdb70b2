"""A wallboard as its screen sees it: the layout, and what each tile shows now.

Nothing here names a customer: a wall is read by whoever passes by.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

import msgspec

from antiphon.app.centre.oversight import queues_of
from antiphon.app.centre.world import World
from antiphon.app.views.figure_readings import Reading, Scope, read, trend
from antiphon.app.views.named import Named
from antiphon.kernel.ids import AgentId, QueueId, UserId, WallboardId
from antiphon.live.contract import Key
from antiphon.supervision.live_figures import DEFINITIONS, Figure, Unit
from antiphon.supervision.wallboards import Tile, TileKind, Wallboard

# What a tile can hold; more would be too small to be read.
_MOST_ROWS = 60
_QUEUE_FIGURES = (
    Figure.WAITING,
    Figure.LONGEST_WAIT,
    Figure.AGENTS_READY,
    Figure.SERVICE_LEVEL,
)


class LayoutView(msgspec.Struct, frozen=True, kw_only=True):
    """The wallboard itself."""

    id: str
    name: str
    tiles: tuple[Tile, ...]


class ReadingView(msgspec.Struct, frozen=True, kw_only=True):
    """A figure now: its value, or since when it lasts."""

    figure: str
    unit: Unit
    is_low_bad: bool
    value: float | None
    since: datetime | None


class QueueRow(msgspec.Struct, frozen=True, kw_only=True):
    """A queue in a list."""

    queue: Named
    readings: list[ReadingView]


class AgentRow(msgspec.Struct, frozen=True, kw_only=True):
    """An agent in a list."""

    id: str
    name: str
    state: str
    reason_name: str | None
    since: datetime


class WaitingRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who waits, in a list: who it is stays unsaid."""

    queue_name: str
    since: datetime
    priority: int


class TileView(msgspec.Struct, frozen=True, kw_only=True):
    """What a tile shows now; what its kind does not have is empty."""

    id: str
    reading: ReadingView | None = None
    points: list[float | None] = []
    queues: list[QueueRow] = []
    agents: list[AgentRow] = []
    waiting: list[WaitingRow] = []


def draw_wallboard(
    world: World, wallboard_id: WallboardId, overseer: UserId | None, now: datetime
) -> Iterator[tuple[Key, msgspec.Struct]]:
    """The layout and every tile, limited to what `overseer` oversees; None oversees all."""
    board = world.wallboards.wallboards.find(wallboard_id)
    if board is None:
        return
    yield ("wallboard", board.id), _layout(board)
    sight = _sight(world, overseer)
    for tile in board.tiles:
        yield ("tile", tile.id), _tile(world, tile, sight, now)


def _layout(board: Wallboard) -> LayoutView:
    return LayoutView(id=board.id, name=board.name, tiles=board.tiles)


def _sight(world: World, overseer: UserId | None) -> Scope:
    agents = None if overseer is None else world.teams.overseen_by(overseer)
    if agents is None:
        everybody = frozenset(agent.id for agent in world.agents.profiles)
        return Scope(frozenset(queue.id for queue in world.routing.queues), everybody)
    return Scope(queues_of(world, agents), agents)


def _scope_of(world: World, tile: Tile, sight: Scope) -> Scope:
    if not tile.queues:
        return sight
    queues = sight.queues & {*tile.queues}
    profiles = (world.agents.find_agent(agent_id) for agent_id in sight.agents)
    return Scope(
        queues, frozenset(a.id for a in profiles if a is not None and queues & {*a.queues})
    )


def _tile(world: World, tile: Tile, sight: Scope, now: datetime) -> TileView:
    scope = _scope_of(world, tile, sight)
    match tile.kind:
        case TileKind.NUMBER | TileKind.GAUGE:
            return TileView(id=tile.id, reading=_reading(world, tile.figure, scope, now))
        case TileKind.TREND:
            figure = tile.figure
            points = trend(world, figure, scope.queues, now) if figure is not None else []
            return TileView(id=tile.id, reading=_reading(world, figure, scope, now), points=points)
        case TileKind.QUEUES:
            return TileView(id=tile.id, queues=_queues(world, scope, now))
        case TileKind.AGENTS:
            return TileView(id=tile.id, agents=_agents(world, scope))
        case TileKind.WAITING:
            return TileView(id=tile.id, waiting=_waiting(world, scope))
        case TileKind.CLOCK | TileKind.TEXT:
            return TileView(id=tile.id)
        case _:
            assert_never(tile.kind)


def _reading(
    world: World, figure: Figure | None, scope: Scope, now: datetime
) -> ReadingView | None:
    if figure is None:
        return None
    reading: Reading = read(world, figure, scope, now)
    defined = DEFINITIONS[figure]
    return ReadingView(
        figure=figure,
        unit=defined.unit,
        is_low_bad=defined.is_low_bad,
        value=reading.value,
        since=reading.since,
    )


def _queues(world: World, scope: Scope, now: datetime) -> list[QueueRow]:
    rows = []
    for queue in sorted(world.routing.queues, key=lambda one: one.name)[:_MOST_ROWS]:
        if queue.id in scope.queues:
            own = Scope(frozenset({queue.id}), _serving(world, queue.id, scope))
            readings = [_reading(world, figure, own, now) for figure in _QUEUE_FIGURES]
            rows.append(
                QueueRow(
                    queue=Named(queue.id, queue.name),
                    readings=[one for one in readings if one is not None],
                )
            )
    return rows


def _serving(world: World, queue_id: QueueId, scope: Scope) -> frozenset[AgentId]:
    profiles = (world.agents.find_agent(agent_id) for agent_id in scope.agents)
    return frozenset(a.id for a in profiles if a is not None and queue_id in a.queues)


def _agents(world: World, scope: Scope) -> list[AgentRow]:
    rows = []
    for agent in sorted(world.agents.profiles, key=lambda one: one.name):
        live = world.agents.live.get(agent.id)
        if agent.id not in scope.agents or live is None or live.state == "offline":
            continue
        reason = world.agents.reasons.find(live.reason_id)
        rows.append(
            AgentRow(
                id=agent.id,
                name=agent.name,
                state=live.state,
                reason_name=reason.name if reason is not None else None,
                since=live.since,
            )
        )
    return rows[:_MOST_ROWS]


def _waiting(world: World, scope: Scope) -> list[WaitingRow]:
    line = [one for one in world.routing.waiting.values() if one.queue_id in scope.queues]
    names = world.routing.queues.items
    return [
        WaitingRow(
            queue_name=names[one.queue_id].name if one.queue_id in names else one.queue_id,
            since=one.since,
            priority=one.priority,
        )
        for one in sorted(line, key=lambda one: one.rank)[:_MOST_ROWS]
    ]
