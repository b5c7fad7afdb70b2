"""The schedule in Chromium: a file is looked at, taken and undone; desks follow at once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect
from tests.browser.accessibility import violations_on
from tests.browser.chromium import open_page
from tests.browser.desk_page import DeskPage, sign_in
from tests.browser.looks import enter, looks_well
from tests.browser.tea_house import TeaHouse

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

HOUR = timedelta(hours=1)


def a_file(*lines: str) -> FilePayload:
    text = "\n".join(["agent,start,end,activity,note", *lines])
    return {"name": "plan.csv", "mimeType": "text/csv", "buffer": text.encode()}


def around_now(name: str) -> FilePayload:
    """A shift that has begun, with a meal that comes."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0, tzinfo=None)
    shift = f"{name},{now - 2 * HOUR},{now + 4 * HOUR},shift,Desk 4"
    return a_file(shift, f"{name},{now + HOUR},{now + 1.5 * HOUR},meal,")


async def choose(page: Page, file: FilePayload) -> None:
    await page.get_by_label("Choose a file").set_input_files(file)


async def test_a_schedule_is_imported_seen_and_undone(house: TeaHouse, browser: Browser) -> None:
    line = await house.open_line()
    person = await house.add_agent(line)
    desk = await DeskPage.open(browser, house.site.origin, person.login, person.password)
    own = desk.page.get_by_role("region", name="My schedule")
    await expect(own).to_contain_text("No shifts are planned for you.")

    page = await open_page(browser, house.site.origin)
    known = house.sample.administrator
    await sign_in(page, known.login, known.password)
    await page.goto("/board")
    await page.get_by_role("link", name="Schedule").click()
    await page.get_by_role("button", name="Import").click()
    await choose(page, a_file(f"{person.name},2026-02-30 09:00,2026-02-30 17:00,shift,"))
    await expect(page.get_by_role("row", name="A date or time cannot be read")).to_be_visible()
    take = page.get_by_role("dialog").locator("button[disabled]")
    await expect(take).to_have_count(1)
    assert await violations_on(page) == []

    await choose(page, around_now(person.name))
    await page.get_by_role("button", name="Import 1 change").click()
    await expect(own).to_contain_text("then Meal at")
    await expect(own).to_contain_text("Work")
    assert await violations_on(desk.page) == []

    # The way back is offered where it was done, and stays in the list of changes.
    await page.get_by_role("button", name="Changes").click()
    change = page.get_by_role("listitem").filter(has_text=person.name).first
    await change.get_by_role("button", name="Undo").click()
    await expect(own).to_contain_text("No shifts are planned for you.")


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
async def test_a_full_week_looks_well(house: TeaHouse, browser: Browser, language: str) -> None:
    line = await house.open_line()
    person = await house.add_agent(line, language=language)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    shifts = [
        {
            "agent_id": person.agent_id,
            "starts_at": f"{day}T00:00:00",
            "ends_at": f"{day}T23:30:00",
            "note": "Desk 4 四号台",
            "activities": [
                {"kind": kind, "starts_at": f"{day}T{at}:00:00", "ends_at": f"{day}T{at}:30:00"}
                for kind, at in (("break", "03"), ("meal", "06"), ("training", 12), ("meeting", 15))
            ],
        }
        for day in days
    ]
    await house.administrator.post("/v1/plan/changes", {"saved": shifts})
    page = await open_page(browser, house.site.origin, language=language)
    known = house.sample.administrator
    await page.goto("/sign-in")
    await page.get_by_role("combobox").select_option(language)
    await enter(page, known)
    await page.goto("/plan")
    await expect(page.get_by_role("table")).to_contain_text(person.name)
    await looks_well(page, "plan-week", language)
    await page.get_by_role("row").filter(has_text=person.name).locator("td button").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await looks_well(page, "plan-shift", language)
    desk = await open_page(browser, house.site.origin, language=language)
    await desk.goto("/sign-in")
    await enter(desk, person)
    await expect(desk.get_by_text("四号台").first).to_be_attached()
    await looks_well(desk, "plan-desk", language)
    await page.goto("/board")
    await expect(page.get_by_role("row").filter(has_text=person.name)).to_be_visible()
    await looks_well(page, "plan-board", language)
