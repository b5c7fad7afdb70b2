"""A supervisor at a real call: who hears whom after each step, also across a kill -9 in each."""

import asyncio

import pytest
from tests.support.eventually import eventually
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.talking import (
    AGENTS,
    COLLEAGUES,
    CUSTOMERS,
    Talk,
    hears_only,
    killed_midway,
    restart,
)

from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]


class Watched(Talk):
    """A conversation, and the colleague as the supervisor who is at it."""

    async def listen(self) -> None:
        """The supervisor's phone rings and is picked up."""
        reason = self.centre.made.reason
        await self.colleague.desk.change_presence("not_ready", reason)
        await self.tell("POST", f"/interactions/{self.id}", {"mode": "listen"})
        self.colleagues_phone = await self.picked_up(self.colleague)
        self.colleagues_phone.say(tone(COLLEAGUES, 1), is_looped=True)
        await self.supervisor_listens()

    async def tell(self, method: str, path: str, body: dict[str, str] | None = None) -> None:
        """Ask for something at the call."""
        client = self.colleague.desk.client
        send = {"POST": client.post, "PUT": client.put}[method]
        await send(f"/v1/monitoring{path}", body or {})

    async def supervisor_listens(self) -> None:
        """Both are heard, and nobody hears the supervisor."""
        await hears_only(self.colleagues_phone, CUSTOMERS, AGENTS)
        await hears_only(self.customer, AGENTS)
        await hears_only(self.agents_phone, CUSTOMERS)

    async def supervisor_coaches(self) -> None:
        """The agent alone hears the supervisor."""
        await hears_only(self.agents_phone, CUSTOMERS, COLLEAGUES)
        await hears_only(self.customer, AGENTS)
        await hears_only(self.colleagues_phone, CUSTOMERS, AGENTS)

    async def supervisor_has_the_customer(self) -> None:
        """The agent is out."""
        await hears_only(self.customer, COLLEAGUES)
        await hears_only(self.colleagues_phone, CUSTOMERS)

    async def survive(self) -> None:
        """The control plane dies and comes back; the desks find it again."""
        await asyncio.to_thread(self.centre.site.kill)
        await restart(self)

    def is_coached(self) -> bool:
        """The supervisor's desk says so."""
        listening = self.colleague.desk.of("listening").values()
        return any(one["mode"] == "coach" for one in listening)

    def is_joined(self) -> bool:
        """The supervisor has the call in hand."""
        return self.id in self.colleague.desk.of("work")


async def make_supervisor(centre: LiveCentre, number: int) -> None:
    """Let an agent be a supervisor too."""
    agents = (await centre.administrator.get("/v1/agents"))["items"]
    user_id = next(a["user_id"] for a in agents if a["id"] == centre.made.agents[number])
    users = (await centre.administrator.get("/v1/users"))["items"]
    user = next(one for one in users if one["id"] == user_id)
    kept = {key: user[key] for key in ("name", "login", "language", "is_active", "version")}
    await centre.administrator.put(
        f"/v1/users/{user_id}", {**kept, "roles": ["agent", "supervisor"]}
    )


async def recordings_of(centre: LiveCentre, number: str) -> list[dict[str, object]]:
    """What was recorded, once all of it is on the shelf."""

    async def kept() -> list[dict[str, object]] | None:
        found = await centre.find_interaction(number)
        return (found or {}).get("recordings") or None

    return await eventually(kept, PATIENCE_S)


async def test_killed_while_listening_coaching_and_joined(
    own_site: LiveSite,
) -> None:
    made = await make_centre(own_site, agents=2, wrap_up_s=3_600)
    async with LiveCentre(own_site, made) as centre:
        await make_supervisor(centre, 1)
        talk = Watched(centre, "+8613800138061")
        await talk.begin()
        await talk.listen()
        await talk.survive()
        await talk.supervisor_listens()
        coach = {"mode": "coach"}
        await killed_midway(talk, lambda: talk.tell("PUT", "/mode", coach), talk.is_coached)
        await talk.supervisor_coaches()
        await killed_midway(talk, lambda: talk.tell("POST", "/join"), talk.is_joined)
        await talk.all_hear()
        await talk.survive()
        await talk.all_hear()
        await talk.end()
        assert (await centre.ended(talk.number))["outcome"] == "handled"
        assert await recordings_of(centre, talk.number)


async def test_killed_while_taking_over(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=2, wrap_up_s=3_600)
    async with LiveCentre(own_site, made) as centre:
        await make_supervisor(centre, 1)
        talk = Watched(centre, "+8613800138062")
        await talk.begin()
        await talk.listen()
        await killed_midway(talk, lambda: talk.tell("POST", "/take-over"), talk.is_joined)
        await talk.supervisor_has_the_customer()
        await talk.agents_phone.ended(PATIENCE_S)
        await talk.end()
        record = await centre.ended(talk.number)
        assert record["outcome"] == "handled"
        talkers = [one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"]
        assert (talkers[0], talkers[-1]) == ("Agent 0", "Agent 1")
        assert await recordings_of(centre, talk.number)
