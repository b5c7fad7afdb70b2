"""An administrator changes a record for a later time, sees what is to come, and calls it off."""

import pytest
from playwright.async_api import Browser, expect
from tests.browser.back_office import BackOffice
from tests.browser.chromium import open_page
from tests.browser.desk_page import sign_in
from tests.browser.looks import looks_well
from tests.browser.tea_house import TeaHouse

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def test_a_change_is_planned_in_the_form_and_cancelled_in_the_list(
    house: TeaHouse, browser: Browser
) -> None:
    page = await open_page(browser, house.site.origin)
    known = house.sample.administrator
    await sign_in(page, known.login, known.password)
    office = BackOffice(page)
    await office.open("Skills")
    await office.add("skill")
    await office.fill("Name", "Knitting")
    await office.save("Knitting")

    await office.edit("Knitting")
    await office.fill("Name", "Crochet")
    await office.form.get_by_role("button", name="Save for later…").click()
    tomorrow = await page.evaluate(
        "new Date(Date.now() + 86_400_000 - new Date().getTimezoneOffset() * 60_000)"
        ".toISOString().slice(0, 16).replace('T', ' ')"
    )
    await page.get_by_label("In force from").fill(tomorrow)
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Plan the change").click()
    await expect(office.form).to_have_count(0)
    plans = page.get_by_role("region", name="Planned changes")
    await expect(plans).to_contain_text("Planned: Name from")
    await expect(page.get_by_role("row").filter(has_text="Knitting")).to_have_count(1)
    await looks_well(page, "planned-changes", "en")

    await plans.get_by_role("button", name="Cancel the planned change of Knitting").click()
    await expect(plans).to_have_count(0)
    await expect(page.get_by_role("row").filter(has_text="Knitting")).to_have_count(1)
