"""How two people take turns on the telephone: listen, wait for a pause, then speak."""

import asyncio
import random
import time
from collections.abc import Sequence

from antiphon.simulation.sip_call import CallState, PhoneCall
from antiphon.simulation.sound import Samples, level

_LOOK_S = 0.2
_QUIET_DB = -45.0


class Listener:
    """What one end hears, looked at five times a second."""

    def __init__(self, call: PhoneCall) -> None:
        self._call = call
        self.quiet_s = 0.0
        self.has_heard_anything = False

    async def look(self) -> bool:
        """Wait a moment; False when the call is over."""
        await asyncio.sleep(_LOOK_S)
        now = time.time()
        heard = self._call.stream.heard.between(now - _LOOK_S, now)
        if len(heard) and level(heard) > _QUIET_DB:
            self.quiet_s = 0.0
            self.has_heard_anything = True
        else:
            self.quiet_s += _LOOK_S
        return self._call.state is CallState.TALKING

    async def for_sound(self, *, limit_s: float) -> bool:
        """Wait until something is heard; False when nothing came or the call ended."""
        waited, self.has_heard_anything = 0.0, False
        while not self.has_heard_anything:
            if not await self.look() or waited > limit_s:
                return False
            waited += _LOOK_S
        return True

    async def for_quiet(self, seconds: float, *, limit_s: float) -> bool:
        """Wait for a pause this long; False when none came or the call ended."""
        waited = self.quiet_s = 0.0
        while self.quiet_s < seconds:
            if not await self.look() or waited > limit_s:
                return False
            waited += _LOOK_S
        return True


async def converse(
    call: PhoneCall, lines: Sequence[Samples], chance: random.Random, *, limit_s: float
) -> None:
    """Say the lines, each after a pause of the other's; ends with the call or after `limit_s`."""
    listener = Listener(call)
    ends_at = time.monotonic() + limit_s
    for line in lines:
        if not await listener.for_quiet(
            chance.uniform(0.8, 1.6), limit_s=max(0.0, ends_at - time.monotonic())
        ):
            return
        call.say(line)
        while call.stream.is_talking and await listener.look():
            pass
