"""The sound of the phone in the page: devices, the meter, hearing oneself, a dead microphone."""

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.accessibility import violations_on
from tests.browser.tea_house import AGENTS_TONE, CUSTOMERS_TONE, TeaHouse, hears
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


async def open_settings(page: Page) -> None:
    """Open them from the state of the phone in the bar."""
    await page.get_by_role("button", name="Phone ready").click()
    await expect(page.get_by_role("dialog", name="Sound")).to_be_visible()


async def test_an_agent_sees_and_hears_that_the_microphone_works(
    house: TeaHouse, browser: Browser
) -> None:
    desk = await house.desk_page(browser, await house.open_line())
    page = desk.page
    await open_settings(page)
    dialog = page.get_by_role("dialog", name="Sound")
    meter = dialog.get_by_label("What the microphone hears")
    await page.wait_for_function(
        "meter => meter.value > 0.2",
        arg=await meter.element_handle(),
        timeout=PATIENCE_S * 1_000,
    )
    assert await violations_on(page) == []
    await dialog.get_by_role("combobox", name="Microphone").click()
    await page.get_by_title("Fake Audio Input 1").click()
    assert await page.evaluate("localStorage.getItem('antiphon.microphone')")
    await dialog.get_by_role("button", name="Record and listen").click()
    await expect(dialog).to_contain_text("Did you hear yourself?")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_an_agent_hears_the_line_and_is_told_how_it_is(
    house: TeaHouse, browser: Browser
) -> None:
    desk = await house.desk_page(browser, await house.open_line())
    await open_settings(desk.page)
    line = desk.page.get_by_role("dialog", name="Sound").get_by_role(
        "region", name="Test of the line"
    )
    await line.get_by_role("button", name="Test the line").click()
    await expect(line.get_by_text("Speak now: you hear yourself.")).to_be_visible()
    await desk.hears(AGENTS_TONE)
    await expect(line.get_by_text("Done.")).to_be_visible()
    await expect(line).to_contain_text("The line is ")
    await expect(line).to_contain_text("Round trip")
    assert await violations_on(desk.page) == []


async def test_a_microphone_that_gives_nothing_is_told(house: TeaHouse, browser: Browser) -> None:
    line = await house.open_line()
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460311")
    await expect(desk.offer).to_be_visible()
    await desk.accept()
    await hears(caller, AGENTS_TONE)
    await desk.hears(CUSTOMERS_TONE)
    hint = desk.page.get_by_role("alert").filter(has_text="The customer hears nothing of you.")
    await expect(hint).to_have_count(0)
    # A headset's own switch: the browser goes on, with nothing to send.
    await desk.page.evaluate("window.silenceMicrophone()")
    await expect(hint).to_be_visible()
    await hint.get_by_role("button", name="Sound").click()
    await expect(desk.page.get_by_role("dialog", name="Sound")).to_be_visible()
    await desk.page.keyboard.press("Escape")
    await desk.button("Hang up").click()
    await desk.finish()
