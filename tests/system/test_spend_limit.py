"""A day's spend limit with real calls: no further one goes out, and nobody is cut off."""

import asyncio

import pytest
from tests.support.live_centre import Agent, LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.talking import AGENTS, CUSTOMERS, hears_only

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import tone
from antiphon.simulation.web_client import Refused

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

REACHED, REFUSED, LATER = "+8613800138601", "+8613800138602", "+8613800138603"
# A minute costs 1.00 unless a rate says otherwise, and each that began counts whole.
ONE_MINUTE, ENOUGH = 100, 100_000


async def limit(centre: LiveCentre, most: int) -> None:
    """Calls outside may cost so much within 24 hours, in hundredths."""
    rules = {"allowed_prefixes": ["+861"], "daily_spend_limit": most}
    await centre.administrator.put("/v1/dial-rules", rules)


async def reaches(centre: LiveCentre, agent: Agent, number: str) -> tuple[PhoneCall, PhoneCall]:
    """The agent calls a number outside and talks: the agent's phone, and the one outside."""
    await agent.desk.client.post("/v1/desk/calls", {"number": number})
    phone = await agent.rings()
    phone.answer()
    called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
    called.answer()
    await agent.in_hand("talking")
    return phone, called


async def test_who_talks_goes_on_and_no_further_number_outside_is_called(
    own_site: LiveSite,
) -> None:
    made = await make_centre(own_site, agents=2, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        await centre.change(f"/v1/trunks/{made.trunk}", port=centre.outside.address[1])
        await limit(centre, ONE_MINUTE)
        first, second = await centre.agent(0), await centre.agent(1)
        await first.ready()
        await second.ready()
        phone, called = await reaches(centre, first, REACHED)
        phone.say(tone(AGENTS, 1), is_looped=True)
        called.say(tone(CUSTOMERS, 1), is_looped=True)
        spent = (await centre.administrator.get("/v1/dial-rules"))["spent_in_last_day"]
        assert spent == ONE_MINUTE

        with pytest.raises(Refused, match=r"dial\.spend_limit"):
            await second.desk.client.post("/v1/desk/calls", {"number": REFUSED})
        talk = await first.in_hand("talking")
        target = {"kind": "number", "id": REFUSED}
        for wish in ("consult", "transfer"):
            with pytest.raises(Refused, match=r"dial\.spend_limit"):
                await first.desk.act(talk, wish, target=target)
        await hears_only(phone, CUSTOMERS)
        await hears_only(called, AGENTS)

        await limit(centre, ENOUGH)
        _, later = await reaches(centre, second, LATER)
        # Whoever is called next was called now: nothing went out while it was refused.
        assert LATER in later.header("To")
        assert centre.outside.incoming.empty()
        assert called.end is None
        for call in (called, later):
            call.hang_up()
        for number in (REACHED, LATER):
            record = await centre.ended(number)
            assert (record["outcome"], record["direction"]) == ("handled", "outbound")
        assert await centre.find_interaction(REFUSED) is None
