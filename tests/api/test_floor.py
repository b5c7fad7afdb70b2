"""The floor over HTTP: acts, messages and hands, and that teams are limits."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from tests.support.web_server import WebServer, serve

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReasonCode,
    ReportPhone,
    SaveAgent,
    SaveReasonCode,
    SaveSkill,
    SaveTeam,
    Skill,
    Team,
)
from antiphon.edge.parts import Commands
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import AgentId, QueueId, ReasonId, SkillId, TeamId, UserId
from antiphon.routing.contract import Queue, SaveQueue

pytestmark = pytest.mark.api

ANN, BOB = AgentId("ann"), AgentId("bob")
SOON = "2026-01-05T18:00:00Z"
LUNCH = {"presence": "not_ready", "reason_id": "lunch"}


@pytest.fixture
async def server(site: Site) -> AsyncIterator[WebServer]:
    async with serve(site) as server:
        yield server


async def a_floor(site: Site) -> dict[str, str]:
    """Ann in team Early, Bob in team Late, each at work; the ids of the users."""
    users = {name: await site.add_user(name, Role.AGENT) for name in ("ann", "bob")}
    users["sue"] = await site.add_user("sue", Role.SUPERVISOR)
    users["tom"] = await site.add_user("tom", Role.SUPERVISOR)
    early, late = TeamId("early"), TeamId("late")
    submit = site.parts.get(Commands).submit
    await submit(SaveReasonCode(reason=ReasonCode(id=ReasonId("lunch"), name="Lunch")))
    await submit(SaveTeam(team=Team(id=early, name="Early", supervisors=(UserId(users["sue"]),))))
    await submit(SaveTeam(team=Team(id=late, name="Late")))
    for agent_id, team in ((ANN, early), (BOB, late)):
        queue = QueueId(f"q-{agent_id}")
        await submit(SaveQueue(queue=Queue(id=queue, name=f"Of {agent_id}")))
        agent = Agent(
            id=agent_id,
            name=agent_id.title(),
            user_id=UserId(users[agent_id]),
            queues=(queue,),
            teams=(team,),
        )
        await submit(SaveAgent(agent=agent))
        await submit(ReportPhone(agent_id=agent_id, is_reachable=True))
        await submit(ChangePresence(agent_id=agent_id, presence=Presence.READY))
    return users


async def picture(server: WebServer, page: Any) -> Any:
    """What a page sees when it comes."""
    socket = await server.open("/v1/live", page)
    async with socket, asyncio.timeout(PATIENCE_S):
        return json.loads(await socket.recv())["entities"]


async def test_who_leads_a_team_sees_its_agents_and_queues_only(
    site: Site, server: WebServer
) -> None:
    await a_floor(site)
    of_sue = await picture(server, await site.sign_in("sue"))
    assert (set(of_sue["agent"]), set(of_sue["queue"])) == ({"ann"}, {"q-ann"})
    of_tom = await picture(server, await site.sign_in("tom"))
    assert (set(of_tom["agent"]), set(of_tom["queue"])) == ({"ann", "bob"}, {"q-ann", "q-bob"})


async def test_an_administrator_sees_all_whatever_team_the_administrator_leads(
    site: Site, server: WebServer
) -> None:
    await a_floor(site)
    admin = await site.page_of(Role.ADMIN)
    team = Team(id=TeamId("x"), name="X", supervisors=(UserId("admin"),))
    await site.parts.get(Commands).submit(SaveTeam(team=team))
    assert set((await picture(server, admin))["agent"]) == {"ann", "bob"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/v1/floor/agents/bob/state", LUNCH),
        ("PUT", "/v1/floor/agents/bob/assignment", {"queues": [], "skills": {}}),
        ("POST", "/v1/floor/messages", {"agents": ["ann", "bob"], "text": "Hello"}),
        ("POST", "/v1/floor/notices", {"agents": ["bob"], "text": "Hello", "until": SOON}),
        ("GET", "/v1/floor/agents/bob/messages", None),
        ("PUT", "/v1/floor/agents/bob/read", {"message_id": "m"}),
        ("DELETE", "/v1/floor/agents/bob/hand", None),
        ("POST", "/v1/floor/waiting/nothing/pick", {"agent_id": "ann"}),
        ("POST", "/v1/floor/waiting/nothing/move", {"priority": 9}),
        ("POST", "/v1/floor/interactions/nothing/free", {}),
        ("POST", "/v1/floor/parked/nothing/give-back", None),
    ],
)
async def test_another_teams_agents_and_customers_are_out_of_reach(
    site: Site, method: str, path: str, body: Any
) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    answer = await sue.request(method, path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "team.not_yours")


async def test_a_state_that_is_set_reaches_the_agent_with_its_note(
    site: Site, server: WebServer
) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    change = {**LUNCH, "note": "Enjoy your meal."}
    assert (await sue.put("/v1/floor/agents/ann/state", json=change)).status_code == 204
    own = await picture(server, await site.sign_in("ann"))
    assert own["me"]["me"]["state"] == "not_ready"
    thread = own["thread"]["me"]
    (message,) = thread["messages"]
    assert thread["unread"] == 1
    assert (message["sender_name"], message["text"]) == ("Sue", "Enjoy your meal.")
    assert (message["presence"], message["reason_name"]) == ("not_ready", "Lunch")


async def test_agent_and_supervisor_write_to_each_other(site: Site, server: WebServer) -> None:
    await a_floor(site)
    sue, ann = await site.sign_in("sue"), await site.sign_in("ann")
    sent = await ann.post("/v1/desk/messages", json={"text": "Where is the form?"})
    assert sent.status_code == 204
    assert (await picture(server, sue))["agent"]["ann"]["unread"] == 1
    thread = (await sue.get("/v1/floor/agents/ann/messages")).json()
    newest = thread["messages"][-1]
    assert (thread["unread"], newest["text"], newest["is_from_agent"]) == (
        1,
        "Where is the form?",
        True,
    )
    await sue.put("/v1/floor/agents/ann/read", json={"message_id": newest["id"]})
    assert (await picture(server, sue))["agent"]["ann"]["unread"] == 0
    await sue.post("/v1/floor/messages", json={"agents": ["ann"], "text": "On the shelf."})
    own = (await picture(server, ann))["thread"]["me"]
    assert (own["unread"], own["messages"][-1]["text"]) == (1, "On the shelf.")
    await ann.put("/v1/desk/messages/read", json={"message_id": own["messages"][-1]["id"]})
    assert (await picture(server, ann))["thread"]["me"]["unread"] == 0


async def test_a_raised_hand_is_seen_and_lowered(site: Site, server: WebServer) -> None:
    await a_floor(site)
    sue, ann = await site.sign_in("sue"), await site.sign_in("ann")
    await ann.put("/v1/desk/hand", json={"note": "A refund"})
    assert (await picture(server, sue))["agent"]["ann"]["hand"]["note"] == "A refund"
    assert (await picture(server, ann))["hand"]["me"]["note"] == "A refund"
    await sue.delete("/v1/floor/agents/ann/hand")
    assert (await picture(server, sue))["agent"]["ann"]["hand"] is None


async def test_what_supervisors_do_is_in_the_audit_trail_with_names(site: Site) -> None:
    await a_floor(site)
    sue, admin = await site.sign_in("sue"), await site.page_of(Role.ADMIN)
    await sue.put("/v1/floor/agents/ann/state", json=LUNCH)
    await sue.post("/v1/floor/messages", json={"agents": ["ann"], "text": "Secret plans"})
    await site.history.wait_for(site.centre.position, name="configuration_changes")
    answer = await admin.get("/v1/audit", params={"topic": "supervision"})
    told = [(entry["who"], entry["what"], entry["name"]) for entry in answer.json()["items"]]
    assert sorted(told) == [
        ("Sue", "supervision.agent_state_set", "Ann"),
        ("Sue", "supervision.message_sent", "Ann"),
    ]
    assert "Secret plans" not in answer.text


async def test_a_block_is_ended_by_who_leads_the_team(site: Site) -> None:
    await a_floor(site)
    sue = await site.sign_in("sue")
    assert (await sue.post("/v1/agents/ann/release")).status_code == 204
    assert (await sue.post("/v1/agents/bob/release")).status_code == 403


async def test_a_notice_stands_on_the_desk_until_it_is_read(site: Site, server: WebServer) -> None:
    await a_floor(site)
    sue, ann = await site.sign_in("sue"), await site.sign_in("ann")
    until = (site.clock.now() + timedelta(hours=4)).isoformat()
    body = {"agents": ["ann"], "text": "Refunds up to 80 are fine.", "until": until}
    assert (await sue.post("/v1/floor/notices", json=body)).status_code == 204
    (shown,) = (await picture(server, ann))["notice"].values()
    assert (shown["text"], shown["sender_name"]) == ("Refunds up to 80 are fine.", "Sue")
    (listed,) = (await sue.get("/v1/floor/notices")).json()["items"]
    assert (listed["agent_count"], listed["unread_by"]) == (1, ["ann"])
    assert (await ann.put(f"/v1/desk/notices/{shown['id']}/read")).status_code == 204
    assert "notice" not in await picture(server, ann)
    (listed,) = (await sue.get("/v1/floor/notices")).json()["items"]
    assert listed["unread_by"] == []
    assert (await sue.delete(f"/v1/floor/notices/{listed['id']}")).status_code == 204
    assert (await sue.get("/v1/floor/notices")).json()["items"] == []


async def test_changed_skills_are_news_in_every_browser_until_they_are_read_in_one(
    site: Site, server: WebServer
) -> None:
    await a_floor(site)
    tea = Skill(id=SkillId("tea"), name="Tea")
    await site.parts.get(Commands).submit(SaveSkill(skill=tea))
    sue = await site.sign_in("sue")
    office, home = await site.sign_in("ann"), await site.sign_in("ann")
    body = {"queues": ["q-ann"], "skills": {"tea": 5}}
    assert (await sue.put("/v1/floor/agents/ann/assignment", json=body)).status_code == 204
    told = [{"id": "tea", "name": "Tea", "before": None, "after": 5}]
    for page in (office, home):
        assert (await picture(server, page))["me"]["me"]["skill_changes"] == told
    read = {"skills": {"tea": 5}}
    assert (await office.put("/v1/desk/skills-read", json=read)).status_code == 204
    for page in (office, home):
        assert (await picture(server, page))["me"]["me"]["skill_changes"] == []


async def test_a_notice_for_others_too_is_not_withdrawn_by_one_teams_leader(site: Site) -> None:
    await a_floor(site)
    sue, tom = await site.sign_in("sue"), await site.sign_in("tom")
    until = (site.clock.now() + timedelta(hours=4)).isoformat()
    body = {"agents": ["ann", "bob"], "text": "The office closes at five.", "until": until}
    assert (await tom.post("/v1/floor/notices", json=body)).status_code == 204
    (listed,) = (await sue.get("/v1/floor/notices")).json()["items"]
    assert (listed["agent_count"], listed["unread_by"]) == (1, ["ann"])
    answer = await sue.delete(f"/v1/floor/notices/{listed['id']}")
    assert (answer.status_code, answer.json()["code"]) == (403, "team.not_yours")
