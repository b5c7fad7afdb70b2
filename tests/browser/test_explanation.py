"""Why somebody waits: what the page proposes is pressed there, and customer and agent then talk."""

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.chromium import open_page
from tests.browser.desk_page import sign_in
from tests.browser.looks import looks_well
from tests.browser.tea_house import AGENTS_TONE, Line, TeaHouse, hears, speak
from tests.support.live_centre import Agent

from antiphon.simulation.sip_call import PhoneCall

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


async def an_agent_at_break(house: TeaHouse, line: Line) -> tuple[Agent, str]:
    """Somebody with a desk phone who takes no call now, and the name."""
    agent = await house.colleague(line)
    await agent.ready()
    await agent.desk.change_presence("not_ready", house.sample.break_id)
    name = (await house.administrator.get(f"/v1/agents/{agent.id}"))["name"]
    return agent, name


async def answer(agent: Agent, caller: PhoneCall) -> None:
    """The agent picks up, and the caller hears it."""
    ringing = await agent.rings()
    ringing.answer()
    speak(ringing, AGENTS_TONE)
    await hears(caller, AGENTS_TONE)
    caller.hang_up()


async def the_board(house: TeaHouse, browser: Browser) -> Page:
    """The administrator's page with the board."""
    page = await open_page(browser, house.site.origin)
    known = house.sample.administrator
    await sign_in(page, known.login, known.password)
    await page.goto("/board")
    return page


async def test_all_that_is_proposed_for_one_who_waits_connects_them(
    house: TeaHouse, browser: Browser
) -> None:
    skill = await house.make("skills", name="Porcelain")
    wanted = await house.open_line(required_skills={skill: 4})
    agent, name = await an_agent_at_break(house, await house.open_line())
    caller = await house.call(wanted.number, "+442079460931")
    page = await the_board(house, browser)
    await page.get_by_role("button", name="+442079460931").click()
    drawer = page.get_by_role("dialog", name="+442079460931")
    pair = drawer.get_by_role("listitem").filter(has=page.get_by_text(name, exact=True))
    await expect(pair).to_contain_text(f"does not serve {wanted.queue_name}")
    await looks_well(page, "why-waiting", "en")
    changes = (
        f"Add the agent to {wanted.queue_name}",
        "Give Porcelain at level 4",
        "Make the agent ready",
    )
    for change in changes:
        await pair.get_by_role("button", name=change).click()
        await expect(pair.get_by_role("button", name=change)).to_have_count(0)
    await answer(agent, caller)
    await expect(drawer).to_contain_text("This customer does not wait any more.")


async def test_who_is_asked_elsewhere_is_offered_to_an_agent_by_hand(
    house: TeaHouse, browser: Browser
) -> None:
    line = await house.open_line(offer_timeout_s=120)
    asked = await house.colleague(line)
    await asked.ready()
    agent, name = await an_agent_at_break(house, line)
    caller = await house.call(line.number, "+442079460932")
    await asked.rings()
    page = await the_board(house, browser)
    await page.get_by_role("button", name=name, exact=True).click()
    drawer = page.get_by_role("dialog", name=name)
    pair = drawer.get_by_role("listitem").filter(has=page.get_by_text("+442079460932", exact=True))
    await expect(pair).to_contain_text("is not ready")
    await looks_well(page, "why-agent", "en")
    await pair.get_by_role("button", name="Make the agent ready").click()
    await expect(pair).to_contain_text("it is being offered to")
    await pair.get_by_role("button", name="Offer it by hand").click()
    await answer(agent, caller)
