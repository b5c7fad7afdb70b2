"""What hands and networks do to a desk: two tabs, double clicks, and answers that get lost."""

import pytest
from playwright.async_api import Browser, Route, expect
from tests.browser.desk_page import DeskPage
from tests.browser.tea_house import AGENTS_TONE, TeaHouse, hears, hears_no_more
from tests.support.known_music import MUSIC_TONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


async def lose_the_answer(route: Route) -> None:
    """The wish arrives, and what is answered does not."""
    await route.fetch()
    await route.abort()


async def test_one_call_in_two_tabs_with_double_clicks_and_lost_answers(
    house: TeaHouse, browser: Browser
) -> None:
    number = "+442079460821"
    line = await house.open_line(wrap_up_s=300, offer_timeout_s=90)
    first = await house.desk_page(browser, line)
    await first.become_ready()
    second = DeskPage(await first.page.context.new_page())
    await second.page.goto("/desk")
    caller = await house.call(line.number, number)
    await expect(first.offer).to_contain_text(number)
    await second.button("Accept").dblclick()
    for tab in (first, second):
        await expect(tab.talk).to_contain_text("Talking")
    await hears(caller, AGENTS_TONE)

    # Done, though nobody was told: the page shows what is, and the next wish is served.
    await second.page.route("**/hold", lose_the_answer)
    await second.button("Hold").click()
    for tab in (first, second):
        await expect(tab.talk).to_contain_text("On hold")
    await hears(caller, MUSIC_TONE)
    await first.button("Resume").click()
    for tab in (first, second):
        await expect(tab.talk).to_contain_text("Talking")
    await hears(caller, AGENTS_TONE)
    await hears_no_more(caller, MUSIC_TONE)

    await second.button("Hang up").dblclick()
    for tab in (first, second):
        await expect(tab.wrap_up).to_be_visible()
    await second.page.route("**/finish", lose_the_answer)
    await second.button("Finish").dblclick()
    for tab in (first, second):
        await expect(tab.wrap_up).to_have_count(0)
        await expect(tab.state).to_contain_text("Ready")
    record = await house.interaction(number)
    assert (record["outcome"], record["ended_by"]) == ("handled", "agent")
    kinds = [one["kind"] for one in record["segments"]]
    assert kinds.count("hold") == 1
