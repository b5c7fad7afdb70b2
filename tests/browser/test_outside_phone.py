"""An agent works with a mobile: sets its number, and takes a call with it at the ear."""

import asyncio

import pytest
from playwright.async_api import Browser, expect
from tests.browser.chromium import open_page
from tests.browser.desk_page import DeskPage, sign_in
from tests.browser.looks import looks_well
from tests.browser.tea_house import AGENTS_TONE, CUSTOMERS_TONE, TeaHouse, hears, speak
from tests.support.mobile import is_asked
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

MOBILE, CUSTOMER = "+8613800138481", "+8613800138482"


async def test_an_agent_sets_the_own_number_and_accepts_on_the_page(
    house: TeaHouse, browser: Browser
) -> None:
    trunk_id = await house.make(
        "trunks", name="Way to mobiles", host="127.0.0.1", port=house.outside.address[1]
    )
    rules = {"call_back": {"trunk_id": trunk_id}}
    line = await house.open_line(waiting=rules, offer_timeout_s=120)
    person = await house.add_agent(line, phone_kind="outside", may_set_number=True)
    page = await open_page(browser, house.site.origin)
    await sign_in(page, person.login, person.password)
    desk = DeskPage(page)

    await desk.button("No phone number set").click()
    number = page.get_by_role("dialog").get_by_label("Telephone number")
    await number.fill("+49 30 123456")
    await desk.button("Save").click()
    await expect(page.get_by_role("dialog")).to_contain_text("This number must not be called.")
    await looks_well(page, "own-number", "en")
    await number.fill("138 0013 8481")
    await desk.button("Save").click()
    await expect(desk.button(f"Phone: {MOBILE}")).to_be_visible()
    await desk.become_ready()

    customer = await house.call(line.number, CUSTOMER)
    mobile = await asyncio.wait_for(house.outside.incoming.get(), PATIENCE_S)
    assert CUSTOMER.removeprefix("+") not in mobile.header("From")
    await expect(desk.offer).to_contain_text("Answer it and press 1")
    await looks_well(page, "offer-outside", "en")
    mobile.answer()
    await is_asked(mobile)
    await desk.accept()
    speak(mobile, AGENTS_TONE)
    await hears(mobile, CUSTOMERS_TONE)
    await hears(customer, AGENTS_TONE)
    mobile.hang_up()
    await desk.finish()
