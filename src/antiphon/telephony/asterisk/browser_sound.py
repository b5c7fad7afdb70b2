"""Whether Asterisk prepares each leg's sound for browsers (ICE): only once a browser may call.

Asterisk has one switch for all legs, and pays for it with each: it asks the system for all its
addresses and makes a session that a desk phone or a trunk throws away. So an Asterisk begins
without, and is switched over, and asked whether it was, before it hears of the first browser's
phone. It stays so until it ends: no browser ever meets one without.
"""

import asyncio
import os
from pathlib import Path

from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.console import ask_console
from antiphon.telephony.asterisk.process_record import write_private
from antiphon.telephony.engine import EngineUnavailable

_MODULE = "res_rtp_asterisk.so"
_IS_ON = "ICE support: Yes"
# What the system takes as a socket's path, with the byte that ends it.
_LONGEST_PATH = 108


class BrowserSound:
    """The switch of one Asterisk."""

    def __init__(self, file: Path, console: Path) -> None:
        self._file = file
        self._console = console
        self._one_at_a_time = asyncio.Lock()
        # Behind one connection there is one Asterisk.
        self._on_behind: Connection | None = None

    async def turn_on(self, connection: Connection) -> None:
        """Have all legs from now on prepared for browsers.

        Raises:
            EngineUnavailable: Asterisk does not say that it does.
        """
        async with self._one_at_a_time:
            if self._on_behind is connection:
                return
            if can_be_asked(self._console) and not await self._is_on():
                write_switch(self._file, is_on=True)
                await ask_console(self._console, f"module reload {_MODULE}")
                if not await self._is_on():
                    raise EngineUnavailable("Asterisk does not prepare its sound for browsers")
            self._on_behind = connection

    async def _is_on(self) -> bool:
        told = await ask_console(self._console, "rtp show settings")
        return any(" ".join(line.split()) == _IS_ON for line in told.splitlines())


def can_be_asked(console: Path) -> bool:
    """Whether an Asterisk has a console there; without one it has to begin with what it needs."""
    return len(os.fsencode(console)) < _LONGEST_PATH


def write_switch(file: Path, *, is_on: bool) -> None:
    """What Asterisk reads at its start, and when it is told to."""
    write_private(file, f"icesupport={'yes' if is_on else 'no'}\n".encode())
