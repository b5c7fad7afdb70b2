"""Tells Asterisk every second that we are alive; its dialplan lets calls in while that is fresh."""

import asyncio
from contextlib import suppress
from datetime import datetime

from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.dialplan import BEAT
from antiphon.telephony.engine import EngineUnavailable

BEAT_S = 1.0


class Beat:
    """Beats on one connection at a time."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    async def start(self, connection: Connection) -> None:
        """Beat once now, and then until stopped."""
        await _beat_once(connection)
        if self._task is None:
            self._task = asyncio.create_task(_beat(connection), name="engine beat")

    def stop(self) -> None:
        """Beat no more; Asterisk finds out in three seconds."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def end(self, connection: Connection) -> None:
        """Beat no more, and let Asterisk know."""
        self.stop()
        await connection.asterisk_set_global_var(variable=BEAT, value="0")


async def _beat(connection: Connection) -> None:
    while True:
        await asyncio.sleep(BEAT_S)
        with suppress(EngineUnavailable):  # the link notices by itself, and stops this
            await _beat_once(connection)


async def _beat_once(connection: Connection) -> None:
    # Asterisk's own clock, so that ours need not agree with it.
    told = datetime.fromisoformat((await connection.asterisk_ping()).timestamp)
    await connection.asterisk_set_global_var(variable=BEAT, value=str(int(told.timestamp())))
