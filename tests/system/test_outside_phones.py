"""An agent with a telephone number outside: a real trunk, real keys, and a mailbox that answers."""

import asyncio
from typing import NamedTuple

import pytest
from tests.support.agreement import nothing_left
from tests.support.eventually import eventually
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import Agent, LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.mobile import is_asked
from tests.support.patience import PATIENCE_S
from tests.system.talking import AGENTS, CUSTOMERS, hears_only

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

MOBILE, CUSTOMER = "+8613800138601", "+8613800138602"


async def an_agent_outside(centre: LiveCentre) -> Agent:
    """The first agent, who is called over the trunk from now on."""
    await centre.change(f"/v1/trunks/{centre.made.trunk}", port=centre.outside.address[1])
    agent = await centre.agent(0)
    await centre.change(f"/v1/agents/{agent.id}", phone_kind="outside", phone_number=MOBILE)
    await agent.desk.until(
        lambda desk: desk.me["phone"].get("number") == MOBILE and desk.me["phone"]["is_reachable"],
        PATIENCE_S,
    )
    await agent.ready()
    return agent


async def mobile_rings(centre: LiveCentre) -> PhoneCall:
    return await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)


async def taken(agent: Agent, mobile: PhoneCall) -> str:
    """Press the key until the call is there, as who hears the question again does."""

    async def talking() -> str | None:
        mobile.press("1")
        work = agent.desk.of("work").items()
        return next((key for key, one in work if one["state"] == "talking"), None)

    return await eventually(talking, PATIENCE_S)


class Unheard(NamedTuple):
    """An agent outside, who pressed a key while we were away, and who else is there."""

    outside: Agent
    colleague: Agent
    customer: PhoneCall
    mobile: PhoneCall


async def a_key_unheard(centre: LiveCentre, key: str) -> Unheard:
    """The mobile is asked, the control plane dies, the key is pressed, and we are back."""
    outside = await an_agent_outside(centre)
    colleague = await centre.agent(1)
    customer = centre.call("100", caller_number=CUSTOMER)
    mobile = await mobile_rings(centre)
    mobile.answer()
    await is_asked(mobile)
    await asyncio.to_thread(centre.site.kill)
    mobile.press(key)
    await asyncio.to_thread(centre.site.start)
    return Unheard(outside, colleague, customer, mobile)


async def the_next_agent_takes_it(
    centre: LiveCentre, outside: Agent, colleague: Agent, customer: PhoneCall
) -> None:
    """The colleague alone talks with the customer, who then goes."""
    phone = await colleague.rings()
    phone.answer()
    await colleague.in_hand("talking")
    customer.say(tone(CUSTOMERS, 1), is_looped=True)
    await hears_only(phone, CUSTOMERS)
    assert not outside.desk.of("work")
    assert centre.outside.incoming.empty(), "the number outside was called twice"
    customer.hang_up()
    record = await centre.ended(CUSTOMER)
    assert record["outcome"] == "handled"
    talkers = [one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"]
    assert talkers == ["Agent 1"]


async def test_a_call_is_taken_outside_by_key_and_outlives_two_kills(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=1, offer_timeout_s=120)
    async with LiveCentre(own_site, made) as centre:
        agent = await an_agent_outside(centre)
        customer = centre.call("100", caller_number=CUSTOMER)
        mobile = await mobile_rings(centre)
        assert CUSTOMER.removeprefix("+") not in mobile.header("From")
        mobile.answer()
        await is_asked(mobile)
        await asyncio.to_thread(own_site.kill)
        # Nobody hears this key; whoever pressed it is asked all the same, and presses again.
        mobile.press("1")
        await asyncio.to_thread(own_site.start)
        await agent.desk.until(lambda desk: desk.is_connected, PATIENCE_S)
        await is_asked(mobile)

        interaction = await taken(agent, mobile)
        customer.say(tone(CUSTOMERS, 1), is_looped=True)
        mobile.say(tone(AGENTS, 1), is_looped=True)
        await hears_only(mobile, CUSTOMERS)
        await hears_only(customer, AGENTS)
        await agent.desk.act(interaction, "hold")
        await hears_only(customer, MUSIC_TONE)
        await asyncio.to_thread(own_site.kill)
        await asyncio.to_thread(own_site.start)
        await agent.desk.until(
            lambda desk: desk.is_connected and interaction in desk.of("work"), PATIENCE_S
        )
        await agent.desk.act(interaction, "resume")
        await hears_only(customer, AGENTS)

        mobile.hang_up()
        await customer.ended(PATIENCE_S)
        await agent.in_hand("wrap_up")
        await agent.desk.finish(interaction, None, "")
        assert (await centre.ended(CUSTOMER))["outcome"] == "handled"


async def test_a_mailbox_answers_and_the_next_agent_gets_the_call(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=2, offer_timeout_s=6, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        outside = await an_agent_outside(centre)
        colleague = await centre.agent(1)
        customer = centre.call("100", caller_number=CUSTOMER)
        mailbox = await mobile_rings(centre)
        mailbox.answer()
        mailbox.say(tone(AGENTS, 1), is_looped=True)
        await is_asked(mailbox)
        await colleague.ready()
        assert (await mailbox.ended(PATIENCE_S)).by_far_end
        await the_next_agent_takes_it(centre, outside, colleague, customer)


async def test_a_key_that_nobody_heard_and_no_other_one_leaves_nothing_behind(
    own_site: LiveSite,
) -> None:
    made = await make_centre(own_site, agents=2, offer_timeout_s=6, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        outside, colleague, customer, mobile = await a_key_unheard(centre, "1")
        await colleague.desk.until(lambda desk: desk.is_connected, PATIENCE_S)
        await colleague.ready()
        assert (await mobile.ended(PATIENCE_S)).by_far_end
        await the_next_agent_takes_it(centre, outside, colleague, customer)
        await nothing_left(own_site)


async def test_who_declined_unheard_declines_again_and_is_not_called_once_more(
    own_site: LiveSite,
) -> None:
    made = await make_centre(own_site, agents=2, offer_timeout_s=120, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        outside, colleague, customer, mobile = await a_key_unheard(centre, "2")
        await outside.desk.until(
            lambda desk: desk.is_connected and bool(desk.of("offer")), PATIENCE_S
        )
        mobile.press("2")
        assert (await mobile.ended(PATIENCE_S)).by_far_end
        await outside.desk.until(lambda desk: desk.me["state"] == "not_ready", PATIENCE_S)
        await colleague.ready()
        await the_next_agent_takes_it(centre, outside, colleague, customer)
        await nothing_left(own_site)
