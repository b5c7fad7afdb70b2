"""The time machine: who waited at a past instant, and in which state the agents were."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, expect
from tests.browser.chromium import NARROW, open_page
from tests.browser.desk_page import sign_in
from tests.browser.looks import looks_well
from tests.browser.tea_house import TeaHouse, listen
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

_NUMBER = "+442079460951"


async def test_a_past_instant_shows_who_waited_and_how_the_agents_were(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    agent = await house.colleague(line)
    await agent.ready()
    await agent.desk.change_presence("not_ready", house.sample.break_id)
    name = (await house.administrator.get(f"/v1/agents/{agent.id}"))["name"]
    caller = await house.call(line.number, _NUMBER)
    async with house.board() as board:
        await board.until(
            lambda desk: any(
                one["customer"]["number"] == _NUMBER for one in desk.of("waiting").values()
            ),
            PATIENCE_S,
        )
    await listen(caller, 1)  # what has just happened is in the journal by then
    then = datetime.now(UTC)
    caller.hang_up()
    await house.interaction(_NUMBER)
    await agent.ready()

    page = await open_page(browser, house.site.origin)
    known = house.sample.administrator
    await sign_in(page, known.login, known.password)
    then_there = f"/time-machine?at={then:%Y-%m-%dT%H:%M:%S.%fZ}"
    await page.goto(then_there)
    people = page.get_by_role("region", name="Agents")
    card = people.get_by_role("listitem").filter(has_text=name)
    await expect(card).to_contain_text("Break")
    customers = page.get_by_role("region", name="In progress")
    one = customers.get_by_role("listitem").filter(has_text=_NUMBER)
    await expect(one).to_contain_text(f"Waiting · {line.queue_name} · place 1", ignore_case=True)
    await looks_well(page, "time-machine-then", "en")

    await page.get_by_role("slider").focus()
    await page.keyboard.press("Home")
    await expect(one).to_have_count(0)
    await expect(card).to_have_count(0)

    # Of the cards only those in view are drawn, also once what stands above them has shrunk.
    await page.set_viewport_size({"width": NARROW[0], "height": NARROW[1] // 2})
    await page.goto(then_there)
    await expect(one).to_be_attached()
    await expect(card).to_have_count(0)
    for above in ("Day", "Queues"):
        await page.get_by_role("region", name=above).evaluate("one => one.remove()")
    await expect(card).to_be_visible()
