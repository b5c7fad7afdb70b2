"""Every page that each role can reach, found by its links: all fits, nothing complains."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page
from tests.browser.chromium import open_page
from tests.browser.looks import Complaints, enter, looks_well, settled
from tests.browser.tea_house import PASSWORD, TeaHouse, listen

from antiphon.simulation.sample_centre import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

_ROUTER = Path(__file__).parents[2] / "web" / "src" / "apps" / "router.tsx"
_PATH = re.compile(r'\bpath: "/?([a-z][a-z-]*)"')
# Before one signs in, or by a link of its own that is handed over.
_ELSEWHERE = {"sign-in", "welcome", "display"}
# One record's page stands for those of all records of its kind.
_ID = re.compile(r"(?<=/)[^/]*\d[^/]{7,}")
_LINKS = "() => [...document.links].map((link) => link.href)"


async def every_page(page: Page, origin: str) -> AsyncIterator[str]:
    """Go to each page that can be reached by links; gives its path while it is open."""
    ahead, known = ["/"], {"/"}
    while ahead:
        await page.goto(ahead.pop(0))
        await settled(page)
        yield urlsplit(page.url).path
        for link in await page.evaluate(_LINKS):
            kind = _ID.sub("$id", urlsplit(link).path)
            is_page = link.startswith(f"{origin}/") and not kind.startswith("/v1/")
            if is_page and kind not in known:
                known.add(kind)
                ahead.append(urlsplit(link).path)


async def walk(page: Page, origin: str, role: str, language: str) -> set[str]:
    """Look at every page; gives what was found, by the ends of the paths."""
    complaints, found = Complaints(page), set()
    async for path in every_page(page, origin):
        found.add(path.rpartition("/")[2])
        name = _ID.sub("one", path).strip("/").replace("/", "-")
        await looks_well(page, f"{role}-{name}", language)
        assert complaints.heard == []
    return found


async def a_handled_call(house: TeaHouse) -> None:
    """Lists have something to show, and a record to open."""
    line = await house.open_line()
    colleague = await house.colleague(line)
    await colleague.ready()
    caller = await house.call(line.number, "+442079460620", caller_name="Emma")
    (await colleague.rings()).answer()
    interaction_id = await colleague.in_hand("talking")
    await listen(caller, 1)
    caller.hang_up()
    await colleague.in_hand("wrap_up")
    await colleague.desk.finish(interaction_id, None, "A note.")
    await house.recorded(interaction_id)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
async def test_every_page_of_an_administrator(
    house: TeaHouse, browser: Browser, language: str
) -> None:
    await a_handled_call(house)
    page = await open_page(browser, house.site.origin, language=language)
    await page.goto("/sign-in")
    await page.get_by_role("combobox").select_option(language)
    await settled(page)
    await looks_well(page, "sign-in", language)
    await enter(page, house.sample.administrator)
    found = await walk(page, house.site.origin, "admin", language)
    routes = set(_PATH.findall(_ROUTER.read_text()))
    assert len(routes) > 10, "the router is written otherwise now"
    assert routes - found - _ELSEWHERE == {"desk"}, "no link leads there"


@pytest.mark.parametrize(
    ("role", "at_least"),
    [("agent", {"desk"}), ("supervisor", {"board", "interactions", "lost-calls"})],
)
async def test_every_page_of_others(
    house: TeaHouse, browser: Browser, role: str, at_least: set[str]
) -> None:
    await a_handled_call(house)
    person = await a_person(house, role)
    page = await open_page(browser, house.site.origin)
    await page.goto("/sign-in")
    await enter(page, person)
    assert await walk(page, house.site.origin, role, "en") >= at_least


async def a_person(house: TeaHouse, role: str) -> Person:
    """Somebody new of this role; an agent works in a line."""
    if role == "agent":
        return await house.add_agent(await house.open_line())
    login = f"{role}-who-walks"
    await house.make(
        "users",
        name="Wanda Walker",
        login=login,
        roles=[role],
        language="en",
        is_active=True,
        password=PASSWORD,
    )
    return Person(name="Wanda Walker", login=login, password=PASSWORD)
