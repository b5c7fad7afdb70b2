"""The real thing: one running product for the tests that leave it as they found it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from tests.support.live_centre import LiveCentre, Made, make_centre
from tests.support.live_site import LiveSite


@pytest.fixture(scope="session")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, Made]]:
    """A running product with a small centre."""
    site = LiveSite(tmp_path_factory.mktemp("site") / "data")
    site.start()
    try:
        yield site, asyncio.run(make_centre(site, agents=4))
    finally:
        site.stop()


@pytest.fixture
async def centre(shared_site: tuple[LiveSite, Made]) -> AsyncIterator[LiveCentre]:
    """The small centre, with an administrator signed in."""
    async with LiveCentre(*shared_site) as live:
        yield live


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[LiveSite]:
    """A product for one test alone, to be killed and frozen."""
    site = LiveSite(tmp_path / "data")
    site.start()
    try:
        yield site
    finally:
        site.stop()
