"""What helps an agent: who is calling, what to say, pages outside, and what is asked at the end."""

import pytest
from playwright.async_api import Browser, expect
from tests.browser.desk_page import DeskPage
from tests.browser.guided_line import AGAIN, COLOUR, CUPS, ORDER_NUMBER, WHEN, open_guided_line
from tests.browser.outside_site import outside_site
from tests.browser.tea_house import AGENTS_TONE, TeaHouse, hears

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def test_a_call_is_guided_from_ring_to_record(house: TeaHouse, browser: Browser) -> None:
    number = "+442079460701"
    for name in ("Mary Smith", "Tom Smith & Sons"):
        await house.make("customers", name=name, numbers=[number])
    async with outside_site() as outside:
        line = await open_guided_line(house, outside)
        desk = await house.desk_page(browser, line)
        await desk.become_ready()
        caller = await house.call(line.number, number)

        await expect(desk.offer).to_contain_text("Mary Smith / Tom Smith & Sons?")
        await expect(desk.offer).to_contain_text(f"of {line.queue_name}.")
        panel = desk.page.frame_locator("iframe")
        await expect(panel.get_by_text("/show?tel=%2B442079460701&name=")).to_be_visible()

        async with desk.page.context.expect_page() as opening:
            await desk.accept()
        opened = await opening.value
        assert opened.url == f"{outside}/find?tel=%2B442079460701&name="
        await opened.close()
        await hears(caller, AGENTS_TONE)

        # The values of an address are encoded, whatever they hold.
        await desk.button("Tom Smith & Sons").click()
        await expect(panel.get_by_text("name=Tom%20Smith%20%26%20Sons")).to_be_visible()
        await expect(desk.talk).not_to_contain_text("Who is it?")

        await desk.page.get_by_label(ORDER_NUMBER).fill("A 17")
        caller.hang_up()
        await expect(desk.wrap_up).to_be_visible()
        await expect(desk.page.get_by_label(ORDER_NUMBER)).to_have_value("A 17")
        await answer_the_rest(desk)
    record = await house.interaction(number)
    assert record["customer"]["name"] == "Tom Smith & Sons"
    assert record["disposition"]["name"] == f"Complaint {line.number} › Broken"
    assert [(one["label"], one["value"]) for one in record["answers"]] == [
        (ORDER_NUMBER, "A 17"),
        (COLOUR, "Black"),
        (WHEN, "2026-03-09"),
        (AGAIN, "yes"),
        (CUPS, "2.5"),
    ]


async def answer_the_rest(desk: DeskPage) -> None:
    """Find out what is required, answer everything, and finish."""
    page = desk.page
    await desk.button("Finish").click()
    await expect(page.get_by_text("Choose a disposition first.")).to_be_visible()
    await page.get_by_label("Disposition").fill("broken")
    await page.get_by_title("Broken", exact=True).click()
    await page.get_by_label(COLOUR).click()
    await page.get_by_title("Black", exact=True).click()
    await page.get_by_label(WHEN).fill("2026-03-09")
    await page.keyboard.press("Enter")
    await page.get_by_role("radio", name="Yes").check()
    await page.get_by_label(CUPS).fill("2.5")
    await desk.button("More time").click()
    await expect(desk.button("More time")).to_have_count(0)
    await desk.finish()


async def test_somebody_unknown_becomes_a_customer_in_one_step(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460702")
    await desk.accept()
    await desk.page.get_by_label("Name of the new customer").fill("Ada King")
    await desk.button("Add customer").click()
    await expect(desk.talk).to_contain_text("Ada King")
    caller.hang_up()
    await desk.finish()
    await house.call(line.number, "+442079460702")
    await expect(desk.offer).to_contain_text("Ada King is calling")
    await desk.button("Decline").click()
    await expect(desk.offer).to_have_count(0)
