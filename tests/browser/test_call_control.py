"""Colleagues in one call: after each step it is asserted from the sound who hears whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect
from tests.browser.chromium import open_chromium
from tests.browser.desk_page import DeskPage
from tests.browser.tea_house import (
    AGENTS_TONE,
    COLLEAGUES_TONE,
    CUSTOMERS_TONE,
    Line,
    TeaHouse,
    hears,
    hears_no_more,
)
from tests.support.known_music import MUSIC_TONE

from antiphon.simulation.sample_centre import Person
from antiphon.simulation.sip_call import PhoneCall

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def digits(key: str, following: str, *, is_secret: bool = False) -> dict[str, Any]:
    """A step that asks for four digits."""
    return {
        "kind": "digits",
        "text": {"en": f"Please enter the {key} number."},
        "key": key.lower(),
        "name": key,
        "least": 4,
        "most": 4,
        "timeout_s": 60,
        "next": following,
        "otherwise": "back",
        "is_secret": is_secret,
    }


PAYMENT = {
    "name": "Tea payment",
    "start": "order",
    "for_agents": True,
    "steps": {
        "order": digits("Order", "card"),
        "card": digits("Card", "back", is_secret=True),
        "back": {"kind": "return"},
    },
}


class Pair:
    """Two agents at their desks, the first of whom talks with a customer."""

    def __init__(
        self, first: DeskPage, second: DeskPage, colleague: Person, caller: PhoneCall
    ) -> None:
        self.first, self.second = first, second
        self.colleague, self.caller = colleague, caller

    async def ask(self, keys: str) -> None:
        """Begin with a shortcut, find the colleague by name, and choose by Enter."""
        await self.first.page.keyboard.press(keys)
        search = self.first.page.get_by_role("combobox", name="Name, queue or number")
        await expect(search).to_be_focused()
        await search.fill(self.colleague.name)
        choices = self.first.page.get_by_role("option")
        await expect(choices).to_have_count(1)
        await expect(choices).to_contain_text("Ready")
        await search.press("Enter")

    async def all_hear_each_other(self) -> None:
        await hears(self.caller, AGENTS_TONE)
        await hears(self.caller, COLLEAGUES_TONE)
        for desk, colleague in ((self.first, COLLEAGUES_TONE), (self.second, AGENTS_TONE)):
            await desk.hears(CUSTOMERS_TONE)
            await desk.hears(colleague)


@asynccontextmanager
async def two_desks(
    house: TeaHouse,
    browser: Browser,
    folder: Path,
    lines: tuple[Line, Line],
    *,
    keeps_line: bool = False,
) -> AsyncIterator[tuple[DeskPage, DeskPage, Person]]:
    """The desks of an agent of each line, not ready yet, and who the second agent is."""
    person, colleague = [await house.add_agent(line, keeps_line=keeps_line) for line in lines]
    async with open_chromium(folder, COLLEAGUES_TONE) as second_browser:
        first = await DeskPage.open(browser, house.site.origin, person.login, person.password)
        second = await DeskPage.open(
            second_browser, house.site.origin, colleague.login, colleague.password
        )
        yield first, second, colleague


@asynccontextmanager
async def a_pair(
    house: TeaHouse,
    browser: Browser,
    folder: Path,
    number: str,
    *,
    keeps_line: bool = False,
    **second_queue: Any,
) -> AsyncIterator[tuple[Pair, Line]]:
    """The customer and the first agent hear each other; the second agent is free.

    Gives the line of the second agent too, whose queue may have rules of its own.
    """
    line = await house.open_line(wrap_up_s=300)
    other = await house.open_line(wrap_up_s=300, **second_queue)
    desks = two_desks(house, browser, folder, (line, other), keeps_line=keeps_line)
    async with desks as (first, second, colleague):
        for desk in (first, second):
            await desk.become_ready()
            if keeps_line:
                await expect(desk.page.get_by_text("Line open", exact=True)).to_be_attached()
        caller = await house.call(line.number, number)
        await first.accept()
        await hears(caller, AGENTS_TONE)
        await first.hears(CUSTOMERS_TONE)
        yield Pair(first, second, colleague, caller), other


@pytest.mark.parametrize("keeps_line", [False, True])
async def test_a_consultation_becomes_a_conference_that_goes_on_without_its_first_agent(
    house: TeaHouse, browser: Browser, tmp_path: Path, keeps_line: bool
) -> None:
    number = f"+44207946080{int(keeps_line)}"
    async with a_pair(house, browser, tmp_path, number, keeps_line=keeps_line) as (pair, _):
        first, second, caller = pair.first, pair.second, pair.caller
        await first.page.get_by_label("Note", exact=True).fill("Asks for the spring harvest.")
        await pair.ask("Alt+c")
        await expect(second.offer).to_contain_text("asks for your advice")
        await hears(caller, MUSIC_TONE)
        await hears_no_more(caller, AGENTS_TONE)
        await second.button("Accept").click()
        await expect(second.talk).to_contain_text("Consulted")
        await first.hears(COLLEAGUES_TONE)
        await second.hears(AGENTS_TONE)
        await first.hears_no_more(CUSTOMERS_TONE)

        await first.page.keyboard.press("Alt+s")
        await hears(caller, AGENTS_TONE)
        await first.hears(CUSTOMERS_TONE)
        await second.hears(MUSIC_TONE)
        await second.hears_no_more(AGENTS_TONE)

        await first.button("Switch sides").click()
        await first.hears(COLLEAGUES_TONE)
        await hears(caller, MUSIC_TONE)

        await first.button("Bring together").click()
        await pair.all_hear_each_other()

        await first.button(f"Mute {pair.colleague.name}").click()
        await hears_no_more(caller, COLLEAGUES_TONE)
        await second.hears(CUSTOMERS_TONE)
        await first.button(f"Unmute {pair.colleague.name}").click()
        await hears(caller, COLLEAGUES_TONE)

        await first.button("Leave").click()
        await expect(first.wrap_up).to_be_visible()
        await hears(caller, COLLEAGUES_TONE)
        await hears_no_more(caller, AGENTS_TONE)
        await second.hears(CUSTOMERS_TONE)
        await expect(second.talk).to_contain_text("Talking")
        await expect(second.talk).to_contain_text("has left the call.")
        await first.finish()
        caller.hang_up()
        await second.finish()
    record = await house.interaction(number)
    assert record["agent"]["name"] == pair.colleague.name
    assert record["ended_by"] == "customer"


async def test_a_transferred_customer_comes_to_a_colleague_with_what_was_written(
    house: TeaHouse, browser: Browser, tmp_path: Path
) -> None:
    async with a_pair(house, browser, tmp_path, "+442079460802") as (pair, _):
        first, second, caller = pair.first, pair.second, pair.caller
        await first.page.get_by_label("Note", exact=True).fill("Wants six tins.")
        await expect(first.page.get_by_text("Saved", exact=True)).to_be_visible()
        await pair.ask("Alt+t")
        await expect(second.offer).to_contain_text("transfers")
        await expect(second.offer).to_contain_text("Wants six tins.")
        await expect(first.wrap_up).to_be_visible()
        await second.button("Accept").click()
        await hears(caller, COLLEAGUES_TONE)
        await second.hears(CUSTOMERS_TONE)
        await first.finish()
        caller.hang_up()
        await second.finish()
    record = await house.interaction("+442079460802")
    assert record["agent"]["name"] == pair.colleague.name


async def test_nobody_is_lost_when_a_colleague_declines_or_a_consultation_ends(
    house: TeaHouse, browser: Browser, tmp_path: Path
) -> None:
    async with a_pair(house, browser, tmp_path, "+442079460803") as (pair, _):
        first, second, caller = pair.first, pair.second, pair.caller
        await pair.ask("Alt+c")
        await second.button("Accept").click()
        await first.hears(COLLEAGUES_TONE)
        await first.page.keyboard.press("Alt+x")
        await hears(caller, AGENTS_TONE)
        await first.hears(CUSTOMERS_TONE)
        await expect(second.talk).to_have_count(0)
        await first.hears_no_more(COLLEAGUES_TONE)
        await expect(second.wrap_up).to_have_count(0)

        await pair.ask("Alt+t")
        await second.button("Decline").click()
        await expect(first.offer).to_contain_text("comes back to you")
        await first.accept()
        await hears(caller, AGENTS_TONE)
        await first.hears(CUSTOMERS_TONE)
        caller.hang_up()
        await first.finish()


async def test_who_cannot_be_asked_is_listed_with_the_reason(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    away = await house.add_agent(line)
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460804")
    await desk.accept()
    await hears(caller, AGENTS_TONE)
    await desk.button("Transfer").click()
    search = desk.page.get_by_role("combobox", name="Name, queue or number")
    await search.fill(away.name)
    row = desk.page.get_by_role("option", name=away.name)
    await expect(row).to_contain_text("Not at work.")
    await row.click(force=True)
    await search.press("Enter")
    await expect(desk.talk).to_contain_text("Talking")
    await search.fill("00 900 123456")
    await expect(desk.page.get_by_role("option").first).to_have_attribute("aria-disabled", "true")
    await search.press("Escape")
    await expect(search).to_have_count(0)
    caller.hang_up()
    await desk.finish()


async def test_a_customer_pays_in_a_flow_and_comes_back_to_the_agent_who_waits(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line()
    flow_id = await house.make("flows", **PAYMENT)
    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    caller = await house.call(line.number, "+442079460805")
    await desk.accept()
    await hears(caller, AGENTS_TONE)
    await desk.page.keyboard.press("Alt+f")
    search = desk.page.get_by_role("combobox", name="Name of the flow")
    await search.fill("Tea payment")
    await expect(desk.page.get_by_role("option")).to_have_count(1)
    await search.press("Enter")
    await expect(desk.talk).to_contain_text("The customer is in “Tea payment”")
    await expect(desk.talk).to_contain_text("Entering digits: Order")
    await hears_no_more(caller, AGENTS_TONE)
    caller.press("4711")
    await expect(desk.talk).to_contain_text("Entering digits: Card")
    await expect(desk.talk).to_contain_text("Nothing is recorded meanwhile")
    caller.press("5500")
    await expect(desk.talk).to_contain_text("Talking")
    await expect(desk.page.get_by_text("4711")).to_be_visible()
    await expect(desk.page.get_by_text("••••")).to_be_visible()
    await hears(caller, AGENTS_TONE)
    await desk.hears(CUSTOMERS_TONE)

    # Again, and this time the agent does not wait for the end.
    await desk.button("To a flow").click()
    await desk.page.get_by_role("option", name="Tea payment").click()
    await expect(desk.talk).to_contain_text("Entering digits: Order")
    await hears_no_more(caller, AGENTS_TONE)
    await desk.page.keyboard.press("Alt+b")
    await hears(caller, AGENTS_TONE)
    await desk.hears(CUSTOMERS_TONE)
    caller.hang_up()
    await desk.finish()
    await house.administrator.delete(f"/v1/flows/{flow_id}")
    record = await house.interaction("+442079460805")
    assert [one["kind"] for one in record["segments"]].count("flow") >= 2


async def test_a_colleague_who_loads_the_page_anew_is_back_in_the_conference(
    house: TeaHouse, browser: Browser, tmp_path: Path
) -> None:
    async with a_pair(house, browser, tmp_path, "+442079460806") as (pair, _):
        first, second, caller = pair.first, pair.second, pair.caller
        await pair.ask("Alt+i")
        await second.button("Accept").click()
        await pair.all_hear_each_other()
        await second.page.reload()
        await hears(caller, AGENTS_TONE)
        await expect(second.talk).to_contain_text("In the conversation")
        await pair.all_hear_each_other()
        caller.hang_up()
        await first.finish()
        await second.finish()
