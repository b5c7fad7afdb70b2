"""Ears: channels that hear what one leg hears and says, and speak to that leg alone.

Asterisk calls them snoop channels. Each is made by one request and enters our application a moment
later; only then can it be put into a bridge, so `Ears.make` waits for that. An ear is told of to
nobody: it is part of how a bridge hears, not somebody who is in it.
"""

import asyncio

import structlog

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk import dialplan
from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.ari.messages import Event, StasisStart
from antiphon.telephony.engine import is_ear

log = structlog.get_logger()

# The leg is gone; and of an ear that is there already Asterisk says "could not be created".
_DONE_ALREADY = (404, 409, 412, 422, 500)
# Long for a thread to start, short for a supervisor who waits.
_ENTERS_WITHIN_S = 5.0


class Ears:
    """Makes ears, and knows those that are about to enter our application."""

    def __init__(self) -> None:
        self._entering: dict[LegId, asyncio.Event] = {}

    def hear(self, event: Event) -> bool:
        """Whether the event is about an ear, and nothing that others need to know."""
        if not isinstance(event, StasisStart) or not is_ear(LegId(event.channel.id)):
            return False
        entering = self._entering.get(LegId(event.channel.id))
        if entering is not None:
            entering.set()
        return True

    async def make(self, connection: Connection, ear: LegId, *, on: LegId) -> None:
        """Make an ear, once; on a leg that is gone there is nothing to hear."""
        entered = self._entering[ear] = asyncio.Event()
        try:
            await connection.channels_snoop_channel_with_id(
                on, ear, app=dialplan.APPLICATION, spy="both", whisper="out"
            )
            async with asyncio.timeout(_ENTERS_WITHIN_S):
                await entered.wait()
        except RequestRefused as error:
            if error.status not in _DONE_ALREADY:
                raise
        except TimeoutError:
            log.warning("engine.ear_missing", leg=on)
        finally:
            del self._entering[ear]
