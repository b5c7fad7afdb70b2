"""Customers go on to others: whoever is removed is out, and a number outside or a queue has them.

After each step it is asserted from the sound who hears whom, and that the supervisor's board and
Asterisk say the same.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

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
    speak,
)
from tests.browser.test_call_control import a_pair
from tests.support.agreement import all_agree
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sample_centre import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

OUTSIDE, OUTSIDES_TONE, THIRDS_TONE = "+861055550177", 1_300, 2_100
FIRST_TRUNK = "Synthetic callers"


@asynccontextmanager
async def a_line_outside(house: TeaHouse) -> AsyncIterator[None]:
    """One number outside may be called, and is our own phone."""
    known = house.administrator
    trunks = (await known.get("/v1/trunks"))["items"]
    trunk = next(one for one in trunks if one["name"] == FIRST_TRUNK)
    path = f"/v1/trunks/{trunk['id']}"
    rules = (await known.get("/v1/dial-rules"))["version"]
    await house.change(path, port=house.outside.address[1])
    await known.put("/v1/dial-rules", {"allowed_prefixes": [OUTSIDE]})
    try:
        yield
    finally:
        await known.post(f"/v1/dial-rules/{rules}/restore", {})
        await house.change(path, port=trunk["port"])


async def test_a_removed_colleague_is_out_and_the_customer_goes_on_to_a_number_outside(
    house: TeaHouse, browser: Browser, tmp_path: Path
) -> None:
    number = "+442079460811"
    async with a_line_outside(house), a_pair(house, browser, tmp_path, number) as (pair, _):
        first, second, caller = pair.first, pair.second, pair.caller
        await pair.ask("Alt+i")
        await second.button("Accept").click()
        await pair.all_hear_each_other()
        await all_agree(
            house.site, house.administrator, {pair.colleague.agent_id: "talking"}, together=3
        )

        await first.button(f"Remove {pair.colleague.name}").click()
        await expect(second.talk).to_have_count(0)
        await hears_no_more(caller, COLLEAGUES_TONE)
        await second.hears_no_more(CUSTOMERS_TONE)
        await second.hears_no_more(AGENTS_TONE)
        await hears(caller, AGENTS_TONE)
        await first.hears(CUSTOMERS_TONE)
        await all_agree(house.site, house.administrator, {}, together=2)

        await first.page.keyboard.press("Alt+t")
        search = first.page.get_by_role("combobox", name="Name, queue or number")
        await search.fill(OUTSIDE)
        await expect(first.page.get_by_role("option")).to_have_count(1)
        await search.press("Enter")
        called = await asyncio.wait_for(house.outside.incoming.get(), PATIENCE_S)
        await expect(first.wrap_up).to_be_visible()
        called.answer()
        speak(called, OUTSIDES_TONE)
        await hears(caller, OUTSIDES_TONE)
        await hears(called, CUSTOMERS_TONE)
        await hears_no_more(caller, AGENTS_TONE)
        await all_agree(house.site, house.administrator, {}, together=2)
        caller.hang_up()
        assert (await called.ended(PATIENCE_S)).by_far_end
        await first.finish()
    record = await house.interaction(number)
    assert (record["outcome"], record["ended_by"]) == ("handled", "customer")
    assert "outside" in [one["kind"] for one in record["segments"]]


async def test_a_customer_passed_to_a_queue_is_offered_to_all_of_it_at_once(
    house: TeaHouse, browser: Browser, tmp_path: Path
) -> None:
    number = "+442079460812"
    (tmp_path / "third").mkdir()
    async with (
        a_pair(house, browser, tmp_path, number, offers_at_once=5) as (pair, line),
        a_third(house, tmp_path / "third", line) as (third, person),
    ):
        first, second, caller = pair.first, pair.second, pair.caller
        await first.page.get_by_label("Note", exact=True).fill("Wants six tins.")
        await expect(first.page.get_by_text("Saved", exact=True)).to_be_visible()
        await first.page.keyboard.press("Alt+t")
        search = first.page.get_by_role("combobox", name="Name, queue or number")
        await search.fill(line.queue_name)
        await expect(first.page.get_by_role("option")).to_have_count(1)
        await search.press("Enter")
        await expect(first.wrap_up).to_be_visible()
        for desk in (second, third):
            await expect(desk.offer).to_contain_text(number)
            await expect(desk.offer).to_contain_text("1 other is asked too")

        await third.button("Accept").click()
        await expect(second.offer).to_have_count(0)
        await expect(second.state).to_contain_text("Ready")
        await hears(caller, THIRDS_TONE)
        await third.hears(CUSTOMERS_TONE)
        await hears_no_more(caller, AGENTS_TONE)
        hands = {person.agent_id: "talking", pair.colleague.agent_id: ""}
        await all_agree(house.site, house.administrator, hands, together=2)
        await first.finish()
        caller.hang_up()
        await third.finish()
    record = await house.interaction(number)
    assert record["agent"]["name"] == person.name
    talkers = [one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"]
    assert pair.colleague.name not in talkers


@asynccontextmanager
async def a_third(
    house: TeaHouse, folder: Path, line: Line
) -> AsyncIterator[tuple[DeskPage, Person]]:
    """Another agent of a queue, ready, with a tone of their own."""
    person = await house.add_agent(line)
    async with open_chromium(folder, THIRDS_TONE) as chromium:
        desk = await DeskPage.open(chromium, house.site.origin, person.login, person.password)
        await desk.become_ready()
        yield desk, person
