"""Colleagues call each other from their desks, and one picks up whom the other has parked."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from tests.browser.desk_page import DeskPage
from tests.browser.tea_house import (
    AGENTS_TONE,
    COLLEAGUES_TONE,
    CUSTOMERS_TONE,
    TeaHouse,
    hears,
    hears_no_more,
)
from tests.browser.test_call_control import two_desks
from tests.support.known_music import MUSIC_TONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

NUMBER = "+442079460807"


async def call_colleague(desk: DeskPage, name: str) -> None:
    """Find a colleague by name, and call."""
    box = desk.page.get_by_role("region", name="Call a colleague")
    await box.get_by_role("combobox").fill(name)
    await desk.page.get_by_title(name, exact=True).click()
    await box.get_by_role("button", name="Call").click()


async def test_colleagues_call_each_other_and_one_picks_up_whom_the_other_parked(
    house: TeaHouse, browser: Browser, tmp_path: Path
) -> None:
    line = await house.open_line(wrap_up_s=300)
    async with two_desks(house, browser, tmp_path, (line, line)) as (first, second, colleague):
        for desk in (first, second):
            await desk.become_ready()
        await call_colleague(first, colleague.name)
        await expect(second.offer).to_contain_text("calls you")
        await second.button("Accept").click()
        await first.hears(COLLEAGUES_TONE)
        await second.hears(AGENTS_TONE)
        await first.button("Hang up").click()
        for desk in (first, second):
            await expect(desk.talk).to_have_count(0)

        # On a break one is offered nobody, and may pick up all the same.
        await second.choose("Lunch")
        await expect(second.state).to_contain_text("Lunch")
        caller = await house.call(line.number, NUMBER)
        await first.accept()
        await hears(caller, AGENTS_TONE)
        await first.page.keyboard.press("Alt+k")
        await expect(first.wrap_up).to_be_visible()
        await hears(caller, MUSIC_TONE)
        await second.button("Pick up").click()
        await hears(caller, COLLEAGUES_TONE)
        await hears_no_more(caller, MUSIC_TONE)
        await second.hears(CUSTOMERS_TONE)
        await expect(second.talk).to_contain_text("Talking")
        await expect(second.button("Pick up")).to_have_count(0)
        await first.finish()
        caller.hang_up()
        await second.finish()
    record = await house.interaction(NUMBER)
    assert record["agent"]["name"] == colleague.name
