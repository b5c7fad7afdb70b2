"""Levels are changed where they stand, undone, and told in the audit trail."""

import pytest
from playwright.async_api import Browser, expect
from tests.browser.chromium import open_page
from tests.browser.desk_page import sign_in
from tests.browser.tea_house import TeaHouse

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def test_a_level_is_changed_undone_and_told(house: TeaHouse, browser: Browser) -> None:
    boss = house.sample.administrator
    page = await open_page(browser, house.site.origin)
    await sign_in(page, boss.login, boss.password)
    await page.goto("/admin/skills-matrix")
    cell = page.get_by_role("textbox", name=": level in ").first
    before = await cell.input_value()
    after = "9" if before != "9" else "8"
    label = await cell.get_attribute("aria-label") or ""
    async with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        await cell.fill(after)
        await cell.press("Enter")
    assert (await saved.value).ok
    await page.reload()
    cell = page.get_by_role("textbox", name=label, exact=True)
    await expect(cell).to_have_value(after)
    back = "7" if after != "7" else "6"
    await cell.fill(back)
    await cell.press("Enter")
    await expect(cell).to_have_value(back)
    async with page.expect_response(lambda answer: answer.request.method == "PUT") as undone:
        await page.get_by_role("button", name="Undo: ").click()
    assert (await undone.value).ok
    await expect(cell).to_have_value(after)
    await page.goto("/admin/audit?topic=configuration")
    agent = label.split(":")[0]
    trail = page.get_by_role("listitem").filter(has_text=f"saved the agent “{agent}”")
    await expect(trail.first).to_contain_text(boss.name)
