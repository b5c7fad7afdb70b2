"""A masked number is searched in every byte that a page's sockets carry: SIP above all."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, WebSocket, expect
from tests.api.test_number_firewall import NATIONAL, NUMBER, traces
from tests.browser.chromium import open_chromium
from tests.browser.desk_page import DeskPage
from tests.browser.tea_house import (
    AGENTS_TONE,
    COLLEAGUES_TONE,
    CUSTOMERS_TONE,
    TeaHouse,
    hears,
    speak,
)
from tests.browser.test_call_control import Pair
from tests.browser.test_placed_calls import rung
from tests.browser.test_privacy import MASKED
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


class OverheardDesk(DeskPage):
    """A desk of which every frame is kept that its sockets carry."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.frames: dict[str, list[str]] = {}
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        frames = self.frames.setdefault(socket.url, [])

        def keep(frame: str | bytes) -> None:
            frames.append(frame if isinstance(frame, str) else frame.decode(errors="replace"))

        socket.on("framereceived", keep)
        socket.on("framesent", keep)

    def requests(self, method: str) -> list[str]:
        """The SIP requests of a kind that went over a socket, whoever made them."""
        heard = [frame for frames in self.frames.values() for frame in frames]
        return [frame for frame in heard if frame.startswith(f"{method} sip:")]

    def found(self) -> dict[str, list[str]]:
        """By socket, how the number stands in what it carried."""
        ways = {url: traces("\n".join(frames)) for url, frames in self.frames.items()}
        return {url: way for url, way in ways.items() if way}


async def two_overheard(
    house: TeaHouse, browser: Browser, second_browser: Browser
) -> tuple[OverheardDesk, OverheardDesk, Pair]:
    """The first agent talks with the customer, and the second one is free."""
    trunk_id = await house.make(
        "trunks", name="Firewalled", host="127.0.0.1", port=house.outside.address[1]
    )
    rules = {"call_back": {"trunk_id": trunk_id}}
    line = await house.open_line(wrap_up_s=300, waiting=rules)
    person = await house.add_agent(line)
    colleague = await house.add_agent(await house.open_line(wrap_up_s=300))
    desks = [
        await OverheardDesk.open(opened, house.site.origin, one.login, one.password)
        for opened, one in ((browser, person), (second_browser, colleague))
    ]
    for desk in desks:
        await desk.become_ready()
    caller = await house.call(line.number, NUMBER, caller_name=f"Li {NATIONAL}")
    await expect(desks[0].offer).to_contain_text(MASKED)
    await desks[0].accept()
    await hears(caller, AGENTS_TONE)
    return desks[0], desks[1], Pair(desks[0], desks[1], colleague, caller)


async def test_no_frame_of_a_pages_phone_holds_the_number(
    private_house: TeaHouse, browser: Browser, tmp_path: Path
) -> None:
    async with open_chromium(tmp_path, COLLEAGUES_TONE) as second_browser:
        first, second, pair = await two_overheard(private_house, browser, second_browser)
        await pair.ask("Alt+c")
        await expect(second.offer).to_contain_text(MASKED)
        await second.button("Accept").click()
        await first.hears(COLLEAGUES_TONE)
        await first.button("Bring together").click()
        await pair.all_hear_each_other()
        await first.button("Leave").click()
        await hears(pair.caller, COLLEAGUES_TONE)
        pair.caller.hang_up()
        await first.finish()
        await second.finish()

        # Called from the list of what was: the page names the call before, and no number.
        rung_before = len(first.requests("INVITE"))
        await first.button(f"Call: Li {MASKED.removeprefix('+86')}").click()
        called = await rung(private_house)
        called.answer()
        speak(called, CUSTOMERS_TONE)
        await first.hears(CUSTOMERS_TONE)
        await hears(called, AGENTS_TONE)
        assert NATIONAL in called.header("To")
        await first.button("Hang up").click()
        await called.ended(PATIENCE_S)
        await first.finish()
        assert len(first.requests("INVITE")) == rung_before + 1

        for desk in (first, second):
            assert any(MASKED in one for one in desk.requests("INVITE"))
            assert desk.requests("REGISTER")
            assert desk.found() == {}
