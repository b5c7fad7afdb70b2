"""Whatever happens, an old snapshot with its changes is what a fresh snapshot would be."""

import json
from typing import Any

import pytest
from tests.support.fake_clock import FakeClock
from tests.support.storm import AGENTS, Storm
from tests.support.storm_floor import SUPERVISOR

from antiphon.app.views.views import CentreViews
from antiphon.kernel.events import Event, event_types
from antiphon.kernel.ids import AgentId
from antiphon.live.hub import LiveHub

pytestmark = pytest.mark.unit

ACTS = 800
# So many storms are watched whatever is in them.
WATCHED = 16
FOLLOWERS = [
    *((AgentId(name), False, None) for name in AGENTS),
    (AgentId("joe"), False, None),
    (AgentId("ann"), True, None),
    (AgentId("ann"), True, SUPERVISOR),
    (None, True, None),
    (None, True, SUPERVISOR),
]


class Page:
    """A browser's picture: takes frames as the page does, and refuses a gap."""

    def __init__(self) -> None:
        self.entities: dict[str, dict[str, Any]] = {}
        self.sequence = -1
        self.frames = 0

    def take(self, frame: str) -> None:
        message = json.loads(frame)
        self.frames += 1
        if message["kind"] == "snapshot":
            self.entities, self.sequence = message["entities"], message["sequence"]
            return
        assert message["sequence"] == self.sequence + 1
        self.sequence += 1
        for change in message["changes"]:
            values = self.entities.setdefault(change["entity"], {})
            if change["value"] is None:
                values.pop(change["id"], None)
            else:
                values[change["id"]] = change["value"]

    @property
    def picture(self) -> dict[str, dict[str, Any]]:
        return {entity: values for entity, values in self.entities.items() if values}


def a_hub(storm: Storm, clock: FakeClock) -> LiveHub:
    return LiveHub(
        CentreViews(storm.centre.world, clock),
        clock,
        is_ahead=lambda: False,
        on_agent_lost=lambda _agent: None,
    )


def followers_of(hub: LiveHub) -> list[Page]:
    """A page for each of those who follow."""
    pages = []
    for agent_id, sees_board, overseer in FOLLOWERS:
        page = Page()
        hub.join(page, agent_id, sees_board=sees_board, overseer=overseer)
        pages.append(page)
    return pages


def assert_fresh(pages: list[Page], storm: Storm, clock: FakeClock, why: str = "") -> None:
    """Each page shows what a look at a new hub shows."""
    fresh = followers_of(a_hub(storm, clock))
    for page, one, follower in zip(pages, fresh, FOLLOWERS, strict=True):
        assert page.picture == one.picture, f"{follower} {why}"


async def follow_a_storm(seed: int, acts: int) -> set[type[Event]]:
    """Runs a storm past pages that all agree with a fresh look after each act."""
    storm, clock = Storm(seed), FakeClock()
    hub = a_hub(storm, clock)
    pages = followers_of(hub)
    seen: set[type[Event]] = set()
    for _ in range(acts):
        if happened := storm.act():
            seen |= {type(event) for event in happened}
            hub.hear(happened)
            hub.settle()
            assert_fresh(pages, storm, clock, f"seed {seed}: after {happened}")
    hub.close()
    return seen


def types_in_a_storm(seed: int, acts: int) -> set[type[Event]]:
    storm = Storm(seed)
    return {type(event) for _ in range(acts) for event in storm.act()}


async def test_pages_agree_with_a_fresh_look_after_every_event_of_every_type() -> None:
    ours = {cls for cls in event_types().values() if cls.__module__.startswith("antiphon.")}
    seen: set[type[Event]] = set()
    for seed in range(WATCHED):
        seen |= await follow_a_storm(seed, ACTS)
    # What is rare is looked for in storms that nobody watches, which is quick, and then watched.
    for seed in range(WATCHED, 400):
        if ours - seen and types_in_a_storm(seed, ACTS) & (ours - seen):
            seen |= await follow_a_storm(seed, ACTS)
    assert {cls.type for cls in ours - seen} == set()


async def test_pages_agree_when_many_events_are_published_at_once() -> None:
    storm, clock = Storm(1_000), FakeClock()
    hub = a_hub(storm, clock)
    pages = followers_of(hub)
    for _ in range(60):
        hub.hear([event for _ in range(9) for event in storm.act()])
        hub.settle()
        assert_fresh(pages, storm, clock)
    hub.close()


async def test_a_page_that_comes_late_is_told_what_happened_since() -> None:
    storm, clock = Storm(77), FakeClock()
    hub = a_hub(storm, clock)
    for _ in range(100):
        hub.hear(storm.act())
    pages = followers_of(hub)
    for _ in range(100):
        hub.hear(storm.act())
        hub.settle()
        assert_fresh(pages, storm, clock)
    hub.close()


async def test_an_agent_sees_no_customer_of_another_agent() -> None:
    storm, clock = Storm(5), FakeClock()
    for _ in range(200):
        storm.act()
        for name in AGENTS:
            page = Page()
            a_hub(storm, clock).join(page, AgentId(name), sees_board=False)
            picture = page.picture
            assert not {"agent", "waiting"} & set(picture)
            work = storm.centre.world.agents.live[AgentId(name)].work
            assert set(picture.get("work", {})) <= set(work)
