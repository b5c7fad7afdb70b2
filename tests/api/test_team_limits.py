"""Who leads teams is held to them on every route that tells of agents and interactions."""

import inspect
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from tests.support.day import ANN, Day
from tests.support.site import Site

from antiphon.agents.contract import Agent, SaveAgent, SaveTeam, Team
from antiphon.app.web.application import api_routes, permissions_of_route
from antiphon.app.web.routers import ROUTERS
from antiphon.identity.permissions import Permission, Role
from antiphon.kernel.ids import AgentId, QueueId, TeamId, TrunkId, UserId
from antiphon.routing.contract import Queue, SaveQueue
from antiphon.telephony.contract import SaveTrunk, TrunkLine
from antiphon.telephony.dial_guard import DialRules, SaveDialRules

pytestmark = pytest.mark.api

# Whoever has one of these learns of agents' and customers' doings.
TELLING = {
    Permission.INTERACTION_READ,
    Permission.RECORDING_PLAY,
    Permission.RECORDING_DOWNLOAD,
    Permission.RECORDING_LISTEN,
    Permission.EXPLANATION_READ,
    Permission.CALL_BACK_READ,
    Permission.CALL_BACK_EDIT,
    Permission.FLOOR_ACT,
    Permission.CALL_MONITOR,
    Permission.AGENT_RELEASE,
    Permission.PAST_READ,
}
# The parts that know the limits; voicemail's adds the agents' own boxes.
LIMITING = {"Oversight", "VoicemailRights"}
# About the caller's own phone, about rules, or sums of the whole centre that name nobody.
EXEMPT = {
    "set_monitoring_mode",
    "join_monitored_call",
    "take_over_monitored_call",
    "stop_monitoring",
    "get_monitoring_policy",
    "get_past_series",
    # About teams themselves: each of these looks at who leads the team.
    "list_team_goals",
    "set_team_goals",
}


def asks_for_limits(dependant: Dependant) -> bool:
    return any(
        (inspect.isfunction(one.call) and _part_of(one.call) in LIMITING) or asks_for_limits(one)
        for one in dependant.dependencies
    )


def _part_of(call: Any) -> str:
    return getattr(inspect.getclosurevars(call).nonlocals.get("kind"), "__name__", "")


def telling_routes() -> Iterator[APIRoute]:
    for route in api_routes(ROUTERS):
        if TELLING & {*(permissions_of_route(route) or ())}:
            yield route


def test_every_telling_route_asks_for_the_limits() -> None:
    routes = list(telling_routes())
    assert len(routes) > 25
    open_routes = {str(r.operation_id) for r in routes if not asks_for_limits(r.dependant)}
    assert open_routes <= EXEMPT


@pytest.fixture
async def day(site: Site) -> Day:
    """Ann of team Early serves Sales; Bob of team Late serves Repairs."""
    day = Day(site)
    await day.open()
    leaders = {name: await site.add_user(name, Role.SUPERVISOR) for name in ("sue", "tom")}
    for name, leader in (("early", "sue"), ("late", "tom")):
        supervisors = (UserId(leaders[leader]),)
        team = Team(id=TeamId(name), name=name.title(), supervisors=supervisors)
        await day.submit(SaveTeam(team=team))
    await day.submit(SaveQueue(queue=Queue(id=QueueId("repairs"), name="Repairs")))
    ann = site.centre.world.agents.profiles.get(ANN)
    changed = Agent(id=ANN, name=ann.name, queues=ann.queues, teams=(TeamId("early"),))
    await day.submit(SaveAgent(agent=changed))
    bob = Agent(
        id=AgentId("bob"), name="Bob", queues=(QueueId("repairs"),), teams=(TeamId("late"),)
    )
    await day.submit(SaveAgent(agent=bob))
    return day


async def of_both(site: Site, path: str) -> tuple[httpx2.Response, httpx2.Response]:
    """What Sue, whose it is, and Tom, whose it is not, are answered."""
    sue, tom = await site.sign_in("sue"), await site.sign_in("tom")
    return await sue.get(path), await tom.get(path)


def refused(answer: httpx2.Response) -> bool:
    return (answer.status_code, answer.json()["code"]) == (403, "team.not_yours")


async def test_the_history_of_another_team_is_neither_listed_nor_shown(
    site: Site, day: Day
) -> None:
    await day.handle("c1")
    await day.arrive("c2")
    await day.leave("c2")
    await site.history.wait_for(site.centre.position)
    of_sue, of_tom = await of_both(site, "/v1/interactions")
    assert {item["id"] for item in of_sue.json()["items"]} == {"c1", "c2"}
    assert of_tom.json()["items"] == []
    for call in ("c1", "c2"):
        of_sue, of_tom = await of_both(site, f"/v1/interactions/{call}")
        assert of_sue.status_code == 200
        assert refused(of_tom)


async def test_an_administrator_who_leads_a_team_sees_all_of_the_history(
    site: Site, day: Day
) -> None:
    await day.handle("c1")
    admin = await site.page_of(Role.ADMIN)
    user_id = (await admin.get("/v1/session")).json()["user"]["id"]
    team = Team(id=TeamId("late"), name="Late", supervisors=(UserId(user_id),))
    await day.submit(SaveTeam(team=team))
    await site.history.wait_for(site.centre.position)
    assert len((await admin.get("/v1/interactions")).json()["items"]) == 1


@pytest.mark.parametrize("what", ["", "/peaks"])
async def test_recordings_of_another_team_are_not_played(site: Site, day: Day, what: str) -> None:
    recording_id = await day.handle("c1")
    await day.store("c1", recording_id)
    await site.history.wait_for(site.centre.position)
    of_sue, of_tom = await of_both(site, f"/v1/recordings/{recording_id}{what}")
    assert of_sue.status_code == 200, of_sue.text
    assert refused(of_tom)


async def test_what_another_teams_agents_say_now_is_not_heard(site: Site, day: Day) -> None:
    await day.arrive("c1")
    assert refused((await of_both(site, "/v1/interactions/c1/last-seconds"))[1])


async def test_explanations_tell_of_the_own_team_only(site: Site, day: Day) -> None:
    await day.arrive("c1")
    of_sue, of_tom = await of_both(site, "/v1/routing/explanations/waiting/c1")
    assert [one["agent"]["id"] for one in of_sue.json()["agents"]] == [ANN]
    assert refused(of_tom)
    of_sue, of_tom = await of_both(site, f"/v1/routing/explanations/agents/{ANN}")
    assert of_sue.json()["waiting_count"] == 1
    assert refused(of_tom)
    tom = await site.sign_in("tom")
    told = (await tom.get("/v1/routing/explanations/agents/bob")).json()
    assert (told["waiting"], told["waiting_count"]) == ([], 0)


async def test_lost_calls_of_another_team_are_neither_listed_nor_counted_nor_handled(
    site: Site, day: Day
) -> None:
    await day.arrive("c1")
    site.clock.advance(10)
    await day.leave("c1")
    await site.history.wait_for(site.centre.position)
    of_sue, of_tom = await of_both(site, "/v1/lost-calls")
    assert [(a.json()["open_count"], len(a.json()["items"])) for a in (of_sue, of_tom)] == [
        (1, 1),
        (0, 0),
    ]
    _, of_tom = await of_both(site, "/v1/lost-calls/export")
    assert "c1" not in of_tom.text
    tom = await site.sign_in("tom")
    for method, path, body in (
        ("POST", "call-back", {}),
        ("POST", "dismiss", {"reason": "Why not"}),
        ("PUT", "assignee", {"agent_id": "bob"}),
    ):
        assert refused(await tom.request(method, f"/v1/lost-calls/c1/{path}", json=body)), path


async def test_call_backs_of_another_team_are_neither_listed_nor_changed(
    site: Site, day: Day
) -> None:
    trunk = TrunkLine(id=TrunkId("t1"), name="T", host="t.example")
    await day.submit(SaveTrunk(trunk=trunk))
    await day.submit(SaveDialRules(rules=DialRules(allowed_prefixes=("+86",))))
    sue, tom = await site.sign_in("sue"), await site.sign_in("tom")
    wish = {"number": "+8613800138000", "queue_id": "sales", "due_at": "2026-01-06T12:00:00Z"}
    assert refused(await tom.post("/v1/call-backs", json=wish))
    asked = await sue.post("/v1/call-backs", json=wish)
    assert asked.status_code == 204, asked.text
    (kept,) = (await sue.get("/v1/call-backs")).json()["items"]
    assert (await tom.get("/v1/call-backs")).json()["items"] == []
    own = f"/v1/call-backs/{kept['id']}"
    assert refused(await tom.put(f"{own}/assignee", json={"agent_id": "bob"}))
    assert refused(await tom.put(f"{own}/time", json={"due_at": "2026-01-07T12:00:00Z"}))
    assert refused(await tom.delete(own))
    assert (await sue.delete(own)).status_code == 204
