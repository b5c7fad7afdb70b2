"""Rules, lists and the closure in the browser: made, tried, undone; and how the pages look."""

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.accessibility import violations_on
from tests.browser.chromium import NARROW, WIDE, open_page
from tests.browser.pages import picture, still, too_wide, untranslated
from tests.browser.tea_house import TeaHouse
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PAGES = ("rules", "admission")


async def enter(page: Page, house: TeaHouse, language: str) -> None:
    """Sign the administrator in, on a page in this language."""
    known = house.sample.administrator
    await page.goto("/sign-in")
    await page.get_by_role("combobox").select_option(language)
    await page.locator("input").nth(0).fill(known.login)
    await page.locator("input[type=password]").fill(known.password)
    await page.locator("button[type=submit]").click()
    await expect(page).not_to_have_url(f"{house.site.origin}/sign-in")


async def test_a_rule_is_written_tried_published_and_undone(
    house: TeaHouse, browser: Browser
) -> None:
    page = await open_page(browser, house.site.origin)
    await enter(page, house, "en")
    await page.goto("/admin/rules")
    await page.get_by_role("button", name="Add rule").click()
    await page.get_by_label("Name of the rule").fill("Nobody from Iceland")
    condition = page.get_by_label("When")
    await condition.fill("interaction.county == 'IS'")
    await expect(page.get_by_text("Line 1, column 12")).to_be_visible()
    await condition.fill("interaction.country == 'IS'")
    await expect(page.get_by_text("This is a condition.")).to_be_visible()
    await page.get_by_label("Said before the flow: English").fill("Our office is snowed in.")
    await looks_well(page, "rules-notice")
    await page.get_by_label("Then").click()
    await page.get_by_title("Refuse", exact=True).click()
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("Version 1")).to_be_visible()
    await page.get_by_label("Number dialled").fill("4008001688")
    await page.get_by_label("Caller's number").fill("+3545812345")
    await page.get_by_role("button", name="Try", exact=True).click()
    await expect(page.get_by_text("Refused:")).to_be_visible()
    await looks_well(page, "rules-made")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("There are no rules yet.")).to_be_visible()


async def test_lists_and_the_closure(house: TeaHouse, browser: Browser) -> None:
    page = await open_page(browser, house.site.origin)
    await enter(page, house, "en")
    await page.goto("/admin/admission")
    lines = "+8613800138999, Threats\nnobody\n+86139*"
    await page.get_by_label("Entries, one a line").fill(lines)
    await page.get_by_role("button", name="Put on the list").click()
    await expect(page.get_by_text("2 added, 0 changed.")).to_be_visible()
    await expect(page.get_by_text("no country is called so")).to_be_visible()
    await page.get_by_role("button", name="Close now").click()
    await expect(page.get_by_text("Closed since")).to_be_visible()
    await looks_well(page, "admission-made")
    await page.goto("/admin/queues")
    banner = page.get_by_text("The centre is closed: an emergency closure stands.")
    await expect(banner).to_be_visible()
    await looks_well(page, "emergency")
    await page.get_by_role("button", name="Open again").click()
    await expect(page.get_by_text("Let callers in again?")).to_be_visible()
    await page.get_by_role("tooltip").get_by_role("button", name="Open again").click()
    await expect(banner).to_be_hidden()
    await page.goto("/admin/admission")
    await expect(page.get_by_role("button", name="Close now")).to_be_visible()
    listed = page.get_by_role("button", name="Take off")
    for left in (1, 0):
        await listed.first.click()
        await expect(listed).to_have_count(left)
    await expect(page.get_by_text("Nothing on this list.")).to_be_visible()
    # Leaving the page does not wait for the seconds in which it can be undone.
    await page.reload()

    async def is_empty() -> bool | None:
        listed = await house.administrator.get("/v1/admission/lists?kind=black")
        return not listed["items"] or None

    # Whoever calls after that is not refused by it.
    assert await eventually(is_empty, PATIENCE_S)


async def test_whom_we_may_call_is_changed_and_undone(house: TeaHouse, browser: Browser) -> None:
    page = await open_page(browser, house.site.origin)
    await enter(page, house, "en")
    await page.goto("/admin/admission")
    panel = page.get_by_role("region", name="Whom we may call")
    allowed = panel.get_by_label("Also allowed: numbers that begin with")
    await allowed.fill("852")
    await page.keyboard.press("Enter")
    await expect(panel.get_by_text("A prefix is + and digits: 852")).to_be_visible()
    await expect(panel.get_by_role("button", name="Save")).to_be_disabled()
    await panel.locator(".ant-select-selection-item-remove").click()
    await allowed.fill("+852")
    await page.keyboard.press("Enter")
    await expect(panel.get_by_text("A whole country is allowed")).to_be_visible()
    await panel.get_by_label("Within 24 hours, at most").fill("25.5")
    await panel.get_by_role("button", name="Add a price for a prefix").click()
    await panel.get_by_label("Prefix of price 1").fill("+852")
    await panel.get_by_label("Price 1", exact=True).fill("2.3")
    await panel.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved: the very next call obeys.")).to_be_visible()
    await expect(panel.get_by_text("0.00 of 25.50 within the last 24 hours")).to_be_visible()
    await looks_well(page, "dial-rules-made")
    await page.get_by_role("alert").get_by_role("button", name="Undo").click()
    await expect(panel.get_by_text("A whole country is allowed")).to_have_count(0)
    await page.reload()
    await expect(panel.get_by_text("in the last hour")).to_be_visible()
    await expect(panel.get_by_text("+852", exact=True)).to_have_count(0)
    await expect(panel.get_by_label("Prefix of price 1")).to_have_count(0)
    await expect(panel.get_by_label("Within 24 hours, at most")).to_have_value("")


async def looks_well(page: Page, name: str) -> None:
    """Widths, texts and what axe says, wide and narrow."""
    for size, (width, height) in {"wide": WIDE, "narrow": NARROW}.items():
        await page.set_viewport_size({"width": width, "height": height})
        await still(page)
        await picture(page, f"{name}-{size}")
        assert await too_wide(page) == [], f"{name} sticks out, {size}"
        assert await untranslated(page) == [], f"{name} shows text keys"
        assert await violations_on(page) == [], f"axe, {name}, {size}"
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
async def test_the_pages_speak_chinese(house: TeaHouse, browser: Browser, language: str) -> None:
    page = await open_page(browser, house.site.origin, language=language)
    await enter(page, house, language)
    for name in PAGES:
        await page.goto(f"/admin/{name}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await looks_well(page, f"{name}-{language}")
