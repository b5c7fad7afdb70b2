"""Garbage collection that callers do not wait for.

Counting references frees nearly everything at once; what collection looks for are rings of objects.
By itself it would look through everything that a busy centre made, at any moment, for tens of
milliseconds. So the young are looked at often, in small portions, and everything only while nobody
is on the line, or at the latest after `AT_LATEST_S`; what survives that is not looked at again
before the next quiet time.
"""

import asyncio
import gc
from collections.abc import Callable

from antiphon.kernel.clock import Clock

# How many new objects make a look at the newest, and how many such looks one at the next older. A
# look follows every reference of what it looks at, and after one at everything any dictionary of
# tuples counts as new when one is added: with 3,500 objects that was 7 ms in a large centre.
YOUNG, LOOKS = 150, 1
# Where nobody waits, as in the worker: looks were an eighth of what it did.
YOUNG_UNHURRIED, LOOKS_UNHURRIED = 10_000, 10
EVERY_S = 1.0
# Between two looks at everything, while it is quiet and when it never is.
QUIET_S = 60.0
AT_LATEST_S = 600.0
_NEVER = 1_000_000


def begin() -> None:
    """What is there now stays; from here on only what is young is looked at by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, LOOKS, _NEVER)


def settle() -> None:
    """The same for a process for which nobody waits: it looks seldom, and then at what is new."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_UNHURRIED, LOOKS_UNHURRIED, LOOKS_UNHURRIED)


class Tidying:
    """Looks at everything when it disturbs least. `is_quiet`: nobody is on the line."""

    def __init__(self, clock: Clock, is_quiet: Callable[[], bool]) -> None:
        self._clock = clock
        self._is_quiet = is_quiet
        self._looked_at = clock.monotonic()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await asyncio.sleep(EVERY_S)
            self.tick()

    def tick(self) -> None:
        """Look at what is due."""
        since = self._clock.monotonic() - self._looked_at
        is_quiet = since >= QUIET_S and self._is_quiet()
        if not is_quiet and since < AT_LATEST_S:
            return
        if is_quiet:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._looked_at = self._clock.monotonic()
