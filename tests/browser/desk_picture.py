"""Takes the picture of the desk that the readme shows: `python -m tests.browser.desk_picture`.

A call is offered at the sample centre, with its customer's history and what the flow asked.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import expect
from tests.browser.chromium import open_chromium
from tests.browser.conftest import REPOSITORY, set_up
from tests.browser.desk_page import DeskPage
from tests.browser.tea_house import AGENTS_TONE, CUSTOMERS_TONE, TeaHouse, listen
from tests.support.live_site import LiveSite

from antiphon.simulation.sample_centre import NUMBER, SampleCentre
from antiphon.simulation.sip_call import PhoneCall

_PICTURE = REPOSITORY / "docs" / "images" / "desk.png"
_SIZE = (1280, 600)
_NOTES = (
    "Asked when the spring harvest comes in.",
    "Six tins of green tea for the breakfast room, delivered by Friday.",
)


async def take(site: LiveSite, sample: SampleCentre, folder: Path, picture: Path) -> None:
    """Handle some calls of one customer, and look at the next one's offer."""
    async with TeaHouse(site, sample) as house, open_chromium(folder, AGENTS_TONE) as browser:
        alex, (_, number, _) = sample.human, sample.customers[3]
        desk = await DeskPage.open(browser, site.origin, alex.login, alex.password, size=_SIZE)
        await desk.become_ready()
        for note, disposition in zip(_NOTES, ("Question answered", "Order placed"), strict=True):
            caller = await call_sales(house, number)
            await expect(desk.offer).to_be_visible()
            await desk.accept()
            await desk.hears(CUSTOMERS_TONE)
            caller.hang_up()
            await expect(desk.wrap_up).to_be_visible()
            await desk.finish(disposition, note)
        caller = await call_sales(house, number)
        await expect(desk.offer).to_be_visible()
        await desk.page.screenshot(path=picture)
        caller.hang_up()
        await expect(desk.offer).to_have_count(0)


async def call_sales(house: TeaHouse, number: str) -> PhoneCall:
    """A call that chose English and an order."""
    caller = await house.call(NUMBER, number)
    for key in "11":
        await listen(caller, 1.5)
        caller.press(key)
    return caller


def main() -> None:
    """Start a product of its own, take the picture, end it."""
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else _PICTURE
    with tempfile.TemporaryDirectory() as name:
        site = LiveSite(Path(name) / "data", home=REPOSITORY)
        site.start()
        try:
            sample = asyncio.run(set_up(site, Path(name)))
            asyncio.run(take(site, sample, Path(name), picture))
        finally:
            site.stop()


if __name__ == "__main__":
    main()
