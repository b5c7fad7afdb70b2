"""A whole call by keyboard alone."""

from contextlib import suppress

import pytest
from playwright.async_api import Browser, expect
from tests.browser.chromium import open_page
from tests.browser.desk_page import DeskPage
from tests.browser.keyboard import Keyboard
from tests.browser.tea_house import AGENTS_TONE, TeaHouse, hears, hears_no_more
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def test_a_whole_call_without_the_mouse(house: TeaHouse, browser: Browser) -> None:
    line = await house.open_line()
    person = await house.add_agent(line)
    page = await open_page(browser, house.site.origin)
    keyboard, desk = Keyboard(page), DeskPage(page)
    await page.goto("/sign-in")
    await expect(page.get_by_label("Login")).to_be_focused()
    await keyboard.type(person.login)
    await keyboard.go_to("Password")
    await keyboard.type(person.password)
    await keyboard.press("Enter")
    await expect(desk.phone_is_ready).to_be_attached()

    await keyboard.go_to("My state")
    await keyboard.press("Enter")
    await expect(page.get_by_role("menu")).to_be_visible()
    await choose_in_menu(keyboard, "Ready")
    await expect(desk.state).to_contain_text("Ready")

    first = await house.call(line.number, "+442079460501")
    await expect(desk.offer).to_be_visible()
    await keyboard.go_to("Accept")
    await keyboard.press("Enter")
    await expect(desk.talk).to_contain_text("Talking")
    await hears(first, AGENTS_TONE)
    await keyboard.go_to("Mute")
    await keyboard.press("Enter")
    await hears_no_more(first, AGENTS_TONE)
    await keyboard.press("Enter")
    await hears(first, AGENTS_TONE)
    await keyboard.go_to("Keypad")
    await keyboard.press("Enter")
    await keyboard.press("5", "#")
    await first.stream.until(lambda: first.stream.digits_heard == "5#", PATIENCE_S)
    await keyboard.go_to("Hang up")
    await keyboard.press("Enter")
    await expect(desk.wrap_up).to_be_visible()
    await keyboard.go_to("Disposition")
    await keyboard.press("ArrowDown")
    await keyboard.type("Order")
    await expect(page.get_by_title("Order placed", exact=True)).to_be_visible()
    await keyboard.press("Enter")
    await expect(desk.wrap_up).to_contain_text("Order placed")
    await keyboard.go_to("Note")
    await keyboard.type("By hand.")
    await keyboard.go_to("Finish")
    await keyboard.press("Enter")
    await expect(desk.wrap_up).to_have_count(0)
    record = await house.interaction("+442079460501")
    assert record["note"] == "By hand."
    assert record["disposition"]["name"] == "Order placed"


async def test_a_whole_call_by_shortcuts(house: TeaHouse, browser: Browser) -> None:
    line = await house.open_line()
    desk = await house.desk_page(browser, line)
    keyboard = Keyboard(desk.page)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460502")
    await expect(desk.offer).to_be_visible()
    await keyboard.shortcut("Alt+A")
    await expect(desk.talk).to_contain_text("Talking")
    await hears(caller, AGENTS_TONE)
    await keyboard.shortcut("Alt+H")
    await expect(desk.talk).to_contain_text("On hold")
    await keyboard.shortcut("Alt+H")
    await expect(desk.talk).to_contain_text("Talking")
    await hears(caller, AGENTS_TONE)
    await keyboard.shortcut("Alt+M")
    await hears_no_more(caller, AGENTS_TONE)
    await keyboard.shortcut("Alt+Q")
    await expect(desk.wrap_up).to_be_visible()
    await keyboard.shortcut("Alt+W")
    await expect(desk.wrap_up).to_have_count(0)
    second = await house.call(line.number, "+442079460503")
    await expect(desk.offer).to_be_visible()
    await keyboard.shortcut("Alt+R")
    await expect(desk.offer).to_have_count(0)
    second.hang_up()


async def choose_in_menu(keyboard: Keyboard, name: str) -> None:
    """Go down in the menu that is open, to the entry called so.

    The focus follows a key some frames later, and only the entry that has it takes Enter.
    """
    focused = keyboard.page.locator("[role=menuitem]:focus")
    passed = ""
    for _ in range(10):
        await keyboard.press("ArrowDown")
        with suppress(AssertionError):  # a key that came before the menu had the focus is lost
            await expect(focused.filter(has_not_text=passed or None)).to_have_count(1, timeout=3000)
        passed = await focused.inner_text() if await focused.count() else ""
        if passed.strip() == name:
            await keyboard.press("Enter")
            return
    raise AssertionError(f"the arrow keys do not lead to {name!r}")
