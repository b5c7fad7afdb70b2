"""Somebody on another machine: opens the page over https, calls, presses a key, hears what follows.

A program of its own, so that it can be run in another network: its end says whether all went well.
"""

import asyncio
import ssl
import sys
import urllib.request

from tests.support.known_music import MUSIC_TONE
from tests.support.patience import PATIENCE_S
from tests.system.talking import hears_only

from antiphon.simulation.rtp import Pacer
from antiphon.simulation.sip_phone import SipPhone


def open_page(origin: str) -> None:
    """The interface answers over https."""
    context = ssl._create_unverified_context()
    with urllib.request.urlopen(f"{origin}/readyz", timeout=PATIENCE_S, context=context) as page:
        assert page.status == 200


async def call(own: str, server: tuple[str, int]) -> None:
    """The menu asks for a one; whoever presses it waits with music."""
    phone = SipPhone(server, Pacer(), allowed=frozenset({server[0]}))
    await phone.open(own)
    try:
        called = phone.call("200", caller_number="+8613800138901")
        await called.answered(PATIENCE_S)
        called.press("1")
        await hears_only(called, MUSIC_TONE)
        called.hang_up()
    finally:
        await phone.close()


def main() -> None:
    """Arguments: the origin of the page, SIP's address and port, and the own address."""
    origin, host, port, own = sys.argv[1:]
    open_page(origin)
    asyncio.run(call(own, (host, int(port))))


if __name__ == "__main__":
    main()
