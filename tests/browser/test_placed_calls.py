"""An agent calls from the page: it rings there, somebody answers, and both hear each other."""

import asyncio

import pytest
from playwright.async_api import Browser, expect
from tests.browser.accessibility import violations_on
from tests.browser.desk_page import DeskPage
from tests.browser.tea_house import AGENTS_TONE, CUSTOMERS_TONE, TeaHouse, hears, speak
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import PhoneCall

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

FRIEND, NUMBER = "Lin Friend", "+8613800138471"
# The tone of a telephone that rings, which the agent hears.
RINGING = 480


async def a_desk(house: TeaHouse, browser: Browser) -> DeskPage:
    """An agent whose queue calls out over a trunk that leads to us."""
    trunk_id = await house.make(
        "trunks", name="Way out", host="127.0.0.1", port=house.outside.address[1]
    )
    await house.make("customers", name=FRIEND, numbers=[NUMBER])
    rules = {"call_back": {"trunk_id": trunk_id}}
    return await house.desk_page(browser, await house.open_line(waiting=rules))


async def rung(house: TeaHouse) -> PhoneCall:
    """The call that comes out of the trunk."""
    return await asyncio.wait_for(house.outside.incoming.get(), PATIENCE_S)


async def test_an_agent_calls_a_number_and_then_the_same_one_again(
    house: TeaHouse, browser: Browser
) -> None:
    desk = await a_desk(house, browser)
    box = desk.page.get_by_role("region", name="Call somebody")
    await desk.become_ready()
    await expect(box.get_by_role("button", name="Call")).to_be_disabled()
    await box.get_by_label("Telephone number").fill("138 0013 8471")
    await box.get_by_role("button", name="Call").click()

    called = await rung(house)
    await expect(desk.talk).to_contain_text("Calling the customer")
    await expect(desk.talk).to_contain_text(FRIEND)
    await desk.hears(RINGING)
    called.answer()
    speak(called, CUSTOMERS_TONE)
    await expect(desk.talk).to_contain_text("Talking")
    await desk.hears(CUSTOMERS_TONE)
    await hears(called, AGENTS_TONE)
    await desk.button("Hang up").click()
    assert (await called.ended(PATIENCE_S)).by_far_end
    await desk.finish(note="Talked about tea")

    # From the list of what was, without the number; this time the line is busy.
    await desk.button(f"Call: {FRIEND}").click()
    again = await rung(house)
    again.decline()
    await expect(desk.wrap_up).to_contain_text("The line was busy.")
    assert await violations_on(desk.page) == []
    await desk.finish()
    await expect(desk.state).to_contain_text("Ready")


async def test_whom_one_must_not_call_is_said_in_plain_words(
    house: TeaHouse, browser: Browser
) -> None:
    desk = await house.desk_page(browser, await house.open_line())
    await desk.become_ready()
    await desk.page.keyboard.press("Alt+d")
    await desk.page.keyboard.type("+49 30 123456")
    await desk.page.keyboard.press("Enter")
    box = desk.page.get_by_role("region", name="Call somebody")
    await expect(box).to_contain_text("This number must not be called.")
