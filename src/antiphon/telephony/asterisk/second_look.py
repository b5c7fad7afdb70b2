"""Looks again after something was changed: Asterisk loses a report now and then just afterwards.

One task for all that ask; `PAUSES_S` is the policy.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

# From one look to the next, in seconds. Many who ask at the same time are served by one look.
PAUSES_S = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0)


class SecondLook:
    """Calls `look` several times after each `ask`, at growing distances."""

    def __init__(self, look: Callable[[], Awaitable[None]]) -> None:
        self._look = look
        self._step = 0
        self._asked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Something was changed: look soon, and again."""
        self._step = 0
        self._asked.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="second look")

    def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while self._step < len(PAUSES_S):
            pause, is_first = PAUSES_S[self._step], self._step == 0
            self._step += 1
            if is_first:
                # Not put off by those who ask meanwhile: they may never stop.
                await asyncio.sleep(pause)
                self._step = 1
            elif await self._is_asked_within(pause):
                continue
            self._asked.clear()
            await self._look()

    async def _is_asked_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._asked.wait()
        return self._asked.is_set()
