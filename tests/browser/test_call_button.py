"""A call button, from the back office to another site's page, and a call from there."""

import pytest
from playwright.async_api import Browser, FrameLocator, Page, expect
from tests.browser.accessibility import violations_on
from tests.browser.back_office import BackOffice
from tests.browser.chromium import open_page
from tests.browser.desk_page import LOUD_DB, sign_in
from tests.browser.outside_site import outside_site
from tests.browser.tea_house import AGENTS_TONE, Line, TeaHouse

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

_ARRIVES = "([hertz, loud]) => window.levelHeardAt(hertz) > loud"


class VisitorPage:
    """A page of another site with our button on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("antiphon-call-button iframe")

    async def press(self) -> None:
        """Press the button; returns when the frame has said whether somebody is there."""
        await self.page.get_by_role("button", name="Call us").click()
        await expect(self.frame.get_by_role("button", name="Call now")).to_be_visible()

    async def hears(self, hertz: float) -> None:
        """Wait until the frame plays this tone."""
        inner = next(frame for frame in self.page.frames if "/call/" in frame.url)
        await inner.wait_for_function(_ARRIVES, arg=[hertz, LOUD_DB], polling=50)


async def test_a_visitor_of_another_site_speaks_with_an_agent(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    key = await make_button(house, line, "http://127.0.0.1")
    snippet = (
        f"<script src='{house.site.origin}/call-button.js' data-key='{key}'"
        " data-field-order='4711' data-field-card='4111111111111111'></script>"
    )
    async with outside_site(snippet) as outside:
        await house.change(f"/v1/call-buttons/{key}", origins=[outside])
        page = await (await browser.new_context(locale="en")).new_page()
        await page.add_init_script(path="tests/browser/ear.js")
        await page.goto(f"{outside}/cart?session=secret")
        visitor = VisitorPage(page)
        await visitor.press()
        assert await violations_on(page) == []
        await visitor.frame.get_by_role("button", name="Call now").click()

        await expect(desk.offer).to_contain_text("Shop")
        await expect(desk.offer).to_contain_text("4711")
        await expect(desk.offer).to_contain_text(f"{outside}/cart")
        for unseen in ("4111111111111111", "secret"):
            await expect(desk.offer).not_to_contain_text(unseen)
        await desk.accept()
        await desk.hears(AGENTS_TONE)
        await visitor.hears(AGENTS_TONE)
        await visitor.frame.get_by_role("button", name="Mute microphone").click()
        await desk.hears_no_more(AGENTS_TONE)
        await visitor.frame.get_by_role("button", name="Hang up").click()
        await expect(visitor.frame.get_by_role("status")).to_have_text("The call has ended.")
        await desk.finish()


async def test_a_site_that_is_not_named_cannot_show_the_button(
    house: TeaHouse, browser: Browser
) -> None:
    key = await make_button(house, await house.open_line(), "https://shop.example.com")
    snippet = f"<script src='{house.site.origin}/call-button.js' data-key='{key}'></script>"
    async with outside_site(snippet) as outside:
        # A page that our own policies are not watched on: the refusal is what is wanted.
        page = await (await browser.new_context(locale="en")).new_page()
        await page.goto(outside)
        async with page.expect_event("console", lambda said: "frame-ancestors" in said.text):
            await page.get_by_role("button", name="Call us").click()
        assert all("/call/" not in frame.url for frame in page.frames)


async def test_an_administrator_makes_a_button_and_tries_it(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    page = await open_page(browser, house.site.origin)
    known = house.sample.administrator
    await sign_in(page, known.login, known.password)
    office = BackOffice(page)
    await office.open("Call buttons")
    await office.add("call button")
    name = f"Button of {line.queue_name}"
    await office.fill("Name", name)
    for label, text in (("Web sites", "https://shop.example.com"), ("Data from the page", "order")):
        field = office.form.get_by_label(label, exact=True)
        await field.fill(text)
        await field.press("Enter")
    # By its name: other tests' lines fill more than the list shows at once.
    point = office.form.get_by_label("Entry point", exact=True)
    await point.fill(line.queue_name)
    await (
        page.locator(".ant-select-dropdown:visible")
        .get_by_title(line.queue_name, exact=True)
        .click()
    )
    await office.save(name)
    await office.edit(name)
    snippet = office.form.get_by_role("region", name="On your web site")
    await expect(snippet).to_contain_text(f"{house.site.origin}/call-button.js")
    await expect(snippet).to_contain_text('data-field-order=""')
    assert await violations_on(page) == []
    async with page.expect_popup() as opened:
        await snippet.get_by_role("link", name="Try it").click()
    trial = VisitorPage(await opened.value)
    await trial.press()
    await trial.frame.get_by_role("button", name="Close").click()
    await expect(trial.page.get_by_role("button", name="Call us")).to_be_focused()


async def make_button(house: TeaHouse, line: Line, origin: str) -> str:
    """A button that calls this line."""
    points = await house.administrator.get("/v1/entry-points")
    point = next(one for one in points["items"] if one["number"] == line.number)
    return await house.make(
        "call-buttons",
        name=f"Shop of {line.queue_name}",
        origins=[origin],
        entry_point_id=point["id"],
        data_fields=["order"],
    )
