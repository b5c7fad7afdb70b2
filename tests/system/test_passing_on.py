"""Consult, conference and transfer on real telephones: who hears whom, also across a kill -9."""

import asyncio

import pytest
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import Agent, LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import level_at, tone
from antiphon.simulation.web_client import Refused

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

CUSTOMERS, AGENTS, COLLEAGUES = 620, 1_150, 2_300
TONES = (CUSTOMERS, AGENTS, COLLEAGUES, MUSIC_TONE)
PRESENT_DB, ABSENT_DB = -30, -40


async def hears_only(call: PhoneCall, *tones: int) -> None:
    """Wait until the last half second holds these tones and none of the others."""

    def is_so() -> bool:
        until = (call.stream.heard.last_at or 0.0) + 0.001
        sound = call.stream.heard.between(until - 0.5, until)
        return all(
            level_at(sound, hertz) > PRESENT_DB
            if hertz in tones
            else level_at(sound, hertz) < ABSENT_DB
            for hertz in TONES
        )

    await call.stream.until(is_so, PATIENCE_S)


class Talk:
    """A customer with one agent, and a colleague who is free."""

    def __init__(self, centre: LiveCentre, number: str) -> None:
        self.centre, self.number = centre, number
        self.agent: Agent
        self.colleague: Agent
        self.customer: PhoneCall
        self.agents_phone: PhoneCall
        self.colleagues_phone: PhoneCall
        self.id: str

    async def begin(self, first: int = 0) -> None:
        self.agent = await self.centre.agent(first)
        self.colleague = await self.centre.agent(first + 1)
        await self.agent.ready()
        self.customer = self.centre.call("100", caller_number=self.number)
        self.agents_phone = await self.agent.rings()
        self.agents_phone.answer()
        await self.customer.answered(PATIENCE_S)
        self.id = await self.agent.in_hand("talking")
        await self.colleague.ready()
        self.customer.say(tone(CUSTOMERS, 1), is_looped=True)
        self.agents_phone.say(tone(AGENTS, 1), is_looped=True)
        await hears_only(self.agents_phone, CUSTOMERS)

    async def ask(self, act: str) -> None:
        """Ask the colleague, who picks up."""
        target = {"kind": "agent", "id": self.colleague.id}
        await self.agent.desk.act(self.id, act, target=target)
        self.colleagues_phone = await self.colleague.rings()
        await self.colleague.desk.until(lambda desk: bool(desk.of("offer")), PATIENCE_S)
        offer = next(iter(self.colleague.desk.of("offer").values()))
        assert offer["customer"]["number"] == self.number
        self.colleagues_phone.answer()
        self.colleagues_phone.say(tone(COLLEAGUES, 1), is_looped=True)

    async def all_hear(self) -> None:
        """The three of them hear each other."""
        await hears_only(self.customer, AGENTS, COLLEAGUES)
        await hears_only(self.agents_phone, CUSTOMERS, COLLEAGUES)
        await hears_only(self.colleagues_phone, CUSTOMERS, AGENTS)

    async def apart(self) -> None:
        """Agent and colleague talk, and the customer hears music."""
        await hears_only(self.customer, MUSIC_TONE)
        await hears_only(self.agents_phone, COLLEAGUES)
        await hears_only(self.colleagues_phone, AGENTS)

    async def end(self) -> None:
        """The customer leaves; whoever talked writes it up."""
        self.customer.hang_up()
        for one in (self.agent, self.colleague):
            await one.in_hand("wrap_up")
            await one.desk.finish(self.id, None, "")


async def test_from_a_consultation_to_a_conference_that_goes_on(centre: LiveCentre) -> None:
    talk = Talk(centre, "+8613800138021")
    await talk.begin()
    await talk.ask("consult")
    await talk.apart()
    await talk.agent.desk.act(talk.id, "consult/toggle")
    await hears_only(talk.customer, AGENTS)
    await hears_only(talk.agents_phone, CUSTOMERS)
    await hears_only(talk.colleagues_phone, MUSIC_TONE)
    await talk.agent.desk.act(talk.id, "consult/merge")
    await talk.all_hear()
    party = next(iter(talk.agent.desk.of("work")[talk.id]["parties"]))
    await talk.agent.desk.client.put(
        f"/v1/desk/interactions/{talk.id}/parties/{party['id']}/mute", {"is_muted": True}
    )
    await hears_only(talk.customer, AGENTS)
    await talk.agent.desk.client.put(
        f"/v1/desk/interactions/{talk.id}/parties/{party['id']}/mute", {"is_muted": False}
    )
    await talk.agent.desk.act(talk.id, "leave")
    await hears_only(talk.customer, COLLEAGUES)
    await hears_only(talk.colleagues_phone, CUSTOMERS)
    await talk.agents_phone.ended(PATIENCE_S)
    await talk.end()
    record = await centre.ended(talk.number)
    assert record["outcome"] == "handled"
    talkers = [one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"]
    assert talkers[0] == "Agent 0"
    assert talkers[-1] == "Agent 1"


async def test_a_blind_transfer_and_one_to_nonsense(centre: LiveCentre) -> None:
    talk = Talk(centre, "+8613800138022")
    await talk.begin()
    for kind, target in (("agent", talk.agent.id), ("agent", "x"), ("number", "+12025550199")):
        with pytest.raises(Refused):
            await talk.agent.desk.act(talk.id, "transfer", target={"kind": kind, "id": target})
    await talk.ask("transfer")
    await talk.agents_phone.ended(PATIENCE_S)
    await hears_only(talk.customer, COLLEAGUES)
    await hears_only(talk.colleagues_phone, CUSTOMERS)
    await talk.end()
    assert (await centre.ended(talk.number))["outcome"] == "handled"


async def test_killed_in_a_consultation_and_in_a_conference(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=2)
    async with LiveCentre(own_site, made) as centre:
        talk = Talk(centre, "+8613800138023")
        await talk.begin()
        await talk.ask("consult")
        await talk.apart()
        await killed(talk)
        await talk.apart()
        await talk.agent.desk.act(talk.id, "consult/merge")
        await asyncio.to_thread(own_site.kill)
        await asyncio.to_thread(own_site.start)
        await connected_again(talk)
        await talk.all_hear()
        await talk.agent.desk.act(talk.id, "leave")
        await hears_only(talk.customer, COLLEAGUES)
        await talk.end()
        assert (await centre.ended(talk.number))["outcome"] == "handled"


async def killed(talk: Talk) -> None:
    """The control plane dies and comes back; the phones notice nothing."""
    site = talk.centre.site
    await asyncio.to_thread(site.kill)
    await talk.apart()
    await asyncio.to_thread(site.start)
    await connected_again(talk)


async def connected_again(talk: Talk) -> None:
    for one in (talk.agent, talk.colleague):
        await one.desk.until(
            lambda desk: desk.is_connected and talk.id in desk.of("work"), PATIENCE_S
        )
