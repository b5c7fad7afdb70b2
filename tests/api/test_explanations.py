"""Explanations over HTTP: one who waits, seen from each agent, and an agent, seen from the line."""

import pytest
from tests.support.day import ANN, SALES, Day
from tests.support.site import Site

from antiphon.agents.contract import Agent, SaveAgent, SaveSkill, Skill
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import AgentId, SkillId

pytestmark = pytest.mark.api


async def test_why_a_customer_waits_and_what_would_connect(site: Site) -> None:
    day = Day(site)
    await day.open()
    await day.submit(SaveSkill(skill=Skill(id=SkillId("tea"), name="Tea")))
    bob = Agent(id=AgentId("bob"), name="Bob", skills={SkillId("tea"): 3})
    await day.submit(SaveAgent(agent=bob))
    await day.arrive("c1")
    page = await site.page_of(Role.SUPERVISOR)
    told = (await page.get("/v1/routing/explanations/waiting/c1")).json()
    assert (told["waiting"]["queue"]["name"], told["waiting"]["position"]) == ("Sales", 1)
    by_agent = {one["agent"]["id"]: one for one in told["agents"]}
    assert by_agent["ann"]["reason"] == "offline"
    assert [one["change"] for one in by_agent["ann"]["obstacles"]] == ["become_ready"]
    assert by_agent["bob"]["reason"] == "not_in_queue"
    assert by_agent["bob"]["obstacles"][0]["subject"] == {"id": SALES, "name": "Sales"}
    assert told["agents"][0]["agent"]["id"] == "ann", "the nearest comes first"
    assert told["agent_count"] == 2


async def test_why_an_agent_has_no_work(site: Site) -> None:
    day = Day(site)
    await day.open()
    await day.arrive("c1")
    await day.arrive("c2")
    page = await site.page_of(Role.SUPERVISOR)
    told = (await page.get(f"/v1/routing/explanations/agents/{ANN}")).json()
    assert told["agent"] == {"id": "ann", "name": "Ann Lee", "state": "offline"}
    first, second = told["waiting"]
    assert (first["waiting"]["interaction_id"], first["waiting"]["position"]) == ("c1", 1)
    assert [one["reason"] for one in first["obstacles"]] == ["offline"]
    reasons = [(one["reason"], one["interaction_id"]) for one in second["obstacles"]]
    assert reasons == [("offline", None), ("others_before", "c1")]


async def test_who_does_not_wait_and_who_is_no_agent_is_not_found(site: Site) -> None:
    page = await site.page_of(Role.SUPERVISOR)
    for path in ("waiting/x", "agents/x"):
        assert (await page.get(f"/v1/routing/explanations/{path}")).status_code == 404


async def test_a_queue_that_is_edited_shows_whom_it_would_choose(site: Site) -> None:
    day = Day(site)
    await day.open()
    await day.submit(SaveSkill(skill=Skill(id=SkillId("tea"), name="Tea")))
    bob = Agent(id=AgentId("bob"), name="Bob", skills={SkillId("tea"): 3})
    await day.submit(SaveAgent(agent=bob))
    await day.arrive("c1")
    page = await site.page_of(Role.ADMIN)
    draft = {"queue": {"name": "Sales"}, "queue_id": SALES}
    found = (await page.post("/v1/routing/choice-preview", json=draft)).json()
    able = {one["id"]: (one["is_able"], one["is_free"]) for one in found["agents"]}
    assert able == {"ann": (True, False), "bob": (False, False)}
    assert [one["interaction_id"] for one in found["waiting"]] == ["c1"]
    new = {"queue": {"name": "Tea", "required_skills": {"tea": 3}}}
    found = (await page.post("/v1/routing/choice-preview", json=new)).json()
    assert [one["id"] for one in found["agents"] if one["is_able"]] == ["bob"]
    assert found["waiting"] == []
    wrong = {"queue": {"name": "Tea", "agent_choice": "the best"}}
    assert (await page.post("/v1/routing/choice-preview", json=wrong)).status_code == 422
