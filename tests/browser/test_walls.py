"""A wallboard is composed by keyboard and shown on a screen; a floor map is drawn and is live."""

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.accessibility import violations_on
from tests.browser.chromium import NARROW, WIDE, open_page
from tests.browser.desk_page import DeskPage, sign_in
from tests.browser.pages import too_wide
from tests.browser.tea_house import PASSWORD, TeaHouse

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def the_boss(house: TeaHouse, browser: Browser) -> Page:
    """A page of the administrator, on the board."""
    boss = house.sample.administrator
    page = await open_page(browser, house.site.origin)
    await sign_in(page, boss.login, boss.password)
    await page.goto("/board")
    return page


async def looks_well(page: Page) -> None:
    """At both widths nothing sticks out, and axe finds nothing."""
    for width, height in (NARROW, WIDE):
        await page.set_viewport_size({"width": width, "height": height})
        assert await too_wide(page) == []
        assert await violations_on(page) == []


async def test_a_wallboard_is_composed_by_keyboard_and_shown_on_a_screen(
    house: TeaHouse, browser: Browser
) -> None:
    page = await the_boss(house, browser)
    await page.get_by_role("link", name="Wallboards", exact=True).click()
    await looks_well(page)
    await page.get_by_role("button", name="New wallboard").click()
    await page.get_by_label("Name", exact=True).fill("Door wall")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Compose the wallboard")).to_be_visible()

    await page.get_by_role("button", name="Add a tile").click()
    await page.get_by_role("menuitem", name="Number").click()
    tile = page.get_by_role("button", name="Waiting Number", exact=True)
    await tile.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Control+z")
    await page.get_by_label("Warning from").fill("0")
    await page.get_by_label("Title").fill("Calls in line")
    await looks_well(page)
    await page.get_by_role("button", name="Save").click()

    shown = page.get_by_role("region", name="Calls in line")
    await expect(shown).to_contain_text("Warning")
    await looks_well(page)
    answer = await page.context.request.get("/v1/wallboards")
    made = next(one for one in (await answer.json())["items"] if one["name"] == "Door wall")
    (kept,) = made["tiles"]
    assert (kept["x"], kept["y"], kept["width"], kept["height"]) == (1, 0, 3, 3)

    await page.get_by_role("link", name="All wallboards").click()
    row = page.get_by_role("listitem").filter(has_text="Door wall")
    await row.get_by_role("button", name="Show on a screen").click()
    await page.get_by_label("Where the screen hangs").fill("By the door")
    await page.get_by_role("button", name="Make the address").click()
    address = await page.get_by_label("Address of the screen").input_value()
    await page.get_by_role("button", name="Done").click()

    # A window of its own: nobody is signed in there.
    screen = await open_page(browser, house.site.origin)
    await screen.goto(address)
    await expect(screen.get_by_role("region", name="Calls in line")).to_contain_text("Warning")
    await looks_well(screen)
    display = page.get_by_role("listitem").filter(has_text="By the door")
    await display.get_by_role("button", name="Revoke").click()
    await page.get_by_role("tooltip").get_by_role("button", name="Revoke").click()
    await expect(screen.get_by_text("This screen shows nothing any more.")).to_be_visible()


async def test_a_floor_is_drawn_and_shows_who_is_in_which_state(
    house: TeaHouse, browser: Browser
) -> None:
    person = await house.add_agent(await house.open_line(wrap_up_s=0))
    agent = await DeskPage.open(browser, house.site.origin, person.login, PASSWORD)
    await agent.become_ready()
    page = await the_boss(house, browser)
    await page.get_by_role("link", name="Floor map", exact=True).click()
    await page.get_by_role("button", name="New floor map").click()
    await page.get_by_label("Name", exact=True).fill("Ground floor")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Desk", exact=True).click()
    await page.get_by_label("Who sits here").fill(person.name)
    await page.locator(".ant-select-dropdown:visible").get_by_title(person.name).click()
    desk = page.get_by_role("button", name=person.name, exact=True)
    await expect(desk).to_be_visible()
    await looks_well(page)
    await page.get_by_role("button", name="Save").click()

    seat = page.get_by_role("button", name=person.name)
    await expect(seat).to_contain_text("Ready")
    await looks_well(page)
    await seat.click()
    await expect(page.get_by_role("dialog", name=person.name)).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Remove").click()
    await page.get_by_role("tooltip").get_by_role("button", name="Remove").click()
    await expect(page.get_by_text("There is no floor map yet.")).to_be_visible()
    await agent.page.close()
