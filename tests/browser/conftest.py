"""Journeys in Chromium: one running product with the sample centre, set up in the browser once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser
from tests.browser.chromium import open_chromium, open_page, refused_by_policy
from tests.browser.tea_house import AGENTS_TONE, TeaHouse, be_welcomed
from tests.support.live_site import LiveSite

from antiphon.simulation.sample_centre import SampleCentre, build
from antiphon.simulation.web_client import WebClient

log = logging.getLogger(__name__)

_FAILED = pytest.StashKey[bool]()
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, SampleCentre]]:
    """The product with its page and the sample centre."""
    folder = tmp_path_factory.mktemp("browser")
    site = LiveSite(folder / "data", home=REPOSITORY)
    site.start()
    try:
        yield site, asyncio.run(set_up(site, folder))
    finally:
        site.stop()


async def set_up(site: LiveSite, folder: Path) -> SampleCentre:
    """The first administrator comes by the one-time link; the rest is made over HTTP."""
    async with open_chromium(folder, AGENTS_TONE) as browser:
        boss = await be_welcomed(await open_page(browser, site.origin), site)
    client = WebClient(site.origin)
    await client.sign_in(boss.login, boss.password)
    try:
        return await build(client, boss, trunk_port=9)
    finally:
        client.close()


@pytest.fixture
async def house(opened: tuple[LiveSite, SampleCentre]) -> AsyncIterator[TeaHouse]:
    """The people of one test."""
    async with TeaHouse(*opened) as house:
        yield house


@pytest.fixture
async def private_house(house: TeaHouse) -> AsyncIterator[TeaHouse]:
    """The house, in which numbers are masked while a test lasts."""
    masked = {"is_masked": True, "reveals_a_day": 1}
    await house.administrator.put("/v1/number-privacy", masked)
    try:
        yield house
    finally:
        await house.administrator.put("/v1/number-privacy", {**masked, "is_masked": False})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the browser's fixture know how the test ended."""
    report = yield
    item.stash[_FAILED] = report.failed
    return report


@pytest.fixture
async def browser(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    """A browser whose microphone hears the agent's tone; a failed test leaves pictures behind.

    No page may try what our policy refuses: it would be drawn or measured wrongly, and unseen.
    """
    refused_by_policy.clear()
    async with open_chromium(tmp_path, AGENTS_TONE) as browser:
        yield browser
        if request.node.stash.get(_FAILED, False):
            pages = [page for context in browser.contexts for page in context.pages]
            for number, page in enumerate(pages):
                picture = tmp_path / f"{number}.png"
                await page.screenshot(path=picture)
                log.warning("%s is in %s", page.url, picture)
    assert refused_by_policy == []
