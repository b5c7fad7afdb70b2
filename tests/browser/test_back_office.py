"""From an empty house to the first call, by hand, and changes that the very next call meets."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.back_office import BackOffice
from tests.browser.chromium import open_page
from tests.browser.conftest import REPOSITORY
from tests.browser.desk_page import DeskPage
from tests.browser.tea_house import (
    AGENTS_TONE,
    FAINT,
    PASSWORD,
    TeaHouse,
    be_welcomed,
    hears,
    listen,
)
from tests.support.live_site import LiveSite

from antiphon.simulation.sample_centre import SampleCentre
from antiphon.simulation.sound import level

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NUMBER, OTHER_NUMBER = "9100", "9200"


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[LiveSite]:
    """A product that nobody has set up."""
    site = LiveSite(tmp_path / "data", home=REPOSITORY)
    site.start()
    try:
        yield site
    finally:
        site.stop()


async def steps_done(page: Page, count: int) -> None:
    """The overview counts what is done of the way to the first call."""
    await page.get_by_role("link", name="Back office").click()
    await expect(page.get_by_text(f"{count} of 6 done")).to_be_visible()


async def test_from_an_empty_house_to_the_first_call(
    empty_site: LiveSite, browser: Browser
) -> None:
    page = await open_page(browser, empty_site.origin)
    boss = await be_welcomed(page, empty_site)
    nothing = SampleCentre(
        administrator=boss,
        human=boss,
        colleagues=(),
        disposition_ids=(),
        break_id="",
        customers=(),
    )
    async with TeaHouse(empty_site, nothing) as house:
        await steps_done(page, 0)
        await page.get_by_role("link", name="Make a queue").click()
        await expect(page.get_by_role("heading", name="Queues", level=1)).to_be_visible()
        office = BackOffice(page)
        await make_line(office)
        await steps_done(page, 4)
        await page.get_by_role("link", name="Connect a line").click()
        await try_trunk(house, office)
        await steps_done(page, 5)
        await the_first_calls(house, browser, office)


async def the_first_calls(house: TeaHouse, browser: Browser, office: BackOffice) -> None:
    """The line takes a call, and each change holds for the next one."""
    desk = await DeskPage.open(browser, house.site.origin, "hana", PASSWORD)
    await desk.become_ready()
    caller = await house.call(NUMBER, "+442079460301")
    await expect(desk.offer).to_contain_text("Repairs")
    await expect(desk.offer).to_contain_text("wish")
    await expect(desk.offer).to_contain_text("repair")
    await desk.accept()
    await hears(caller, AGENTS_TONE)
    caller.hang_up()
    await desk.finish()
    await expect(desk.state).to_contain_text("Ready")
    await expect(office.page.get_by_text("This centre is ready for calls.")).to_be_visible()

    await change_line(office)
    caller = await house.call(OTHER_NUMBER, "+442079460302")
    _, now = await listen(caller, 1.5)
    assert level(caller.stream.heard.between(now - 1, now)) > FAINT, "the new greeting is not said"
    await expect(desk.offer).to_contain_text("Workshop")
    caller.hang_up()
    await expect(desk.offer).to_have_count(0)
    refused = house.outside.call(NUMBER, caller_number="+442079460303")
    assert (await refused.ended(10)).status == 404
    assert time.time() > now


async def make_line(office: BackOffice) -> None:
    """A skill, a queue that asks for it, a user, an agent who has it, a flow and a number."""
    await office.open("Skills")
    await office.add("skill")
    await office.fill("Name", "Soldering")
    await office.save("Soldering")

    await office.open("Queues")
    await office.add("queue")
    await office.fill("Name", "Repairs")
    await office.choose("Required skills", "Soldering")
    await office.save("Repairs")

    await office.open("Users")
    await office.add("user")
    await office.fill("Name", "Hana Hand")
    await office.fill("Login", "hana")
    await office.fill("Password", PASSWORD)
    await office.save("Hana Hand")

    await office.open("Agents")
    await office.add("agent")
    await office.fill("Name", "Hana Hand")
    await office.choose("User", "Hana Hand")
    await office.choose("Queues", "Repairs")
    await office.choose("Skills", "Soldering")
    await office.save("Hana Hand")

    await office.open("Flows")
    await office.add("flow")
    await office.fill("Name", "Repairs")
    await office.add_step("Queue", "wait")
    await office.choose("Queue", "Repairs")
    await office.add_step("Set data", "wish")
    await office.fill("Name of the data", "wish")
    await office.fill("Value", "repair")
    await office.choose("Then go to", "wait")
    await office.choose("First step", "wish")
    await office.save("Repairs")

    await office.open("Entry points")
    await office.add("entry point")
    await office.fill("Name", "Repairs")
    await office.fill("Number", NUMBER)
    await office.choose("Flow", "Repairs")
    await office.save("Repairs")


async def try_trunk(house: TeaHouse, office: BackOffice) -> None:
    """A trunk is made, and tested as it is and at an address where nobody answers."""
    host, port = house.outside.address
    await office.open("Trunks")
    await office.add("trunk")
    await office.fill("Name", "Carrier")
    await office.fill("Host", host)
    await office.fill("Port", str(port))
    await office.save("Carrier")
    await office.edit("Carrier")
    await office.form.get_by_role("button", name="Test").click()
    trial = office.form.get_by_role("region", name="Test this trunk")
    await expect(trial.get_by_role("status")).to_contain_text("Reachable.")
    await office.fill("Port", "9")
    await office.save("Carrier")
    await office.edit("Carrier")
    await office.form.get_by_role("button", name="Test").click()
    await expect(office.form.get_by_role("alert")).to_contain_text("Not reachable.")
    await office.page.keyboard.press("Escape")
    await expect(office.form).to_have_count(0)


async def change_line(office: BackOffice) -> None:
    """The queue gets another name, the flow a greeting, the entry point another number."""
    await office.open("Queues")
    await office.edit("Repairs")
    await office.fill("Name", "Workshop")
    await office.save("Workshop")

    await office.open("Flows")
    await office.edit("Repairs")
    await office.add_step("Say", "hello")
    await office.fill("English", "Welcome to the workshop. Please have your order number ready.")
    await office.choose("Then go to", "wish")
    await office.choose("First step", "hello")
    await office.save("Repairs")

    await office.open("Entry points")
    await office.edit("Repairs")
    await office.fill("Number", OTHER_NUMBER)
    await office.save("Repairs")
