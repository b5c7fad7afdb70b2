"""A browser's SIP through the relay, against a real Asterisk."""

import asyncio
import re

from tests.contract.telephony.asterisk_bench import AsteriskBench
from tests.support.patience import PATIENCE_S

from antiphon.telephony.asterisk.sip_proxy import BURST, MOST_BYTES, relay
from antiphon.telephony.engine import Phone, PhoneChanged, PhoneId, PhoneKind

REGISTER = (
    "REGISTER sip:localhost SIP/2.0\r\n"
    "Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK{number}\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:webby@localhost>;tag=1\r\nTo: <sip:webby@localhost>\r\n"
    "Call-ID: c1\r\nCSeq: {number} REGISTER\r\n"
    "Contact: <sip:webby@df7jal23ls0d.invalid;transport=ws>;expires=120\r\n"
    "{authorisation}Content-Length: 0\r\n\r\n"
)


class FakeBrowserSocket:
    """A socket as the web server would hand it over."""

    def __init__(self) -> None:
        self.incoming: asyncio.Queue[str | None] = asyncio.Queue()
        self.outgoing: asyncio.Queue[str] = asyncio.Queue()
        self.code: int | None = None

    async def receive(self) -> str | None:
        return await self.incoming.get()

    async def send(self, message: str) -> None:
        self.outgoing.put_nowait(message)

    async def close(self, code: int) -> None:
        self.code = self.code or code


async def test_a_phone_that_registers_is_gone_with_its_socket(real: AsteriskBench) -> None:
    phone = Phone(id=PhoneId("webby"), kind=PhoneKind.BROWSER, secret="s3", display_name="W")
    await real.engine.set_phone(phone)
    browser, closed = FakeBrowserSocket(), asyncio.Event()
    url = f"ws://127.0.0.1:{real.asterisk.settings.http_port}/ws"
    relaying = asyncio.create_task(relay(browser, asterisk_ws_url=url, on_closed=closed.set))
    browser.incoming.put_nowait(REGISTER.format(number=1, authorisation=""))
    challenge = await asyncio.wait_for(browser.outgoing.get(), PATIENCE_S)
    assert challenge.startswith("SIP/2.0 401")
    agent = await real.agent("webby", "s3")
    header = agent.digest("REGISTER", "sip:localhost", _header(challenge, "WWW-Authenticate"))
    browser.incoming.put_nowait(
        REGISTER.format(number=2, authorisation=f"Authorization: {header}\r\n")
    )
    assert (await asyncio.wait_for(browser.outgoing.get(), PATIENCE_S)).startswith("SIP/2.0 200")
    await real.expect(PhoneChanged, phone=phone.id, is_reachable=True)
    browser.incoming.put_nowait(None)
    await asyncio.wait_for(relaying, PATIENCE_S)
    assert closed.is_set()
    await real.expect(PhoneChanged, phone=phone.id, is_reachable=False)


async def test_what_is_too_large_or_too_fast_ends_the_connection(real: AsteriskBench) -> None:
    url = f"ws://127.0.0.1:{real.asterisk.settings.http_port}/ws"
    large = FakeBrowserSocket()
    large.incoming.put_nowait("x" * (MOST_BYTES + 1))
    await relay(large, asterisk_ws_url=url)
    assert large.code == 1009
    fast = FakeBrowserSocket()
    for _ in range(int(BURST) + 1):
        fast.incoming.put_nowait("\r\n\r\n")
    await relay(fast, asterisk_ws_url=url, clock=lambda: 0.0)
    assert fast.code == 1008


async def test_without_an_engine_the_browser_is_asked_to_try_again() -> None:
    browser = FakeBrowserSocket()
    await relay(browser, asterisk_ws_url="ws://127.0.0.1:9/ws")
    assert browser.code == 1013


def _header(message: str, name: str) -> str:
    match = re.search(rf"^{name}: (.+?)\r$", message, re.MULTILINE | re.IGNORECASE)
    assert match is not None
    return match[1]
