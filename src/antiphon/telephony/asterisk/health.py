"""Watches whether Asterisk answers, and says when it is lost: policy in `Health.until_lost`."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from antiphon.telephony.asterisk.probe import NotAnswering

PROBE_EVERY_S = 2.5
PROBES_UNTIL_ALARM = 3
RESTART_AFTER_S = 30.0
# One that is overloaded with calls does not answer either, but works: to restart it would end them
# all. A deadlocked one stands still.
RESTART_BUSY_AFTER_S = 180.0
BUSY_SHARE = 0.2

Probe = Callable[[], Awaitable[None]]
Alarm = Callable[[str], None]

log = structlog.get_logger()


async def answers(probe: Probe) -> bool:
    """Whether one probe is answered in time."""
    try:
        await asyncio.wait_for(probe(), PROBE_EVERY_S)
    except (TimeoutError, OSError, NotAnswering):
        return False
    return True


class Health:
    """Follows one Asterisk; `processor_s` is what it has used of the processor so far."""

    def __init__(self, probe: Probe, alarm: Alarm, processor_s: Callable[[], float]) -> None:
        self._probe = probe
        self._alarm = alarm
        self._processor_s = processor_s

    async def until_lost(self) -> None:
        """Return once Asterisk has not answered for so long that it has to be restarted.

        What counts is how often it was asked in vain: in a time in which we stood still ourselves
        it may have been well.
        """
        failures, failing_since, used = 0, 0.0, self._processor_s()
        while True:
            asked_at = time.monotonic()
            if await answers(self._probe):
                if failures >= PROBES_UNTIL_ALARM:
                    log.warning("engine.answers_again", after_s=round(asked_at - failing_since, 1))
                failures = 0
            else:
                if not failures:
                    failing_since, used = asked_at, self._processor_s()
                failures += 1
                if failures == PROBES_UNTIL_ALARM:
                    log.error("engine.not_answering")
                    self._alarm("engine.not_answering")
                failing_s = time.monotonic() - failing_since
                is_busy = self._processor_s() - used > BUSY_SHARE * failing_s
                limit_s = RESTART_BUSY_AFTER_S if is_busy else RESTART_AFTER_S
                if failures * PROBE_EVERY_S >= limit_s:
                    return
            await asyncio.sleep(max(0.0, asked_at + PROBE_EVERY_S - time.monotonic()))
