"""What-if: a day is lived again with more customers, and the answer says what was asked."""

import re

import pytest
from playwright.async_api import Browser, expect
from tests.browser.chromium import open_page
from tests.browser.desk_page import sign_in
from tests.browser.looks import looks_well
from tests.browser.tea_house import TeaHouse, listen
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

_SERVED, _LEFT = "+442079460961", "+442079460962"


async def test_a_day_with_twice_the_customers_beside_what_it_was(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    agent = await house.colleague(line)
    await agent.ready()
    served = await house.call(line.number, _SERVED)
    (await agent.rings()).answer()
    talk = await agent.in_hand("talking")
    left = await house.call(line.number, _LEFT)
    await listen(left, 1)
    left.hang_up()
    await house.interaction(_LEFT)
    served.hang_up()
    await agent.in_hand("wrap_up")
    await agent.desk.finish(talk, None, "")
    await house.interaction(_SERVED)

    page = await open_page(browser, house.site.origin)
    known = house.sample.administrator
    await sign_in(page, known.login, known.password)
    await page.goto("/what-if")
    await page.get_by_label("How many", exact=True).fill("200")
    await page.get_by_role("button", name="Ask", exact=True).click()
    table = page.get_by_role("region", name="All queues").get_by_role("table")
    await expect(table).to_be_visible(timeout=2 * PATIENCE_S * 1_000)
    row = table.get_by_role("row", name=re.compile("^Answered"))
    await expect(row.get_by_role("cell")).to_have_count(3)
    await expect(row).to_contain_text("±")
    course = page.get_by_role("img", name=re.compile("^Mean wait by half-hours"))
    await expect(course).to_be_visible()

    await page.reload()
    told = page.get_by_role("list", name="What was different")
    await expect(told.get_by_role("listitem")).to_have_text(["Customers: 200 % as many"])
    await expect(table).to_be_visible()
    await looks_well(page, "what-if-answered", "en")
    await page.get_by_role("button", name="Change and ask again").click()
    await expect(page.get_by_label("How many", exact=True)).to_have_value("200")
