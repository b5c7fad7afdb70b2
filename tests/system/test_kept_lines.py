"""An agent's desk phone whose line stays up: one INVITE, three calls, and a kill in the second."""

import asyncio

import pytest
from tests.support.eventually import eventually
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.talking import AGENTS, CUSTOMERS, hears_only

from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

NUMBERS = ("+8613800138621", "+8613800138622", "+8613800138623")


async def test_three_calls_come_over_one_line_that_a_kill_does_not_close(
    own_site: LiveSite,
) -> None:
    made = await make_centre(own_site, agents=1, offer_timeout_s=120)
    async with LiveCentre(own_site, made) as centre:
        agent = await centre.agent(0)
        await centre.change(f"/v1/agents/{agent.id}", keeps_line=True)
        await agent.ready()
        phone = await agent.rings()
        phone.answer()
        phone.say(tone(AGENTS, 1), is_looped=True)
        await agent.desk.until(lambda desk: desk.me["phone"]["line"] == "open", PATIENCE_S)

        for number in NUMBERS:
            customer = centre.call("100", caller_number=number)
            await agent.desk.until(lambda desk: bool(desk.of("offer")), PATIENCE_S)
            phone.press("1")
            interaction = await agent.in_hand("talking")
            customer.say(tone(CUSTOMERS, 1), is_looped=True)
            await hears_only(phone, CUSTOMERS)
            await hears_only(customer, AGENTS)
            if number == NUMBERS[1]:
                await asyncio.to_thread(own_site.kill)
                await hears_only(customer, AGENTS)
                await asyncio.to_thread(own_site.start)
                await agent.desk.until(
                    lambda desk: desk.is_connected and bool(desk.of("work")), PATIENCE_S
                )
                await agent.desk.act(interaction, "hold")
                await hears_only(customer, MUSIC_TONE)
                await agent.desk.act(interaction, "resume")
                await hears_only(customer, AGENTS)
            await agent.desk.act(interaction, "hang-up")
            await customer.ended(PATIENCE_S)
            await agent.in_hand("wrap_up")
            await agent.desk.finish(interaction, None, "")
            assert (await centre.ended(number))["outcome"] == "handled"
            assert phone.end is None
        assert agent.phone.incoming.empty()

        await agent.desk.change_presence("offline")
        assert (await phone.ended(PATIENCE_S)).by_far_end

        async def is_closed() -> bool | None:
            return agent.desk.me["phone"]["line"] == "closed" or None

        await eventually(is_closed, PATIENCE_S)
