"""Forms and the desk in three languages, wide and narrow: all fits, no text is missing."""

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.chromium import open_page
from tests.browser.guided_line import open_guided_line
from tests.browser.keyboard import Keyboard
from tests.browser.looks import enter, looks_well, settled
from tests.browser.outside_site import outside_site
from tests.browser.tea_house import AGENTS_TONE, TeaHouse, hears, hears_no_more, listen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
FORMS = ("queues", "agents", "users", "flows", "opening-hours", "customers")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_forms_look_well(house: TeaHouse, browser: Browser, language: str) -> None:
    known = house.sample.administrator
    page = await open_page(browser, house.site.origin, language=language)
    await page.goto("/sign-in")
    await page.get_by_role("combobox").select_option(language)
    await enter(page, known)
    for name in FORMS:
        await page.goto(f"/admin/{name}")
        await settled(page)
        await page.get_by_role("table").get_by_role("button").first.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await looks_well(page, f"{name}-form", language)


async def ready(page: Page) -> None:
    """Become ready in whatever language: it is the first of the choices."""
    await page.get_by_role("banner").locator("[aria-haspopup='menu']").first.click()
    await page.get_by_role("menuitem").first.click()
    await expect(page.get_by_role("menu")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_desk_looks_well(house: TeaHouse, browser: Browser, language: str) -> None:
    line = await house.open_line(offer_timeout_s=90, wrap_up_s=300)
    person = await house.add_agent(line, language=language)
    page = await open_page(browser, house.site.origin, language=language)
    accept = page.locator("[aria-keyshortcuts='Alt+A']")
    hang_up = page.locator("[aria-keyshortcuts='Alt+Q']")
    finish = page.locator("[aria-keyshortcuts='Alt+W']")
    await page.goto("/sign-in")
    await enter(page, person)
    await house.reachable(person.agent_id)
    await looks_well(page, "desk-not-ready", language)
    await ready(page)
    await looks_well(page, "desk-idle", language)
    for _ in range(2):  # the second time there is a history
        caller = await house.call(line.number, house.sample.customers[3][1])
        await expect(accept).to_be_enabled()
        await looks_well(page, "desk-offer", language)
        await accept.click()
        await expect(hang_up).to_be_enabled()
        await page.locator("textarea").fill("Wants the spring catalogue 春季目录.")
        await looks_well(page, "desk-talking", language)
        await Keyboard(page).shortcut("Alt+H")
        await hears_no_more(caller, AGENTS_TONE)
        await looks_well(page, "desk-held", language)
        await hang_up.click()
        await expect(finish).to_be_enabled()
        await looks_well(page, "desk-wrap-up", language)
        await finish.click()
        await expect(finish).to_have_count(0)
    history = page.get_by_role("region").last
    await expect(history.get_by_role("listitem")).to_have_count(2)
    await looks_well(page, "desk-history", language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_guided_desk_looks_well(house: TeaHouse, browser: Browser, language: str) -> None:
    number = {"en": "+442079460611", "zh-Hans": "+442079460612", "zh-Hant": "+442079460613"}[
        language
    ]
    for name, level in (("Mary Smith 玛丽", 3), ("Tom Smith & Sons", 0)):
        await house.make("customers", name=name, numbers=[number], vip_level=level, segment="gold")
    async with outside_site() as outside:
        line = await open_guided_line(house, outside)
        person = await house.add_agent(line, language=language)
        page = await open_page(browser, house.site.origin, language=language)
        await page.goto("/sign-in")
        await enter(page, person)
        await house.reachable(person.agent_id)
        await ready(page)
        await house.call(line.number, number)
        accept = page.locator("[aria-keyshortcuts='Alt+A']")
        await expect(accept).to_be_enabled()
        await expect(page.frame_locator("iframe").get_by_role("heading")).to_be_visible()
        await looks_well(page, "guide-offer", language)
        await accept.click()
        await expect(page.locator("[aria-keyshortcuts='Alt+Q']")).to_be_enabled()
        await looks_well(page, "guide-talking", language)
        await page.get_by_role("button", name="Mary Smith").click()
        await expect(page.get_by_role("button", name="Tom Smith")).to_have_count(0)
        await page.locator("[aria-keyshortcuts='Alt+Q']").click()
        await expect(page.locator("[aria-keyshortcuts='Alt+W']")).to_be_enabled()
        await looks_well(page, "guide-wrap-up", language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_call_in_company_looks_well(
    house: TeaHouse, browser: Browser, language: str
) -> None:
    line, other = await house.open_line(offer_timeout_s=90), await house.open_line()
    colleague = await house.colleague(other)
    await colleague.ready()
    person = await house.add_agent(line, language=language)
    page = await open_page(browser, house.site.origin, language=language)
    await page.goto("/sign-in")
    await enter(page, person)
    await house.reachable(person.agent_id)
    await ready(page)
    caller = await house.call(line.number, house.sample.customers[2][1])
    await page.locator("[aria-keyshortcuts='Alt+A']").click()
    await hears(caller, AGENTS_TONE)
    await page.locator("[aria-keyshortcuts='Alt+C']").click()
    search = page.get_by_role("combobox").first
    await expect(page.get_by_role("option").first).to_be_visible()
    await looks_well(page, "call-choose", language)
    await search.fill(other.queue_name)
    await expect(page.get_by_role("option")).to_have_count(1)
    await search.press("Enter")
    phone = await colleague.rings()
    await looks_well(page, "call-ringing", language)
    phone.answer()
    await expect(page.locator("[aria-keyshortcuts='Alt+G']")).to_be_visible()
    await looks_well(page, "call-consult", language)
    await page.locator("[aria-keyshortcuts='Alt+G']").click()
    await expect(page.locator("[aria-keyshortcuts='Alt+L']")).to_be_visible()
    await looks_well(page, "call-company", language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_interaction_looks_well(house: TeaHouse, browser: Browser, language: str) -> None:
    line = await house.open_line()
    colleague = await house.colleague(line)
    await colleague.ready()
    caller = await house.call(line.number, "+442079460601", caller_name="Emma")
    (await colleague.rings()).answer()
    interaction_id = await colleague.in_hand("talking")
    await listen(caller, 2)
    caller.hang_up()
    await colleague.in_hand("wrap_up")
    await colleague.desk.finish(interaction_id, None, "A note.")
    await house.recorded(interaction_id)

    known = house.sample.administrator
    page = await open_page(browser, house.site.origin, language=language)
    await page.goto("/sign-in")
    await page.get_by_role("combobox").select_option(language)
    await enter(page, known)
    await page.goto("/interactions")
    await expect(page.get_by_role("table").get_by_role("link").first).to_be_visible()
    await looks_well(page, "interactions-filled", language)
    await page.goto(f"/interactions/{interaction_id}")
    await expect(page.locator("canvas")).to_be_visible()
    await settled(page)
    await looks_well(page, "interaction", language)
