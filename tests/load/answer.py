"""How soon who answers in the browser and the customer hear each other, from the click on Accept.

    python -m tests.load.answer --calls 20

Both ways in Chromium on this machine: until the page is given the first frame with the customer's
voice, and until the customer's telephone hears the agent. One call after the other, first to a
phone that rings for each, then over a line that is kept open.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import expect
from tests.browser.chromium import open_chromium, open_page
from tests.browser.conftest import REPOSITORY, set_up
from tests.browser.desk_page import DeskPage, sign_in
from tests.browser.tea_house import AGENTS_TONE, CUSTOMERS_TONE, TeaHouse
from tests.load.bench import percentile
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sound import level

_STOPWATCH = Path(__file__).with_name("stopwatch.js")
# The microphone swells like syllables do, so the first of it is faint.
_VOICE_DB = -50
_PACKET_S = 0.02


async def _call(house: TeaHouse, desk: DeskPage, number: str, dialled: str) -> tuple[float, float]:
    """One call; how long until the page, and until the customer, heard the other, in ms."""
    caller = await house.call(dialled, number)
    await expect(desk.offer).to_be_visible()
    clicked = time.time()
    await desk.button("Accept").click()
    answer = await desk.page.wait_for_function("() => window.answerToVoice()", polling=20)
    to_page = float(await answer.json_value())
    heard = caller.stream.heard

    def first() -> float | None:
        at = clicked
        while at + _PACKET_S <= (heard.last_at or 0.0):
            if level(heard.between(at, at + _PACKET_S)) > _VOICE_DB:
                return at
            at += _PACKET_S
        return None

    await caller.stream.until(lambda: first() is not None, PATIENCE_S)
    to_customer = ((first() or clicked) - clicked) * 1000
    caller.hang_up()
    await desk.finish()
    return to_page, to_customer


async def measure(calls: int, *, keeps_line: bool) -> list[tuple[float, float]]:
    """The times of each call."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-answer-"))
    site = LiveSite(folder / "data", home=REPOSITORY)
    try:
        await asyncio.to_thread(site.start)
        sample = await set_up(site, folder)
        async with TeaHouse(site, sample) as house, open_chromium(folder, AGENTS_TONE) as browser:
            line = await house.open_line()
            agent = await house.add_agent(line, keeps_line=keeps_line)
            desk = DeskPage(await open_page(browser, site.origin))
            await desk.page.add_init_script(f"window.customersTone = {CUSTOMERS_TONE}")
            await desk.page.add_init_script(path=_STOPWATCH)
            await sign_in(desk.page, agent.login, agent.password)
            await expect(desk.phone_is_ready).to_be_attached()
            await desk.become_ready()
            if keeps_line:
                await expect(desk.page.get_by_text("Line open", exact=True)).to_be_attached()
            numbers = (f"+86138007{number:05}" for number in range(calls))
            return [await _call(house, desk, number, line.number) for number in numbers]
    finally:
        await asyncio.to_thread(site.stop)
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run it, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=20)
    calls = parser.parse_args(arguments).calls
    for keeps_line in (False, True):
        found = asyncio.run(measure(calls, keeps_line=keeps_line))
        ways = zip(("the agent's page", "the customer"), zip(*found, strict=True), strict=True)
        for who, times in ways:
            ordered = sorted(times)
            print(
                f"click on Accept until {who} hears, {'line open' if keeps_line else 'phone rung'}:"
                f" {len(ordered)} calls, p50 {percentile(ordered, 50):.0f}"
                f" p99 {percentile(ordered, 99):.0f} longest {ordered[-1]:.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main()
