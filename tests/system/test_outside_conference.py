"""Calls shared by an agent whose phone is a number outside: who hears whom, through kills too.

Numbers are masked meanwhile: nothing that the mobile or the colleague's phone is told holds the
customer's.
"""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from tests.support.eventually import eventually
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.mobile import is_asked
from tests.support.patience import PATIENCE_S
from tests.system.talking import (
    AGENTS,
    COLLEAGUES,
    CUSTOMERS,
    Talk,
    connected_again,
    hears_only,
)
from tests.system.test_outside_phones import MOBILE, taken
from tests.system.test_privacy import ListeningPhone, a_listening_agent

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]

CUSTOMER, HIDDEN, MASKED = "+8613912340079", "39123400", "+86139****0079"
EXPERT, EXPERTS = "+861055550188", 1_700


class OutsideTalk(Talk):
    """A customer with an agent at a mobile, and a colleague with a desk phone."""

    def __init__(self, centre: LiveCentre, mobiles: ListeningPhone, desk: ListeningPhone) -> None:
        super().__init__(centre, MASKED)
        self.mobiles, self.desk_phone = mobiles, desk

    async def mobile_rings(self) -> PhoneCall:
        """The next call that we make to the outside."""
        return await asyncio.wait_for(self.mobiles.incoming.get(), PATIENCE_S)

    async def mobile_takes(self) -> None:
        """The agent answers the mobile, is asked for the key, and has the customer."""
        self.agents_phone = await self.mobile_rings()
        self.agents_phone.answer()
        await is_asked(self.agents_phone)
        self.id = await taken(self.agent, self.agents_phone)
        self.agents_phone.say(tone(AGENTS, 1), is_looped=True)

    async def begin_outside(self) -> None:
        """The customer calls and is taken."""
        await self.agent.ready()
        self.customer = self.centre.call("100", caller_number=CUSTOMER)
        await self.mobile_takes()
        self.customer.say(tone(CUSTOMERS, 1), is_looped=True)
        await hears_only(self.agents_phone, CUSTOMERS)
        await hears_only(self.customer, AGENTS)

    async def survive(self) -> None:
        """The control plane dies and comes back."""
        site = self.centre.site
        await asyncio.to_thread(site.kill)
        await asyncio.to_thread(site.start)
        await connected_again(self)

    def assert_told_nothing(self) -> None:
        """No phone of an agent was told the customer's number."""
        for phone in (self.mobiles, self.desk_phone):
            heard = phone.transport.heard.decode(errors="replace")
            assert "INVITE sip:" in heard
            assert HIDDEN not in re.sub(r"[^0-9a-zA-Z]", "", heard)


@pytest.fixture
async def talk(own_site: LiveSite) -> AsyncIterator[OutsideTalk]:
    """Both agents are signed in, numbers are masked, and our trunk leads to the mobile."""
    made = await make_centre(own_site, agents=2, offer_timeout_s=120, wrap_up_s=3_600)
    async with LiveCentre(own_site, made) as centre:
        mobiles = ListeningPhone(own_site.sip, centre.pacer).listen()
        await mobiles.open()
        known = centre.administrator
        await known.put("/v1/number-privacy", {"is_masked": True, "reveals_a_day": 1})
        await known.put("/v1/dial-rules", {"allowed_prefixes": [EXPERT]})
        await centre.change(f"/v1/trunks/{made.trunk}", port=mobiles.address[1])
        colleague, desk_phone = await a_listening_agent(centre, 1)
        agent = await centre.agent(0)
        await centre.change(f"/v1/agents/{agent.id}", phone_kind="outside", phone_number=MOBILE)
        await agent.desk.until(lambda desk: desk.me["phone"]["kind"] == "outside", PATIENCE_S)
        talk = OutsideTalk(centre, mobiles, desk_phone)
        talk.agent, talk.colleague = agent, colleague
        try:
            yield talk
        finally:
            await mobiles.close()
            await desk_phone.close()


async def test_an_agent_outside_asks_a_colleague_in_and_gets_the_customer_back(
    talk: OutsideTalk,
) -> None:
    await talk.begin_outside()
    await talk.colleague.ready()
    await talk.ask("consult")
    await talk.apart()
    await talk.survive()
    await talk.apart()
    await talk.agent.desk.act(talk.id, "consult/toggle", side="customer")
    await hears_only(talk.customer, AGENTS)
    await hears_only(talk.colleagues_phone, MUSIC_TONE)
    await talk.agent.desk.act(talk.id, "consult/merge")
    await talk.all_hear()
    await talk.survive()
    await talk.all_hear()
    await talk.agent.desk.act(talk.id, "leave")
    await hears_only(talk.customer, COLLEAGUES)
    assert (await talk.agents_phone.ended(PATIENCE_S)).by_far_end

    # Back to the agent outside, who needs the key again.
    await talk.agent.in_hand("wrap_up")
    await talk.agent.desk.finish(talk.id, None, "")
    await talk.agent.ready()
    target = {"kind": "agent", "id": talk.agent.id}
    await talk.colleague.desk.act(talk.id, "transfer", target=target)
    await talk.mobile_takes()
    await hears_only(talk.customer, AGENTS)
    await hears_only(talk.agents_phone, CUSTOMERS)
    await talk.end()
    record = await talk.centre.ended(CUSTOMER)
    assert (record["outcome"], record["ended_by"]) == ("handled", "customer")
    talkers = [one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"]
    assert (talkers[0], talkers[-1]) == ("Agent 0", "Agent 0")
    assert "Agent 1" in talkers
    talk.assert_told_nothing()


async def test_an_agent_outside_leaves_the_customer_to_an_expert_outside(
    talk: OutsideTalk,
) -> None:
    await talk.begin_outside()
    await talk.agent.desk.act(talk.id, "consult", target={"kind": "number", "id": EXPERT})
    expert = await talk.mobile_rings()
    expert.answer()
    expert.say(tone(EXPERTS, 1), is_looped=True)
    await hears_only(talk.customer, MUSIC_TONE)
    await hears_only(expert, AGENTS)
    await asyncio.to_thread(talk.centre.site.kill)
    await hears_only(expert, AGENTS)
    await asyncio.to_thread(talk.centre.site.start)
    await talk.agent.desk.until(
        lambda desk: desk.is_connected and talk.id in desk.of("work"), PATIENCE_S
    )
    await talk.agent.desk.act(talk.id, "consult/complete")
    assert (await talk.agents_phone.ended(PATIENCE_S)).by_far_end
    await hears_only(expert, CUSTOMERS)
    talk.customer.hang_up()
    assert (await expert.ended(PATIENCE_S)).by_far_end
    await talk.agent.in_hand("wrap_up")
    await talk.agent.desk.finish(talk.id, None, "")

    async def shown() -> bool | None:
        return None if talk.agent.desk.of("work") else True

    await eventually(shown, PATIENCE_S)
    record = await talk.centre.ended(CUSTOMER)
    assert record["outcome"] == "handled"
    assert "outside" in [one["kind"] for one in record["segments"]]
    assert HIDDEN not in re.sub(
        r"[^0-9a-zA-Z]", "", talk.mobiles.transport.heard.decode(errors="replace")
    )
