"""What explanations propose, carried out as the pages do it, brings the two together."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from tests.support.day import ANN, SALES, Day
from tests.support.site import Site

from antiphon.agents.contract import (
    Agent,
    Capacity,
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
from antiphon.customers.contract import Customer, CustomerId, SaveCustomer
from antiphon.identity.permissions import Role
from antiphon.interactions.call_control import FinishWrapUp
from antiphon.kernel.ids import (
    AgentId,
    DispositionId,
    InteractionId,
    ReasonId,
    SkillId,
    TeamId,
    UserId,
)
from antiphon.routing.contract import (
    DeclineOffer,
    ExpireOffer,
    PreferredAgent,
    Queue,
    SaveQueue,
    UnblockedBy,
)
from antiphon.telephony.engine import LegAnswered

pytestmark = pytest.mark.api

BOB, TEA, EARLY = AgentId("bob"), SkillId("tea"), TeamId("early")
FIRST, CALL = InteractionId("c0"), InteractionId("c1")
MOST_CHANGES = 4
NUMBER = "+8613800138000"


class Floor:
    """Bob, who serves Sales and is ready, unless a situation says otherwise."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.routing = day.site.centre.world.routing
        self.calls = day.site.centre.world.calls

    async def open(self, queue: dict[str, Any], bob: dict[str, Any]) -> None:
        day = self.day
        await day.open()
        await day.submit(SaveSkill(skill=Skill(id=TEA, name="Tea")))
        await day.submit(SaveTeam(team=Team(id=EARLY, name="Early")))
        await day.submit(SaveReasonCode(reason=ReasonCode(id=ReasonId("lunch"), name="Lunch")))
        await day.submit(SaveQueue(queue=Queue(id=SALES, name="Sales", **queue)))
        user_id = UserId(await day.site.add_user("bob", Role.AGENT))
        profile = {"queues": (SALES,), **bob}
        await day.submit(SaveAgent(agent=Agent(id=BOB, name="Bob", user_id=user_id, **profile)))
        await day.submit(ReportPhone(agent_id=BOB, is_reachable=True))
        await self.become(BOB, Presence.READY)

    async def become(self, agent_id: AgentId, presence: Presence) -> None:
        reason = ReasonId("lunch") if presence is Presence.NOT_READY else None
        command = ChangePresence(agent_id=agent_id, presence=presence, reason_id=reason)
        await self.day.submit(command)

    def offer(self, call: InteractionId) -> Any:
        (offer,) = self.routing.offers.of(call)
        return offer

    async def talk(self, call: InteractionId) -> None:
        *_, leg = self.calls.calls[call].ringing
        await self.day.hear(LegAnswered(at=self.day.site.clock.now(), leg=leg))

    async def finish(self, call: InteractionId) -> None:
        if call in self.routing.waiting:
            await self.talk(call)
        if self.day.site.centre.world.interactions.open[call].state != "wrap_up":
            await self.day.leave(call)
        finish = FinishWrapUp(
            interaction_id=call, agent_id=BOB, disposition_id=DispositionId("sold"), note=""
        )
        await self.day.submit(finish)

    # Situations, before the call and after it

    async def nothing(self) -> None:
        pass

    async def bob_is_offline(self) -> None:
        await self.become(BOB, Presence.OFFLINE)

    async def bob_is_at_lunch(self) -> None:
        await self.become(BOB, Presence.NOT_READY)

    async def bob_has_no_phone(self) -> None:
        await self.day.submit(ReportPhone(agent_id=BOB, is_reachable=False))

    async def bob_misses_it(self) -> None:
        offer = self.offer(CALL)
        await self.day.submit(ExpireOffer(offer_id=offer.id))

    async def bob_is_offered_another(self) -> None:
        await self.day.arrive(FIRST, "+8613800138001")

    async def bob_talks(self) -> None:
        await self.day.arrive(FIRST, "+8613800138001")
        await self.talk(FIRST)

    async def bob_writes_notes(self) -> None:
        await self.bob_talks()
        await self.day.leave(FIRST)

    async def ann_is_asked(self) -> None:
        await self.become(BOB, Presence.OFFLINE)
        await self.become(ANN, Presence.READY)

    async def bob_comes_back(self) -> None:
        await self.become(BOB, Presence.READY)

    async def ann_is_in_the_team(self) -> None:
        ann = self.day.site.centre.world.agents.profiles.get(ANN)
        ann = Agent(id=ANN, name=ann.name, user_id=ann.user_id, queues=(SALES,), teams=(EARLY,))
        await self.day.submit(SaveAgent(agent=ann))
        await self.become(ANN, Presence.NOT_READY)

    async def the_customer_is_anns(self) -> None:
        customer = Customer(id=CustomerId("wang"), name="Wang", numbers=(NUMBER,), agent_id=ANN)
        await self.day.submit(SaveCustomer(customer=customer))
        await self.become(ANN, Presence.NOT_READY)

    async def another_waits_longer(self) -> None:
        await self.become(BOB, Presence.NOT_READY)
        await self.day.arrive(FIRST, "+8613800138001")


Act = Callable[[Floor], Awaitable[None]]

SITUATIONS: dict[str, tuple[dict[str, Any], dict[str, Any], Act, Act]] = {
    "not_in_queue": ({}, {"queues": ()}, Floor.nothing, Floor.nothing),
    "skill_missing": ({"required_skills": {TEA: 5}}, {}, Floor.nothing, Floor.nothing),
    "skill_too_low": (
        {"required_skills": {TEA: 5}},
        {"skills": {TEA: 2}},
        Floor.nothing,
        Floor.nothing,
    ),
    "language_missing": (
        {"match_language": True},
        {"languages": ("yue",)},
        Floor.nothing,
        Floor.nothing,
    ),
    "kept_for_team": (
        {"preferred_team_id": EARLY, "preferred_wait_s": 60},
        {},
        Floor.ann_is_in_the_team,
        Floor.nothing,
    ),
    "channel_not_allowed": (
        {},
        {"capacity": Capacity(most={"voice": 0})},
        Floor.nothing,
        Floor.nothing,
    ),
    "offline": ({}, {}, Floor.bob_is_offline, Floor.nothing),
    "not_ready": ({}, {}, Floor.bob_is_at_lunch, Floor.nothing),
    "blocked": ({}, {}, Floor.nothing, Floor.bob_misses_it),
    "blocked until a supervisor acts": (
        {"unblocked_by": UnblockedBy.SUPERVISOR},
        {},
        Floor.nothing,
        Floor.bob_misses_it,
    ),
    "phone_unreachable": ({}, {}, Floor.bob_has_no_phone, Floor.nothing),
    "offered_another": ({}, {}, Floor.bob_is_offered_another, Floor.nothing),
    "handling": ({}, {}, Floor.bob_talks, Floor.nothing),
    "wrap_up": ({}, {}, Floor.bob_writes_notes, Floor.nothing),
    "offered_elsewhere": ({}, {}, Floor.ann_is_asked, Floor.bob_comes_back),
    "kept_for_another": (
        {"preferred_agent": PreferredAgent.OWN_AGENT, "preferred_wait_s": 60},
        {},
        Floor.the_customer_is_anns,
        Floor.nothing,
    ),
    "not_ready, and others_before": ({}, {}, Floor.another_waits_longer, Floor.nothing),
}


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_the_proposed_changes_bring_the_two_together(site: Site, situation: str) -> None:
    queue, bob, before, after = SITUATIONS[situation]
    floor = Floor(Day(site))
    await floor.open(queue, bob)
    page = await site.page_of(Role.ADMIN)
    await before(floor)
    await floor.day.arrive(CALL)
    await after(floor)
    obstacles = await told(page)
    assert obstacles[0]["reason"] == situation.split(maxsplit=1)[0].rstrip(",")
    for _ in range(MOST_CHANGES):
        await make(floor, page, obstacles[0])
        obstacles = await told(page)
        if obstacles[0]["reason"] == "offered_here":
            break
    assert [one["reason"] for one in obstacles] == ["offered_here"]
    await floor.talk(CALL)
    assert site.centre.world.interactions.open[CALL].agent_id == BOB


async def told(page: httpx2.AsyncClient) -> list[dict[str, Any]]:
    """What stands between the call and Bob."""
    answer = await page.get(f"/v1/routing/explanations/waiting/{CALL}")
    assert answer.status_code == 200, answer.text
    pairs = {one["agent"]["id"]: one["obstacles"] for one in answer.json()["agents"]}
    obstacles: list[dict[str, Any]] = pairs[BOB]
    return obstacles


async def make(floor: Floor, page: httpx2.AsyncClient, obstacle: dict[str, Any]) -> None:
    """One change for Bob: by a request where the pages have one, else as the agents do it."""
    subject = (obstacle["subject"] or {}).get("id", "")
    bob = (await page.get(f"/v1/agents/{BOB}")).json()
    own = {key: value for key, value in bob.items() if key != "id"}
    match obstacle["change"]:
        case "add_queue":
            body = {"queues": [*bob["queues"], subject], "skills": bob["skills"]}
            answer = await page.put(f"/v1/floor/agents/{BOB}/assignment", json=body)
        case "raise_skill":
            skills = {**bob["skills"], subject: obstacle["needs"]}
            body = {"queues": bob["queues"], "skills": skills}
            answer = await page.put(f"/v1/floor/agents/{BOB}/assignment", json=body)
        case "add_language":
            more = {"languages": [*bob["languages"], subject]}
            answer = await page.put(f"/v1/agents/{BOB}", json={**own, **more})
        case "add_team":
            answer = await page.put(f"/v1/agents/{BOB}", json={**own, "teams": [subject]})
        case "allow_channel":
            answer = await page.put(f"/v1/agents/{BOB}", json={**own, "capacity": {}})
        case "become_ready" if obstacle["reason"] != "offline":
            answer = await page.put(f"/v1/floor/agents/{BOB}/state", json={"presence": "ready"})
        case "release_agent":
            answer = await page.post(f"/v1/agents/{BOB}/release")
        case "offer_by_hand" | "stop_keeping":
            answer = await page.post(f"/v1/floor/waiting/{CALL}/pick", json={"agent_id": BOB})
        case _:
            await on_the_floor(floor, obstacle)
            return
    assert answer.is_success, answer.text


async def on_the_floor(floor: Floor, obstacle: dict[str, Any]) -> None:
    """What only the agents themselves do."""
    match obstacle["change"]:
        case "become_ready":
            await floor.become(BOB, Presence.READY)
        case "connect_phone":
            await floor.day.submit(ReportPhone(agent_id=BOB, is_reachable=True))
        case "finish_work":
            await floor.finish(InteractionId(obstacle["interaction_id"]))
        case "end_offer":
            offer = floor.offer(CALL)
            await floor.day.submit(DeclineOffer(offer_id=offer.id, agent_id=offer.agent_id))
        case other:
            raise AssertionError(other)
