"""What pages are told after the control plane was killed: a call that ends then is over on them.

The engine has lost the way that it had to the phone in the page, so its own word does not arrive.
"""

import asyncio

import pytest
from playwright.async_api import Browser, expect
from tests.browser.desk_page import DeskPage
from tests.browser.outside_site import outside_site
from tests.browser.tea_house import AGENTS_TONE, CUSTOMERS_TONE, TeaHouse, hears
from tests.browser.test_call_button import VisitorPage, make_button
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def killed(house: TeaHouse, desk: DeskPage) -> None:
    """The control plane dies and comes back, and so does the page."""
    await asyncio.to_thread(house.site.kill)
    banner = desk.page.get_by_role("status").filter(has_text="we are reconnecting")
    await expect(banner).to_be_visible()
    await asyncio.to_thread(house.site.start)
    await expect(banner).to_have_count(0)
    await expect(desk.phone_is_ready).to_be_attached()


async def test_the_next_customer_is_heard_after_one_who_left_after_a_kill(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line(wrap_up_s=0, offer_timeout_s=120)
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    first = await house.call(line.number, "+442079460221")
    await desk.accept()
    await desk.hears(CUSTOMERS_TONE)
    await killed(house, desk)
    await hears(first, AGENTS_TONE)
    second = await house.call(line.number, "+442079460222")
    first.hang_up()
    await expect(desk.offer).to_contain_text("+442079460222")
    await desk.accept()
    await hears(second, AGENTS_TONE)
    await desk.hears(CUSTOMERS_TONE)
    second.hang_up()
    for number in ("+442079460221", "+442079460222"):
        record = await house.interaction(number)
        assert (record["outcome"], record["ended_by"]) == ("handled", "customer")
    # Nobody was refused by a page that thought it was still talking.
    assert [one["kind"] for one in record["segments"]].count("ring") <= 1


async def test_a_call_that_rings_in_the_page_is_accepted_after_a_kill(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line(offer_timeout_s=120)
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460223")
    await expect(desk.offer).to_contain_text("+442079460223")
    await killed(house, desk)
    await desk.accept()
    await hears(caller, AGENTS_TONE)
    await desk.hears(CUSTOMERS_TONE)
    caller.hang_up()
    await desk.finish()
    assert (await house.interaction("+442079460223"))["outcome"] == "handled"


async def test_a_visitor_talks_on_through_a_kill_and_is_told_the_end(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    key = await make_button(house, line, "http://127.0.0.1")
    snippet = f"<script src='{house.site.origin}/call-button.js' data-key='{key}'></script>"
    async with outside_site(snippet) as outside:
        await house.change(f"/v1/call-buttons/{key}", origins=[outside])
        page = await (await browser.new_context(locale="en")).new_page()
        await page.add_init_script(path="tests/browser/ear.js")
        await page.goto(outside)
        visitor = VisitorPage(page)
        await visitor.press()
        await visitor.frame.get_by_role("button", name="Call now").click()
        await desk.accept()
        await visitor.hears(AGENTS_TONE)
        sockets: list[str] = []
        page.on("websocket", lambda socket: sockets.append(socket.url))
        await killed(house, desk)
        await desk.hears(AGENTS_TONE)
        await visitor.hears(AGENTS_TONE)
        async with asyncio.timeout(PATIENCE_S):
            while not sockets:
                await page.wait_for_event("websocket")
        await desk.button("Hang up").click()
        await expect(visitor.frame.get_by_role("status")).to_have_text("The call has ended.")
        await desk.finish()
