"""Goals over HTTP: set for the own teams, and read by the agent beside the day."""

import pytest
from tests.api.test_floor import a_floor
from tests.support.site import Site

from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api

GOALS = {"handled_count": 40, "handle_s": 300, "occupancy_percent": 80}


async def test_a_leader_sets_goals_that_the_agents_see(site: Site) -> None:
    await a_floor(site)
    sue, ann = await site.sign_in("sue"), await site.sign_in("ann")
    assert (await sue.put("/v1/floor/teams/early/goals", json=GOALS)).status_code == 204
    listed = (await sue.get("/v1/floor/goals")).json()["items"]
    assert listed == [{"team_id": "early", "team_name": "Early", "goals": GOALS}]
    day = (await ann.get("/v1/desk/day")).json()
    assert (day["goals"], day["handled_count"], day["handle_s"]) == (GOALS, 0, None)
    assert len(day["by_hour"]) == 24
    bob = await site.sign_in("bob")
    assert set((await bob.get("/v1/desk/day")).json()["goals"].values()) == {None}


async def test_goals_of_another_team_are_out_of_reach(site: Site) -> None:
    await a_floor(site)
    sue, admin = await site.sign_in("sue"), await site.page_of(Role.ADMIN)
    refused = await sue.put("/v1/floor/teams/late/goals", json=GOALS)
    assert (refused.status_code, refused.json()["code"]) == (403, "team.not_yours")
    assert (await admin.put("/v1/floor/teams/late/goals", json=GOALS)).status_code == 204
    assert len((await admin.get("/v1/floor/goals")).json()["items"]) == 2


@pytest.mark.parametrize("wrong", [{"handled_count": 0}, {"occupancy_percent": 101}])
async def test_a_goal_that_nobody_can_reach_is_refused(site: Site, wrong: dict[str, int]) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    assert (await sue.put("/v1/floor/teams/early/goals", json=wrong)).status_code == 422


async def test_the_day_of_ones_own_agents_is_read_and_no_others(site: Site) -> None:
    await a_floor(site)
    sue, admin = await site.sign_in("sue"), await site.page_of(Role.ADMIN)
    listed = (await admin.get("/v1/agents")).json()["items"]
    ann = next(one["id"] for one in listed if one["name"] == "Ann")
    bob = next(one["id"] for one in listed if one["name"] == "Bob")
    day = await sue.get(f"/v1/floor/agents/{ann}/day")
    assert (day.status_code, day.json()["handled_count"]) == (200, 0)
    refused = await sue.get(f"/v1/floor/agents/{bob}/day")
    assert (refused.status_code, refused.json()["code"]) == (403, "team.not_yours")
    assert (await admin.get("/v1/floor/agents/nobody/day")).status_code == 404
