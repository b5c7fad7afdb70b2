"""An agent whose line is kept open: the page answers it once, and each accepted call is heard."""

import time

import pytest
from playwright.async_api import Browser, expect
from tests.browser.desk_page import DeskPage
from tests.browser.looks import looks_well
from tests.browser.tea_house import AGENTS_TONE, CUSTOMERS_TONE, TeaHouse, hears

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

CUSTOMERS = ("+8613800138491", "+8613800138492")


async def test_two_calls_are_heard_over_one_line(house: TeaHouse, browser: Browser) -> None:
    line = await house.open_line(offer_timeout_s=120)
    person = await house.add_agent(line, may_keep_line=True)
    desk = await DeskPage.open(browser, house.site.origin, person.login, person.password)
    await desk.become_ready()
    await desk.button("Line not kept open").click()
    await desk.page.get_by_role("switch", name="Keep my line open").click()
    await expect(desk.page.get_by_text("Line open", exact=True)).to_be_attached()
    await looks_well(desk.page, "kept-line", "en")
    await desk.page.get_by_role("button", name="Close").click()

    for number in CUSTOMERS:
        customer = await house.call(line.number, number)
        await expect(desk.offer).to_be_visible()
        accepted_at = time.monotonic()
        await desk.accept()
        await desk.hears(CUSTOMERS_TONE)
        took_ms = (time.monotonic() - accepted_at) * 1000
        print(f"accept to audio: {took_ms:.0f} ms")  # noqa: T201 (a figure; machines differ)
        await hears(customer, AGENTS_TONE)
        await desk.button("Hold").click()
        await desk.hears_no_more(CUSTOMERS_TONE)
        await desk.button("Resume").click()
        await desk.hears(CUSTOMERS_TONE)
        customer.hang_up()
        await expect(desk.wrap_up).to_be_visible()
        await desk.finish()
        await expect(desk.page.get_by_text("Line open", exact=True)).to_be_attached()
