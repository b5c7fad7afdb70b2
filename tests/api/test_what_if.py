"""What-ifs over HTTP: a recorded day comes out the same, and a plan is set beside it."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support.day import ANN, Day
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.site import Site

from antiphon.agents.contract import ChangePresence, Presence, SystemReason
from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api

SIGNED_IN = SystemReason.SIGNED_IN

WEIGHED = {"queue_id": "sales", "order_by": "ratio", "ratio_weight": 20}
TAUGHT = {"agent_id": ANN, "skills": {"tea": 5, "cups": None}, "queues": {"sales": True}}
ASKING = {"queue_id": "sales", "required_skills": {"tea": 5}, "service_level_s": 60}


async def finished(page: Any, number: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        told: dict[str, Any] = (await page.get(f"/v1/what-if/{number}")).json()
        return told if told["state"] != "running" else None

    return await eventually(look, 2 * PATIENCE_S)


async def test_a_day_is_reproduced_and_compared_with_a_plan(site: Site) -> None:
    day = Day(site)
    begun = site.clock.now()
    await day.open()
    for name in ("c1", "c2", "c3"):
        await day.handle(name)
        await day.submit(
            ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=SIGNED_IN)
        )
    await day.arrive("c4")
    site.clock.advance(40)
    await day.leave("c4")
    page = await site.page_of(Role.ADMIN)
    more = [{"like": ANN, "count": 2}]
    asked = {
        "begins": begun.isoformat(),
        "ends": (begun + timedelta(hours=2)).isoformat(),
        "plan": {"arrivals": 2, "more": more, "queues": [WEIGHED]},
        "seeds": 3,
    }
    started = await page.post("/v1/what-if", json=asked)
    assert started.status_code == 202, started.text
    told = await finished(page, started.json()["id"])
    assert (told["state"], told["problem"], told["progress"]) == ("done", "", 1.0)
    plan = told["plan"]
    assert (plan["arrivals"], plan["talk"], plan["more"]) == (2, 1, more)
    assert {name: plan["queues"][0][name] for name in WEIGHED} == WEIGHED
    found = told["findings"]
    assert found["contacts"] == 4
    assert found["reproduction"] == {"decisions": 3, "same": 3, "first_other": None}
    every, sales = found["comparisons"]
    assert (every["queue_id"], sales["queue_id"]) == (None, "sales")
    assert every["before"]["offered"]["mean"] == 4
    assert every["after"]["offered"]["mean"] == 8
    assert every["change"]["offered"] == {"mean": 4, "within": 0}
    path = f"/v1/what-if/{told['id']}/half-hours"
    course = (await page.get(path)).json()["items"]
    assert [one["begins"] for one in course] == [
        (begun + timedelta(minutes=30 * number)).isoformat().replace("+00:00", "Z")
        for number in range(4)
    ]
    assert sum(one["before"]["offered"]["mean"] for one in course) == 4
    assert sum(one["after"]["offered"]["mean"] for one in course) == 8
    assert course[-1]["before"]["service_level"] is None
    assert (await page.get(path, params={"queue_id": "sales"})).json()["items"] == course
    assert (await page.get(path, params={"queue_id": "nowhere"})).status_code == 404
    assert (await page.get("/v1/what-if")).json()["items"][0]["id"] == told["id"]
    assert (await page.delete(f"/v1/what-if/{told['id']}")).status_code == 204
    assert (await page.get(f"/v1/what-if/{told['id']}")).status_code == 404


async def test_a_skill_that_is_asked_for_and_taught_changes_who_is_answered(site: Site) -> None:
    day = Day(site)
    begun = site.clock.now()
    await day.open()
    await day.handle("c1")
    page = await site.page_of(Role.ADMIN)
    ends = (begun + timedelta(hours=2)).isoformat()
    answered = []
    for agents in ([], [TAUGHT]):
        plan = {"agents": agents, "queues": [ASKING]}
        asked = {"begins": begun.isoformat(), "ends": ends, "plan": plan, "seeds": 2}
        started = await page.post("/v1/what-if", json=asked)
        assert started.status_code == 202, started.text
        every = (await finished(page, started.json()["id"]))["findings"]["comparisons"][0]
        answered.append((every["before"]["answered"]["mean"], every["after"]["answered"]["mean"]))
    assert answered == [(1, 0), (1, 1)]


async def test_a_time_in_which_nobody_came_and_a_plan_about_nobody_fail_with_a_word(
    site: Site,
) -> None:
    day = Day(site)
    begun = site.clock.now()
    await day.open()
    page = await site.page_of(Role.ADMIN)
    asked: dict[str, Any] = {
        "begins": begun.isoformat(),
        "ends": (begun + timedelta(hours=2)).isoformat(),
    }
    empty = (await page.post("/v1/what-if", json=asked)).json()
    assert (await finished(page, empty["id"]))["problem"] == "what_if.day_empty"
    await day.arrive("c1")
    asked["plan"] = {"absent": ["nobody"]}
    unfit = (await page.post("/v1/what-if", json=asked)).json()
    assert (await finished(page, unfit["id"]))["problem"] == "what_if.plan_unfit"
    for wrong in (
        {"queues": [{"queue_id": "sales", "order_by": "ratio", "ratio_weight": 10_001}]},
        {"queues": [{"queue_id": "sales", "required_skills": {"tea": 11}}]},
        {"agents": [{"agent_id": ANN, "skills": {"tea": 0}}]},
    ):
        asked["plan"] = wrong
        assert (await page.post("/v1/what-if", json=asked)).status_code == 422, wrong
    del asked["plan"]
    asked["ends"] = asked["begins"]
    assert (await page.post("/v1/what-if", json=asked)).status_code == 422


async def test_one_runs_at_a_time_and_can_be_cancelled(site: Site) -> None:
    day = Day(site)
    begun = site.clock.now()
    await day.open()
    page = await site.page_of(Role.ADMIN)
    asked = {"begins": begun.isoformat(), "ends": (begun + timedelta(hours=2)).isoformat()}
    first = (await page.post("/v1/what-if", json=asked)).json()
    second = await page.post("/v1/what-if", json=asked)
    assert (second.status_code, second.json()["code"]) == (409, "what_if.busy")
    assert (await page.delete(f"/v1/what-if/{first['id']}")).status_code == 204
    assert (await page.post("/v1/what-if", json=asked)).status_code == 202
