"""The time machine over HTTP: a past instant is what the board showed then, and offers explain."""

from datetime import timedelta
from http import HTTPStatus

import httpx2
import pytest
from tests.support.day import ANN, Day
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.site import Site

from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api


async def told(
    page: httpx2.AsyncClient, path: str, asked: dict[str, str] | None = None
) -> httpx2.Response:
    """The answer; who is told that the journal is still being read asks again."""

    async def answer() -> httpx2.Response | None:
        found = await page.get(path, params=asked or {})
        return None if found.status_code == HTTPStatus.SERVICE_UNAVAILABLE else found

    return await eventually(answer, 2 * PATIENCE_S)


async def test_each_instant_of_a_call_can_be_seen_again(site: Site) -> None:
    day = Day(site)
    await day.open()
    begun = site.clock.now()
    await day.handle("c1")
    page = await site.page_of(Role.SUPERVISOR)

    async def board(seconds: float) -> tuple[dict[str, str], str, int]:
        at = begun + timedelta(seconds=seconds)
        answer = await told(page, "/v1/time-machine", {"at": at.isoformat()})
        assert answer.status_code == 200, answer.text
        then = answer.json()
        states = {one["id"]: one["state"] for one in then["interactions"]}
        return states, then["agents"][0]["state"], then["queues"][0]["waiting"]

    assert await board(5) == ({"c1": "waiting"}, "offline", 1)
    assert await board(15) == ({"c1": "talking"}, "handling", 0)
    assert await board(45) == ({"c1": "held"}, "handling", 0)
    assert await board(70) == ({"c1": "wrap_up"}, "wrap_up", 0)
    assert await board(500) == ({}, "ready", 0)
    before = {"at": (begun - timedelta(seconds=1)).isoformat()}
    assert (await told(page, "/v1/time-machine", before)).json()["agents"] == []


async def test_what_happened_last_is_listed_with_the_names_of_then(site: Site) -> None:
    day = Day(site)
    await day.open()
    begun = site.clock.now()
    await day.handle("c1")
    page = await site.page_of(Role.SUPERVISOR)
    asked = {"at": (begun + timedelta(seconds=15)).isoformat()}
    events = (await told(page, "/v1/time-machine", asked)).json()["events"]
    assert [one["position"] for one in events] == sorted(
        (one["position"] for one in events), reverse=True
    )
    keys = [one["text_key"] for one in events]
    assert keys[0] == "timeline.interactions_connected"
    assert keys.index("timeline.routing_offer_made") < keys.index("timeline.interactions_arrived")
    offer = next(one for one in events if one["text_key"] == "timeline.routing_offer_made")
    assert offer["params"]["agent"] == "Ann Lee"
    assert offer["params"]["queue"] == "Sales"
    assert offer["interaction_id"] == "c1"
    became = next(one for one in events if one["text_key"] == "past.agent_became")
    assert became["params"] == {"agent": "Ann Lee", "state": "ready"}
    assert "wrap_up_ended" not in "".join(keys)


async def test_a_day_is_told_minute_by_minute(site: Site) -> None:
    day = Day(site)
    await day.open()
    begun = site.clock.now()
    await day.arrive("c1")
    site.clock.advance(150)
    await day.leave("c1")
    site.clock.advance(60)
    await day.arrive("c2")
    page = await site.page_of(Role.SUPERVISOR)
    asked = {"since": begun.isoformat(), "until": (begun + timedelta(days=1)).isoformat()}
    answer = await told(page, "/v1/time-machine/series", asked)
    points = answer.json()["points"]
    assert [point["waiting"] for point in points] == [1, 1, 0]
    asked["until"] = (begun + timedelta(days=3)).isoformat()
    assert (await told(page, "/v1/time-machine/series", asked)).status_code == 422


async def test_an_offer_tells_who_could_have_had_it_and_by_which_rule(site: Site) -> None:
    day = Day(site)
    await day.open()
    await day.handle("c1")
    page = await site.page_of(Role.SUPERVISOR)
    [offer] = (await told(page, "/v1/interactions/c1/assignments")).json()["assignments"]
    assert (offer["agent"]["id"], offer["rule"]) == (ANN, "longest_ready")
    assert (offer["queue"]["name"], offer["queue_version"]) == ("Sales", 1)
    [candidate] = offer["candidates"]
    assert candidate["is_chosen"]
    assert candidate["score"] is not None
    assert [(one["interaction_id"], one["waited_s"]) for one in offer["line"]] == [("c1", 10.0)]
    assert (await told(page, "/v1/interactions/c9/assignments")).status_code == 404
