"""The hub's manners: nobody looks while the centre is ahead, slow pages, and who is gone.

What takes time happens in virtual time.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from tests.support.centre import SmallCentre
from tests.support.fake_clock import FakeClock

from antiphon.agents.contract import ChangePresence, Presence
from antiphon.app.views.views import CentreViews
from antiphon.kernel.ids import AgentId
from antiphon.live.hub import TOLD_AT_ONCE, LiveHub
from antiphon.routing.admission.contract import DeclareEmergency, LiftEmergency
from antiphon.simulation.virtual_time import VirtualClock, run_virtually

pytestmark = pytest.mark.unit

ANN = AgentId("ann")
# Whose call arrives in a `SmallCentre`.
NUMBER = "+861012345678"


def virtually(story: Callable[[], Awaitable[None]]) -> None:
    """Live through this at once, however long it takes."""

    async def told(_clock: object) -> None:
        await story()

    run_virtually(told)


class Page:
    """Keeps the frames it is sent."""

    def __init__(self) -> None:
        self.frames: list[str] = []

    def take(self, frame: str) -> None:
        self.frames.append(frame)

    @property
    def kinds(self) -> list[str]:
        return [json.loads(frame)["kind"] for frame in self.frames]


class Room:
    """A small centre with Ann, and its hub."""

    def __init__(self, *, lost_after_s: float = 60.0, board_every_s: float = 60.0) -> None:
        self.centre = SmallCentre("ann")
        self.is_ahead = False
        self.lost: asyncio.Queue[AgentId] = asyncio.Queue()
        clock = FakeClock()
        self.hub = LiveHub(
            CentreViews(self.centre.world, clock),
            clock,
            is_ahead=lambda: self.is_ahead,
            on_agent_lost=self.lost.put_nowait,
            lost_after_s=lost_after_s,
            board_every_s=board_every_s,
            hide_numbers=lambda value: value.replace(NUMBER, "***"),
        )

    def join(self, *, sees_board: bool = False) -> Page:
        page = Page()
        self.hub.join(page, ANN, sees_board=sees_board)
        return page


async def test_a_page_that_comes_while_the_centre_is_ahead_waits_for_the_publication() -> None:
    room = Room()
    room.is_ahead = True
    offline = ChangePresence(agent_id=ANN, presence=Presence.OFFLINE)
    events = room.centre.do(offline)
    page = room.join()
    assert page.frames == []
    room.is_ahead = False
    room.hub.hear(events)
    assert page.kinds == ["snapshot"]
    assert json.loads(page.frames[0])["entities"]["me"]["me"]["state"] == "offline"
    room.hub.close()


def test_the_board_is_not_looked_at_while_the_centre_is_ahead() -> None:
    async def story() -> None:
        room = Room(board_every_s=1)
        page = room.join()
        room.hub.hear(room.centre.call())
        told = len(page.frames)
        room.is_ahead = True
        await asyncio.sleep(5)
        assert len(page.frames) == told
        room.is_ahead = False
        room.hub.hear([])
        assert len(page.frames) == told + 1
        room.hub.close()

    virtually(story)


async def test_many_events_in_a_moment_are_one_change_of_the_board() -> None:
    room = Room()
    page = room.join()
    for number in range(20):
        room.hub.hear(room.centre.call(f"c{number}"))
    own = len(page.frames)
    room.hub.settle()
    assert len(page.frames) == own + 1
    changes = json.loads(page.frames[-1])["changes"]
    assert [(change["entity"], change["value"]["waiting"]) for change in changes] == [("queue", 20)]
    room.hub.close()


def test_what_is_an_agents_own_is_not_behind_all_who_look_at_the_board() -> None:
    async def story() -> None:
        room = Room(board_every_s=1)
        names = [AgentId(f"a{number}") for number in range(3 * TOLD_AT_ONCE)]
        pages = [Page() for _ in names]
        for name, page in zip(names, pages, strict=True):
            room.centre.add_agent(name)
            room.hub.join(page, name, sees_board=False)
        room.hub.hear(room.centre.call())
        await asyncio.sleep(1)
        told = [_tells_of_queues(page) for page in pages]
        assert told[0]
        assert not told[-1]
        away = ChangePresence(agent_id=names[-1], presence=Presence.OFFLINE)
        room.hub.hear(room.centre.do(away))
        assert pages[-1].kinds[-1] == "changes"
        assert not _tells_of_queues(pages[-1])
        await asyncio.sleep(0.5)
        assert all(_tells_of_queues(page) for page in pages)
        room.hub.close()

    virtually(story)


def _tells_of_queues(page: Page) -> bool:
    frames = [json.loads(frame) for frame in page.frames[1:]]
    return any(change["entity"] == "queue" for frame in frames for change in frame["changes"])


async def test_of_those_who_see_the_same_change_some_see_it_without_its_numbers() -> None:
    room = Room()
    pages = []
    for agent_id, sees_numbers in ((ANN, True), (ANN, False), (None, True), (None, False)):
        pages.append(Page())
        room.hub.join(pages[-1], agent_id, sees_board=True, sees_numbers=sees_numbers)
    room.hub.hear(room.centre.call())
    room.hub.settle()
    told = [change for page in pages for change in json.loads(page.frames[-1])["changes"]]
    seen = [one["value"]["customer"]["number"] for one in told if one["entity"] == "waiting"]
    assert seen == [NUMBER, "***", NUMBER, "***"]
    room.hub.close()


async def test_what_changes_nothing_on_the_screen_sends_nothing() -> None:
    room = Room()
    page = room.join()
    for _ in range(3):
        room.hub.hear(room.centre.events)
        room.hub.settle()
    assert page.kinds == ["snapshot"]
    room.hub.close()


async def test_everybody_sees_that_the_centre_is_closed_at_once_until_it_is_open_again() -> None:
    room = Room()
    pages = {"desk": room.join(), "board": room.join(sees_board=True), "office": Page()}
    room.hub.join(pages["office"], None, sees_board=False)
    room.hub.hear(room.centre.do(DeclareEmergency(text={"en": "Fire."}, by_name="Mei")))
    room.hub.settle()
    for page in pages.values():
        (change,) = json.loads(page.frames[-1])["changes"]
        assert (change["entity"], change["id"]) == ("emergency", "now")
        assert change["value"]["by_name"] == "Mei"
        assert change["value"]["text"] == {"en": "Fire."}
    late = Page()
    room.hub.join(late, None, sees_board=False)
    shown = json.loads(late.frames[0])["entities"]["emergency"]["now"]
    assert (shown["by_name"], shown["entry_points"]) == ("Mei", [])
    room.hub.hear(room.centre.do(LiftEmergency()))
    room.hub.settle()
    for page in (*pages.values(), late):
        (change,) = json.loads(page.frames[-1])["changes"]
        assert (change["entity"], change["value"]) == ("emergency", None)
    room.hub.close()


def test_an_agent_is_lost_when_the_last_page_is_gone_for_too_long() -> None:
    async def story() -> None:
        room = Room(lost_after_s=10)
        first, second = room.join(), room.join(sees_board=True)
        room.hub.leave(first)
        await asyncio.sleep(100)
        assert room.lost.empty()
        room.hub.leave(second)
        await asyncio.sleep(9.9)
        assert room.lost.empty()
        await asyncio.sleep(0.2)
        assert room.lost.get_nowait() == ANN
        room.hub.close()

    virtually(story)


def test_an_agent_whose_page_is_loaded_again_in_time_is_not_lost() -> None:
    async def story() -> None:
        room = Room(lost_after_s=10)
        for _ in range(3):
            page = room.join()
            room.hub.leave(page)
            await asyncio.sleep(9)
        room.join()
        await asyncio.sleep(100)
        assert room.lost.empty()
        room.hub.close()

    virtually(story)


def test_an_agent_expected_after_a_start_and_not_seen_is_lost() -> None:
    async def story() -> None:
        room = Room(lost_after_s=10)
        room.hub.expect(ANN)
        assert await room.lost.get() == ANN
        room.hub.close()

    virtually(story)


def test_an_agent_who_comes_in_time_is_not_lost() -> None:
    async def story() -> None:
        room = Room(lost_after_s=10)
        room.hub.expect(ANN)
        await asyncio.sleep(9)
        page = room.join()
        await asyncio.sleep(100)
        assert room.lost.empty()
        assert page.kinds == ["snapshot"]
        room.hub.close()

    virtually(story)


def test_an_agent_is_not_lost_by_a_standstill_of_our_own() -> None:
    async def story(clock: VirtualClock) -> None:
        room = Room(lost_after_s=10)
        room.hub.expect(ANN)
        await asyncio.sleep(2)
        clock.stand_still(30)
        await asyncio.sleep(5)
        assert room.lost.empty()
        await asyncio.sleep(5)
        assert room.lost.get_nowait() == ANN
        room.hub.close()

    run_virtually(story)
