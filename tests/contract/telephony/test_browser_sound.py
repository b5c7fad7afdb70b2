"""A real Asterisk prepares its legs' sound for browsers from the first browser's phone on."""

from tests.contract.telephony.asterisk_bench import AsteriskBench
from tests.contract.telephony.test_codecs import ringing
from tests.support.cuttable import CuttableRelay

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.console import ask_console
from antiphon.telephony.engine import (
    EngineConnected,
    LegEnded,
    LegRinging,
    Phone,
    PhoneId,
    PhoneKind,
)


def a_phone(name: str, kind: PhoneKind) -> Phone:
    return Phone(id=PhoneId(name), kind=kind, secret="word", display_name="")


async def is_prepared(real: AsteriskBench) -> bool:
    told = await ask_console(real.asterisk.settings.console, "rtp show settings")
    [line] = [line for line in told.splitlines() if "ICE support" in line]
    return line.split()[-1] == "Yes"


async def started_anew(real: AsteriskBench) -> None:
    await real.restart_engine()
    await real.expect(EngineConnected, is_new_engine=True)
    await real.engine.open_for_calls()


async def offer_to(real: AsteriskBench, phone: Phone) -> str:
    """What a call to this phone offers."""
    agent = await real.agent(phone.id, phone.secret)
    calls = ringing(agent)
    assert await agent.register() == 200
    leg = await real.ring(f"sound-1.{phone.id}", to=phone.id)
    await real.expect(LegRinging, leg=leg)
    await real.engine.hang_up(LegId(leg))
    await real.expect(LegEnded, leg=leg)
    assert calls[0].invite is not None
    return calls[0].invite.body


async def test_it_begins_when_a_browsers_phone_is_known_and_ends_with_the_engine(
    real: AsteriskBench,
) -> None:
    await started_anew(real)
    desk, browser = a_phone("desk-1", PhoneKind.SIP), a_phone("web-1", PhoneKind.BROWSER)
    await real.engine.set_phone(desk)
    assert not await is_prepared(real)
    await real.engine.set_phone(browser)
    assert await is_prepared(real)
    assert "a=ice-ufrag:" in await offer_to(real, browser)
    assert "a=ice-ufrag:" not in await offer_to(real, desk)
    # Whoever is connected: a browser may be known to an engine that outlives us.
    await real.stop_engine()
    real.relay = CuttableRelay(real.asterisk.settings.http_port)
    await real.start_engine()
    assert await is_prepared(real)
    await real.engine.set_phone(browser)
    await real.engine.remove_phone(browser.id)
    assert await is_prepared(real)
    await started_anew(real)
    assert not await is_prepared(real)
    await real.engine.remove_phone(desk.id)


async def test_a_visitor_of_a_page_is_a_browser_too(real: AsteriskBench) -> None:
    await started_anew(real)
    visitor = a_phone("visitor-1", PhoneKind.VISITOR)
    await real.engine.set_phone(visitor)
    assert await is_prepared(real)
    # Its phone is known to an engine that is started anew before that one takes calls.
    await started_anew(real)
    assert await is_prepared(real)
    await real.engine.remove_phone(visitor.id)
