"""Offers that are not accepted: the desk shows it at once, and says why."""

import pytest
from playwright.async_api import Browser, expect
from tests.browser.tea_house import TeaHouse

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def test_a_declined_offer_leaves_the_desk_not_ready(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460401")
    await expect(desk.offer).to_be_visible()
    await expect(desk.state).to_contain_text("Ringing")
    await desk.button("Decline").click()
    await expect(desk.offer).to_have_count(0)
    await expect(desk.state).to_contain_text("Not ready")
    await expect(desk.state).to_contain_text("Declined an offer")
    await expect(desk.page.get_by_text("1 waiting")).to_be_visible()
    caller.hang_up()


async def test_an_expired_offer_leaves_the_desk_not_ready(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line(offer_timeout_s=5)
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460402")
    await expect(desk.offer).to_contain_text("s left")
    await expect(desk.offer).to_have_count(0)
    await expect(desk.state).to_contain_text("Blocked")
    await expect(desk.state).to_contain_text("Missed an offer")
    # Ready again, the same customer rings again.
    await desk.choose("Ready")
    await expect(desk.offer).to_contain_text("+442079460402")
    caller.hang_up()
    await expect(desk.offer).to_have_count(0)


async def test_when_the_customer_leaves_the_offer_is_gone(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460403")
    await expect(desk.offer).to_be_visible()
    caller.hang_up()
    await expect(desk.offer).to_have_count(0)
    await expect(desk.state).to_contain_text("Ready")
    await expect(desk.page.get_by_text("You are ready.")).to_be_visible()
    record = await house.interaction("+442079460403")
    assert record["outcome"] in ("abandoned", "short_abandoned")
    assert record["ended_by"] == "customer"
