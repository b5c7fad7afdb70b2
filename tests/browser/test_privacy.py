"""Recording rules and masked numbers in the browser: set, looked at, used at the desk, undone."""

import re

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.chromium import open_page
from tests.browser.tea_house import TeaHouse
from tests.browser.test_admission import enter, looks_well
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NUMBER, MASKED = "+8613912340077", "+86139****0077"


async def test_a_recording_rule_is_published_and_undone(house: TeaHouse, browser: Browser) -> None:
    page = await open_page(browser, house.site.origin)
    await enter(page, house, "en")
    await page.goto("/admin/privacy")
    await expect(page.get_by_text("Everything is recorded")).to_be_visible()
    await page.get_by_role("button", name="Add rule").click()
    await page.get_by_label("Name of the rule").fill("Germany, if they agree")
    countries = page.get_by_label("Countries of the customer’s number")
    await countries.fill("de")
    await page.keyboard.press("Enter")
    await page.get_by_label("Consent").click()
    await page.get_by_title("Only if the customer agreed").click()
    await looks_well(page, "recording-rules-edited")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("Version 1")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Name of the rule")).to_have_value("Germany, if they agree")
    await looks_well(page, "recording-rules-made")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Everything is recorded")).to_be_visible()


async def test_an_agent_sees_a_masked_number_and_pauses_the_recording(
    private_house: TeaHouse, browser: Browser
) -> None:
    line = await private_house.open_line()
    desk = await private_house.desk_page(browser, line)
    await desk.become_ready()
    caller = await private_house.call(line.number, NUMBER)
    await expect(desk.offer).to_contain_text(MASKED)
    await desk.accept()
    await caller.answered(PATIENCE_S)
    await expect(desk.talk).to_contain_text(MASKED)
    await expect(desk.talk).to_contain_text("Recording")
    await desk.page.keyboard.press("Alt+r")
    await expect(desk.talk).to_contain_text("Recording is paused")
    await looks_well(desk.page, "desk-paused")
    await desk.talk.get_by_role("button", name="Go on recording").click()
    await expect(desk.talk.get_by_role("button", name="Pause recording")).to_be_visible()
    assert await shows(desk.page, NUMBER) is False
    await desk.talk.get_by_role("button", name="Show the number").click()
    await expect(desk.talk).to_contain_text(NUMBER)
    await looks_well(desk.page, "desk-revealed")
    caller.hang_up()
    await desk.finish()


async def shows(page: Page, number: str) -> bool:
    """Whether a number stands anywhere in the page, however it is written."""
    digits = re.sub(r"[^0-9]", "", await page.content())
    return number.lstrip("+") in digits


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
async def test_the_page_speaks_chinese(house: TeaHouse, browser: Browser, language: str) -> None:
    page = await open_page(browser, house.site.origin, language=language)
    await enter(page, house, language)
    await page.goto("/admin/privacy")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.wait_for_load_state("networkidle")
    await looks_well(page, f"privacy-{language}")
