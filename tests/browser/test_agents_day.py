"""An agent's day beside the calls, by keyboard: tasks that remind, a supervisor's goals."""

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.accessibility import violations_on
from tests.browser.chromium import open_page
from tests.browser.desk_page import DeskPage, sign_in
from tests.browser.keyboard import Keyboard
from tests.browser.tea_house import AGENTS_TONE, TeaHouse, hears

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NUMBER = "+442079460631"


async def note(keyboard: Keyboard, button: str, text: str) -> None:
    """Note a task behind this button, with no time to be reminded."""
    page = keyboard.page
    await keyboard.go_to(button)
    await keyboard.press("Enter")
    await expect(page.get_by_label("What is to be done")).to_be_focused()
    await keyboard.type(text)
    await keyboard.go_to("Save")
    await keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_day_with_tasks_by_keyboard_alone(house: TeaHouse, browser: Browser) -> None:
    line = await house.open_line(wrap_up_s=300)
    desk = await house.desk_page(browser, line)
    page, keyboard = desk.page, Keyboard(desk.page)
    await note(keyboard, "Add task", "Order more tins")
    await expect(page.get_by_text("Order more tins")).to_be_visible()

    await desk.become_ready()
    caller = await house.call(line.number, NUMBER)
    await expect(desk.offer).to_be_visible()
    await keyboard.shortcut("Alt+A")
    await hears(caller, AGENTS_TONE)
    await note(keyboard, "Note a task", "Send Emma the catalogue")
    task = page.get_by_role("listitem").filter(has_text="Send Emma the catalogue")
    await expect(task).to_contain_text(NUMBER)
    assert await violations_on(page) == []
    await keyboard.shortcut("Alt+Q")
    await keyboard.shortcut("Alt+W")
    await expect(desk.wrap_up).to_have_count(0)

    await keyboard.go_to("Done: Send Emma the catalogue")
    await keyboard.press("Enter")
    await expect(page.get_by_text("Done (1)")).to_be_visible()
    day = page.get_by_role("region", name="My day")
    await expect(day.get_by_role("img")).to_be_visible()


async def test_what_a_supervisor_gives_comes_up_and_reminds(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    person = await house.add_agent(line)
    desk = await DeskPage.open(browser, house.site.origin, person.login, person.password)
    team_id = await house.make("teams", name=f"Team of {person.name}", supervisors=[])
    await join_team(house, person.agent_id, team_id)
    boss = await open_page(browser, house.site.origin)
    known = house.sample.administrator
    await sign_in(boss, known.login, known.password)
    await give_task(boss, person.name)
    await expect(desk.page.get_by_text(f"{known.name} gave you a task")).to_be_visible()
    await set_goal(boss, f"Team of {person.name}")

    await house.administrator.post(
        f"/v1/floor/agents/{person.agent_id}/tasks",
        {"text": "Look at the clock", "due_at": "2026-01-01T00:00:00Z"},
    )
    reminder = desk.page.get_by_role("alert").filter(has_text="Reminder")
    await expect(reminder).to_contain_text("Look at the clock")
    assert await violations_on(desk.page) == []
    await reminder.get_by_role("button", name="Done").click()
    await expect(reminder).to_have_count(0)
    await desk.page.reload()
    day = desk.page.get_by_role("region", name="My day")
    await expect(day).to_contain_text("Goal: 40 or more")


async def join_team(house: TeaHouse, agent_id: str, team_id: str) -> None:
    agents = (await house.administrator.get("/v1/agents"))["items"]
    agent = next(one for one in agents if one["id"] == agent_id)
    writable = {key: value for key, value in agent.items() if key != "id"}
    await house.administrator.put(f"/v1/agents/{agent_id}", {**writable, "teams": [team_id]})


async def give_task(page: Page, name: str) -> None:
    await page.goto("/board")
    await page.get_by_role("button", name=name, exact=True).click()
    await page.get_by_role("button", name="Give a task").click()
    await page.get_by_label("What is to be done").fill("Read the new script")
    await (
        page.get_by_role("dialog", name="Give a task")
        .get_by_role("button", name="Give a task")
        .click()
    )
    await expect(page.get_by_text(f"{name} has the task now.")).to_be_visible()


async def set_goal(page: Page, team: str) -> None:
    await page.goto("/board")
    await page.get_by_role("button", name="Goals").click()
    form = page.get_by_role("form", name=team)
    await form.get_by_label("Conversations, at least").fill("40")
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_text(f"{team} has these goals now.")).to_be_visible()
