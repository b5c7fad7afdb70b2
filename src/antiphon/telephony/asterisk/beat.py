"""Tells Asterisk every second that we are alive; its dialplan lets calls in while that is fresh.

Beside it stands the share of new calls that the dialplan turns away. Both are said past all other
requests: an engine that is busy with those must not take us for dead.
"""

import asyncio
from contextlib import suppress
from datetime import datetime

from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.requests import Requests
from antiphon.telephony.asterisk.dialplan import BEAT, OF_A_THOUSAND
from antiphon.telephony.engine import EngineUnavailable

BEAT_S = 1.0


class Beat:
    """Beats on one connection at a time."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    async def start(self, engine: Requests) -> None:
        """Turn nobody away, beat once now, and then until stopped."""
        await self.turn_away(engine, 0.0)
        await _beat_once(engine)
        if self._task is None:
            self._task = asyncio.create_task(_beat(engine), name="engine beat")

    def stop(self) -> None:
        """Beat no more; Asterisk finds out in three seconds."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def end(self, engine: Requests) -> None:
        """Beat no more, and let Asterisk know."""
        self.stop()
        await engine.asterisk_set_global_var(variable=BEAT, value="0")

    async def turn_away(self, engine: Requests, share: float) -> None:
        """Have so many of the new calls refused by the dialplan."""
        value = str(round(1_000 * share))
        await engine.asterisk_set_global_var(variable=OF_A_THOUSAND, value=value)


async def _beat(engine: Requests) -> None:
    while True:
        await asyncio.sleep(BEAT_S)
        # The link notices by itself, and stops this.
        with suppress(EngineUnavailable, RequestRefused):
            await _beat_once(engine)


async def _beat_once(engine: Requests) -> None:
    # Asterisk's own clock, so that ours need not agree with it.
    told = datetime.fromisoformat((await engine.asterisk_ping()).timestamp)
    await engine.asterisk_set_global_var(variable=BEAT, value=str(int(told.timestamp())))
