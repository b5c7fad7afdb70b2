"""The desk on a phone's screen, in Simplified Chinese: what rings is seen, and fingers hit."""

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.chromium import NARROW, open_page
from tests.browser.looks import enter
from tests.browser.pages import too_small, too_wide, untranslated
from tests.browser.tea_house import TeaHouse

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_BOTTOM = "() => scrollTo(0, document.body.scrollHeight)"


async def fits(page: Page) -> None:
    """Nothing sticks out, is too small for a finger, or has no text."""
    assert await too_wide(page) == []
    assert await too_small(page) == []
    assert await untranslated(page) == []


async def test_a_call_on_a_phones_screen_is_seen_and_handled(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line(wrap_up_s=300)
    person = await house.add_agent(line, language="zh-Hans")
    page = await open_page(browser, house.site.origin, size=NARROW, language="zh-CN")
    await page.goto("/sign-in")
    await enter(page, person)
    await expect(page.get_by_text("电话就绪", exact=True)).to_be_attached()
    await page.get_by_role("button", name="我的状态").click()
    await fits(page)
    await page.get_by_role("menuitem", name="就绪", exact=True).click()
    await fits(page)

    await page.evaluate(_BOTTOM)
    caller = await house.call(line.number, "+442079461901")
    accept = page.get_by_role("button", name="接听")
    await expect(accept).to_be_in_viewport()
    await fits(page)
    await accept.click()
    talk = page.get_by_role("region", name="通话", exact=True)
    await expect(talk).to_contain_text("通话中")
    await page.get_by_role("button", name="拨号盘").click()
    await fits(page)
    await page.get_by_role("button", name="转接").click()
    await expect(page.get_by_role("option").first).to_be_visible()
    await fits(page)

    await page.evaluate(_BOTTOM)
    caller.hang_up()
    await expect(page.get_by_role("region", name="话后处理")).to_be_in_viewport()
    await fits(page)
    await page.get_by_role("button", name="完成", exact=True).click()
    await expect(page.get_by_role("button", name="我的状态")).to_contain_text("就绪")
