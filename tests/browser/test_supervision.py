"""A supervisor at the board: listens, coaches, joins, writes; who hears whom after each step."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect
from tests.browser.accessibility import violations_on
from tests.browser.chromium import open_chromium
from tests.browser.desk_page import DeskPage
from tests.browser.tea_house import (
    AGENTS_TONE,
    CUSTOMERS_TONE,
    PASSWORD,
    Line,
    TeaHouse,
    hears,
    hears_no_more,
    listen,
)

from antiphon.simulation.sample_centre import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SUPERVISORS_TONE = 1_000
_PAGE_HANGS_UP_WITHIN_S = 3.0


async def a_supervisor(house: TeaHouse, line: Line) -> Person:
    """Somebody who leads no team, with a phone of their own."""
    person = await house.add_agent(line)
    agents = (await house.administrator.get("/v1/agents"))["items"]
    user_id = next(one["user_id"] for one in agents if one["id"] == person.agent_id)
    users = (await house.administrator.get("/v1/users"))["items"]
    user = next(one for one in users if one["id"] == user_id)
    await house.administrator.put(
        f"/v1/users/{user_id}", {**_writable(user), "roles": ["agent", "supervisor"]}
    )
    return person


def _writable(user: dict[str, object]) -> dict[str, object]:
    return {key: user[key] for key in ("name", "login", "language", "is_active", "version")}


async def the_drawer_of(page: Page, name: str) -> Locator:
    """The board with one agent's drawer open."""
    await page.goto("/board")
    await page.get_by_role("button", name=name, exact=True).click()
    drawer = page.get_by_role("dialog", name=name)
    await expect(drawer).to_be_visible()
    return drawer


async def test_a_supervisor_listens_coaches_and_joins(
    house: TeaHouse, browser: Browser, tmp_path: Path
) -> None:
    line = await house.open_line(wrap_up_s=0)
    person = await house.add_agent(line)
    supervisor = await a_supervisor(house, line)
    agent = await DeskPage.open(browser, house.site.origin, person.login, PASSWORD)
    await agent.become_ready()
    caller = await house.call(line.number, "+442079460901")
    await agent.accept()
    await hears(caller, AGENTS_TONE)
    async with open_chromium(tmp_path, SUPERVISORS_TONE) as second:
        boss = await DeskPage.open(second, house.site.origin, supervisor.login, PASSWORD)
        drawer = await the_drawer_of(boss.page, person.name)
        await expect(boss.phone_is_ready).to_be_attached()
        await expect(drawer).to_contain_text("+442079460901")
        assert await violations_on(boss.page) == []
        await drawer.get_by_role("button", name="Listen").click()

        bar = boss.page.get_by_role("region", name="Listening")
        await expect(bar).to_contain_text("Nobody hears you.")
        await boss.hears(CUSTOMERS_TONE)
        await boss.hears(AGENTS_TONE)
        await hears_no_more(caller, SUPERVISORS_TONE)
        await agent.hears_no_more(SUPERVISORS_TONE)
        await expect(agent.page.get_by_text(f"{supervisor.name} listens")).to_be_visible()

        # A page that is loaded anew has lost the sound: it is called again.
        await boss.page.reload()
        await boss.hears(CUSTOMERS_TONE)
        await bar.get_by_role("button", name="Coach").click()
        await agent.hears(SUPERVISORS_TONE)
        await hears_no_more(caller, SUPERVISORS_TONE)
        await boss.hears(CUSTOMERS_TONE)

        await bar.get_by_role("button", name="Join").click()
        await hears(caller, SUPERVISORS_TONE)
        await hears(caller, AGENTS_TONE)
        await agent.hears(SUPERVISORS_TONE)
        await boss.hears(AGENTS_TONE)
        await boss.hears(CUSTOMERS_TONE)
        await expect(bar).to_have_count(0)
        # The board stays in sight, with the call that is now one's own above it.
        mine = boss.page.get_by_role("region", name="My call")
        await expect(mine).to_contain_text("In the conversation")
        assert await violations_on(boss.page) == []
        # Longer than the page waits before it ends what nobody wants any more.
        await listen(caller, _PAGE_HANGS_UP_WITHIN_S)
        await hears(caller, SUPERVISORS_TONE)
        await mine.get_by_role("button", name="Go to the desk").click()
        await expect(boss.talk).to_contain_text("In this call")
        await boss.page.close()
    await agent.button("Hang up").click()


async def test_agent_and_supervisor_write_to_each_other(house: TeaHouse, browser: Browser) -> None:
    line = await house.open_line(wrap_up_s=0)
    person, supervisor = await house.add_agent(line), await a_supervisor(house, line)
    agent = await DeskPage.open(browser, house.site.origin, person.login, PASSWORD)
    await agent.become_ready()
    await agent.button("Messages to and from the supervisor").click()
    await agent.page.get_by_label("What do you need? (optional)").fill("A refund")
    await agent.button("Raise hand").click()
    await agent.page.get_by_role("textbox", name="Write a message").fill("May I refund 80?")
    await agent.page.keyboard.press("Enter")
    assert await violations_on(agent.page) == []

    boss = await DeskPage.open(browser, house.site.origin, supervisor.login, PASSWORD)
    drawer = await the_drawer_of(boss.page, person.name)
    await expect(drawer).to_contain_text("A refund")
    await expect(drawer).to_contain_text("May I refund 80?")
    await drawer.get_by_role("textbox", name="Write a message").fill("Yes, you may.")
    await boss.page.keyboard.press("Enter")
    await expect(agent.page.get_by_role("dialog")).to_contain_text("Yes, you may.")
    await drawer.get_by_role("button", name="I have come").click()
    await expect(agent.button("Raise hand")).to_be_visible()

    await drawer.get_by_label("New state").click()
    await boss.page.get_by_title("Break", exact=True).click()
    await drawer.get_by_label("A word to the agent").fill("Well done.")
    await drawer.get_by_role("button", name="Set", exact=True).click()
    await expect(agent.state).to_contain_text("Break")
    await expect(agent.page.get_by_role("dialog")).to_contain_text("Well done.")
    await boss.page.close()
    await agent.page.close()
