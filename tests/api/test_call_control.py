"""Calls are passed on over HTTP: targets, transfers, who may do what, and what the record says."""

from typing import Any

import httpx2
import pytest
from tests.support.day import ANN, SALES, Day
from tests.support.site import Site

from antiphon.agents.contract import Agent, ChangePresence, Presence, ReportPhone, SaveAgent
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import AgentId, InteractionId, UserId
from antiphon.telephony.engine import LegAnswered

pytestmark = pytest.mark.api

BEA, CALL = AgentId("bea"), InteractionId("c1")
HERE = f"/v1/desk/interactions/{CALL}"
ASK = {
    "kind": "digits",
    "text": {"en": "Your card"},
    "key": "card",
    "next": "back",
    "otherwise": "back",
    "is_secret": True,
}


class Desks:
    """Ann talks with a customer, and Bea is free; both are signed in."""

    def __init__(self, day: Day, ann: httpx2.AsyncClient, bea: httpx2.AsyncClient) -> None:
        self.day, self.ann, self.bea = day, ann, bea

    async def answered(self) -> None:
        """Whoever is asked in picks up."""
        world, clock = self.day.site.centre.world, self.day.site.clock
        (party,) = world.calls.calls[CALL].parties.values()
        await self.day.hear(LegAnswered(at=clock.now(), leg=party.leg))


def to(kind: str, who: str) -> dict[str, Any]:
    return {"target": {"kind": kind, "id": who}}


@pytest.fixture
async def desks(site: Site) -> Desks:
    day = Day(site)
    await day.open()
    user_id = UserId(await site.add_user("bea", Role.AGENT))
    bea = Agent(id=BEA, name="Bea Ng", user_id=user_id, queues=(SALES,))
    await day.submit(SaveAgent(agent=bea))
    await day.submit(ReportPhone(agent_id=BEA, is_reachable=True))
    await day.arrive(CALL)
    await day.submit(ChangePresence(agent_id=ANN, presence=Presence.READY))
    (leg,) = site.centre.world.calls.calls[CALL].ringing
    await day.hear(LegAnswered(at=site.clock.now(), leg=leg))
    await day.submit(ChangePresence(agent_id=BEA, presence=Presence.READY))
    return Desks(day, await site.sign_in("ann"), await site.sign_in("bea"))


async def test_targets_are_listed_with_the_reason_why_not(desks: Desks) -> None:
    everything = (await desks.ann.get("/v1/desk/targets")).json()
    assert everything["agents"] == [
        {"id": "bea", "name": "Bea Ng", "state": "ready", "why_not": None}
    ]
    assert everything["queues"] == [
        {"id": "sales", "name": "Sales", "waiting_count": 0, "free_count": 1, "why_not": None}
    ]
    found = (await desks.bea.get("/v1/desk/targets", params={"q": "ann"})).json()
    assert [one["why_not"] for one in found["agents"]] == ["busy"]
    number = (await desks.ann.get("/v1/desk/targets", params={"q": "+1 202 555-0199"})).json()
    assert number["number"] == {"number": "+12025550199", "why_not": "dial.not_allowed"}


async def test_a_call_is_consulted_about_and_handed_over(desks: Desks) -> None:
    answer = await desks.ann.post(f"{HERE}/consult", json=to("agent", "bea"))
    assert answer.status_code == 204, answer.text
    await desks.answered()
    desks.day.site.clock.advance(20)
    assert (await desks.ann.post(f"{HERE}/consult/complete")).status_code == 204
    assert (await desks.ann.post(f"{HERE}/consult/complete")).status_code == 204
    assert (await desks.bea.post(f"{HERE}/hold")).status_code == 204
    detail = await desks.day.get(
        await desks.day.site.page_of(Role.SUPERVISOR), f"/v1/interactions/{CALL}"
    )
    parts = {part["agent"]["name"]: part for part in detail["agents"]}
    assert parts["Ann Lee"]["hold_ms"] == parts["Bea Ng"]["aside_ms"] == 20_000
    assert (parts["Bea Ng"]["hold_ms"], parts["Bea Ng"]["talk_ms"]) == (0, 0)
    assert "interactions.handed_over" in [entry["kind"] for entry in detail["timeline"]]


async def test_what_was_handed_over_stands_in_the_history_of_both(desks: Desks) -> None:
    async def own(page: httpx2.AsyncClient) -> list[str]:
        return [one["id"] for one in (await desks.day.get(page, "/v1/desk/history"))["items"]]

    assert (await own(desks.ann), await own(desks.bea)) == ([CALL], [])
    await desks.ann.post(f"{HERE}/consult", json=to("agent", "bea"))
    assert await own(desks.bea) == []
    await desks.answered()
    await desks.ann.post(f"{HERE}/consult/complete")
    assert (await own(desks.ann), await own(desks.bea)) == ([CALL], [CALL])
    # Whoever passed a customer on may call that customer again.
    place = {"interaction_id": CALL}
    answer = await desks.ann.post("/v1/desk/calls", json=place)
    assert (answer.status_code, answer.json()["code"]) == (409, "call.busy")
    page = await desks.day.site.page_of(Role.SUPERVISOR)
    for agent_id, found in (("ann", [CALL]), ("bea", [CALL]), ("nobody", [])):
        items = (await desks.day.get(page, "/v1/interactions", agent=agent_id))["items"]
        assert [one["id"] for one in items] == found


@pytest.mark.parametrize("act", ["transfer", "consult", "conference"])
async def test_nobody_passes_on_the_call_of_another(desks: Desks, act: str) -> None:
    answer = await desks.bea.post(f"{HERE}/{act}", json=to("agent", "ann"))
    assert (answer.status_code, answer.json()["code"]) == (409, "interaction.not_yours")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        (to("moon", "x"), 422),
        (to("agent", ""), 422),
        (to("agent", "x" * 65), 422),
        (to("agent", "nobody"), 409),
        (to("agent", "ann"), 409),
        (to("number", "not a number"), 409),
        (to("number", "+12025550199"), 409),
    ],
)
async def test_nonsense_is_refused(desks: Desks, body: dict[str, Any], status: int) -> None:
    for act in ("transfer", "consult", "conference"):
        answer = await desks.ann.post(f"{HERE}/{act}", json=body)
        assert answer.status_code in {status, 404}, answer.text
    assert desks.day.site.centre.world.interactions.open[CALL].agent_id == ANN


async def test_a_party_that_is_not_there_cannot_be_muted(desks: Desks) -> None:
    answer = await desks.ann.put(f"{HERE}/parties/nobody/mute", json={"is_muted": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "conference.not_in_call")
    assert (await desks.ann.post(f"{HERE}/parties/nobody/remove")).status_code == 204


async def test_a_customer_is_sent_into_a_flow_and_taken_back(desks: Desks) -> None:
    nothing = (await desks.ann.get("/v1/desk/targets")).json()
    assert nothing["flows"] == []
    administrator = await desks.day.site.page_of(Role.ADMIN)
    steps = {"ask": ASK, "back": {"kind": "return"}}
    flow = {"name": "Payment", "start": "ask", "steps": steps, "for_agents": True}
    made = await administrator.post("/v1/flows", json=flow)
    assert made.status_code == 201, made.text
    found = (await desks.ann.get("/v1/desk/targets", params={"q": "pay"})).json()["flows"]
    assert [one["name"] for one in found] == ["Payment"]
    body = {"flow_id": found[0]["id"]}
    refused = await desks.bea.post(f"{HERE}/flow", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "interaction.not_yours")
    early = await desks.ann.post(f"{HERE}/flow/take-back")
    assert early.status_code == 204, early.text
    for _ in range(2):
        assert (await desks.ann.post(f"{HERE}/flow", json=body)).status_code == 204
    world = desks.day.site.centre.world
    assert world.interactions.open[CALL].state == "in_flow"
    assert (await desks.ann.post(f"{HERE}/flow/take-back")).status_code == 204
    assert world.interactions.open[CALL].state == "talking"
    for bad in ({}, {"flow_id": ""}, {"flow_id": found[0]["id"], "stays": "perhaps"}):
        assert (await desks.ann.post(f"{HERE}/flow", json=bad)).status_code == 422
    assert (await desks.ann.post(f"{HERE}/flow", json={"flow_id": "x"})).status_code == 409
