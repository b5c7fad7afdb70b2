"""Wallboards: what may be composed, what their figures come to, and whose they are."""

import msgspec
import pytest
from tests.support.centre import BREAK, NOON, QUEUE, SmallCentre

from antiphon.agents.contract import ChangePresence, Presence, SaveAgent, SaveTeam, Team
from antiphon.app.views.figure_readings import Reading, Scope, read, trend
from antiphon.app.views.wallboard_view import TileView, draw_wallboard
from antiphon.interactions.deadlines import EndWrapUp
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import (
    AgentId,
    DisplayId,
    InteractionId,
    QueueId,
    TeamId,
    UserId,
    WallboardId,
)
from antiphon.routing.contract import Queue, SaveQueue
from antiphon.supervision.live_figures import DEFINITIONS, Figure
from antiphon.supervision.wallboards import (
    AddDisplay,
    Display,
    RemoveWallboard,
    RevokeDisplay,
    SaveWallboard,
    Tile,
    TileKind,
    Wallboard,
    hash_of,
)

pytestmark = pytest.mark.unit

WALL = WallboardId("wall")


def a_tile(kind: TileKind = TileKind.NUMBER, **fields: object) -> Tile:
    tile = Tile(id="t", kind=kind, x=0, y=0, width=3, height=2, figure=Figure.WAITING)
    return msgspec.structs.replace(tile, **fields)


def a_wall(*tiles: Tile) -> Wallboard:
    return Wallboard(id=WALL, name="Front wall", tiles=tiles)


def reading(centre: SmallCentre, figure: Figure, *queues: QueueId) -> Reading:
    agents = frozenset(agent.id for agent in centre.world.agents.profiles)
    return read(centre.world, figure, Scope(frozenset(queues or (QUEUE,)), agents), centre.now)


def a_display(overseer: UserId | None = None) -> Display:
    return Display(
        id=DisplayId("d"),
        name="By the door",
        wallboard_id=WALL,
        key_hash=hash_of("secret"),
        overseer=overseer,
        added_at=NOON,
    )


@pytest.mark.parametrize(
    ("tile", "code"),
    [
        (a_tile(x=11), "wallboard.outside"),
        (a_tile(y=7), "wallboard.outside"),
        (a_tile(width=0), "wallboard.outside"),
        (a_tile(figure=None), "wallboard.no_figure"),
        (a_tile(TileKind.TREND), "wallboard.no_trend"),
        (a_tile(TileKind.TEXT, text="x" * 501), "wallboard.text"),
    ],
)
def test_a_tile_that_cannot_be_shown_is_refused(tile: Tile, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        SmallCentre().do(SaveWallboard(wallboard=a_wall(tile)))
    assert refused.value.code == code


def test_a_wallboard_that_a_display_shows_is_not_removed() -> None:
    centre = SmallCentre()
    centre.do(SaveWallboard(wallboard=a_wall(a_tile())))
    centre.do(AddDisplay(display=a_display()))
    with pytest.raises(RuleBroken, match="By the door"):
        centre.do(RemoveWallboard(id=WALL))
    centre.do(RevokeDisplay(display_id=DisplayId("d")))
    centre.do(RemoveWallboard(id=WALL))
    assert list(centre.world.wallboards.wallboards) == []


def test_a_display_is_found_by_its_key_until_it_is_revoked() -> None:
    centre = SmallCentre()
    centre.do(SaveWallboard(wallboard=a_wall()))
    (added,) = centre.do(AddDisplay(display=a_display()))
    assert b"secret" not in msgspec.json.encode(added)
    book = centre.world.wallboards
    assert book.find_display("secret") == a_display()
    assert book.find_display("other") is None
    centre.do(RevokeDisplay(display_id=DisplayId("d")))
    assert book.find_display("secret") is None


def test_every_figure_is_defined_and_can_be_read_in_an_empty_centre() -> None:
    centre = SmallCentre()
    assert set(DEFINITIONS) == set(Figure)
    assert len({defined.metric for defined in DEFINITIONS.values()}) == len(Figure)
    for figure in Figure:
        assert reading(centre, figure).value in {0, None}


def test_who_waits_and_since_when() -> None:
    centre = SmallCentre()
    centre.call()
    centre.pass_time(30)
    assert reading(centre, Figure.WAITING) == Reading(1)
    assert reading(centre, Figure.LONGEST_WAIT) == Reading(since=NOON)
    assert reading(centre, Figure.WAITING, QueueId("other")) == Reading(0)


def test_agents_are_counted_by_what_they_do() -> None:
    centre = SmallCentre("ann", "bob", "cid")
    away = ChangePresence(agent_id=AgentId("cid"), presence=Presence.NOT_READY, reason_id=BREAK)
    centre.do(away)
    centre.talk()
    found = {
        figure: reading(centre, figure).value
        for figure in (
            Figure.AGENTS_SIGNED_IN,
            Figure.AGENTS_READY,
            Figure.AGENTS_BUSY,
            Figure.AGENTS_WRAP_UP,
            Figure.AGENTS_NOT_READY,
        )
    }
    assert list(found.values()) == [3, 1, 1, 0, 1]


def test_a_call_that_waited_talked_and_was_wrapped_up_is_in_every_mean() -> None:
    centre = SmallCentre(service_level_s=20, wrap_up_s=60)
    centre.call()
    centre.pass_time(10)
    centre.add_agent("ann")
    offer = centre.offer_of()
    assert offer is not None
    centre.agent_answers(offer.offer_id)
    centre.pass_time(120)
    centre.leg_ends("c1")
    centre.pass_time(30)
    assert reading(centre, Figure.AHT).value is None
    centre.do(EndWrapUp(interaction_id=InteractionId("c1")))
    assert reading(centre, Figure.AHT).value == 150
    assert reading(centre, Figure.ASA).value == 10
    assert reading(centre, Figure.SERVICE_LEVEL).value == 100
    assert reading(centre, Figure.OCCUPANCY).value == 100
    centre.pass_time(150)
    assert reading(centre, Figure.OCCUPANCY).value == 50


def test_the_last_half_hour_forgets_what_the_day_remembers() -> None:
    centre = SmallCentre(service_level_s=20)
    centre.call()
    centre.pass_time(60)
    centre.leg_ends("c1")
    assert reading(centre, Figure.SERVICE_LEVEL_RECENT).value == 0
    assert reading(centre, Figure.ABANDON_RATE).value == 100
    centre.pass_time(1_801)
    assert reading(centre, Figure.SERVICE_LEVEL_RECENT).value is None
    assert reading(centre, Figure.ABANDON_RATE).value == 100


def test_a_trend_adds_up_to_the_day() -> None:
    centre = SmallCentre(service_level_s=20)
    centre.call()
    centre.pass_time(16 * 60)
    centre.call("c2")
    points = trend(centre.world, Figure.OFFERED, (QUEUE,), centre.now)
    assert len(points) == 12 * 4 + 2
    assert points[-2:] == [1, 1]
    assert sum(point or 0 for point in points) == reading(centre, Figure.OFFERED).value


def drawn(centre: SmallCentre, overseer: UserId | None) -> dict[str, TileView]:
    views = draw_wallboard(centre.world, WALL, overseer, centre.now)
    return {key[1]: view for key, view in views if isinstance(view, TileView)}


def test_a_supervisors_wallboard_shows_the_own_teams_only() -> None:
    centre = SmallCentre("ann", "bob")
    sue = UserId("sue")
    centre.do(SaveQueue(queue=Queue(id=QueueId("other"), name="Other")))
    team = Team(id=TeamId("early"), name="Early", supervisors=(sue,))
    centre.do(SaveTeam(team=team))
    for name, change in (("ann", {"teams": (team.id,)}), ("bob", {"queues": (QueueId("other"),)})):
        agent = centre.world.agents.profiles.get(name)
        centre.do(SaveAgent(agent=msgspec.structs.replace(agent, **change)))
    tiles = (
        a_tile(TileKind.AGENTS, id="agents"),
        a_tile(TileKind.QUEUES, id="queues"),
        a_tile(id="signed_in", figure=Figure.AGENTS_SIGNED_IN),
        a_tile(id="of_other", queues=(QueueId("other"),), figure=Figure.AGENTS_SIGNED_IN),
    )
    centre.do(SaveWallboard(wallboard=a_wall(*tiles)))
    of_all, of_sue = drawn(centre, None), drawn(centre, sue)
    assert [row.id for row in of_all["agents"].agents] == ["ann", "bob"]
    assert [row.id for row in of_sue["agents"].agents] == ["ann"]
    assert [row.queue.id for row in of_sue["queues"].queues] == [QUEUE]
    values = [of_sue[name].reading for name in ("signed_in", "of_other")]
    assert [one.value for one in values if one is not None] == [1, 0]


def test_a_wallboard_names_no_customer() -> None:
    centre = SmallCentre()
    centre.call()
    kinds = [kind for kind in TileKind if kind is not TileKind.TREND]
    tiles = [a_tile(kind, id=kind) for kind in kinds]
    centre.do(SaveWallboard(wallboard=a_wall(*tiles)))
    views = [view for _, view in draw_wallboard(centre.world, WALL, None, centre.now)]
    assert b"12345678" not in msgspec.json.encode(views)
    waiting = drawn(centre, None)["waiting"].waiting
    assert [row.since for row in waiting] == [NOON]
