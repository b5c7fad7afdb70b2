"""Virtual time: an event loop that jumps to the next timer instead of waiting for it.

The production code runs on it unchanged. A day passes in the time that its events take to compute,
and the same seed gives the same day.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class _JumpingSelector(selectors.SelectSelector):
    """Never waits: the time that was to be waited has passed.

    Only when no timer is left is it asked whether something came from outside the loop: nothing
    does in a simulated day, and asking costs more than most of its turns.
    """

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None:
            self.passed += timeout
            return []
        ready = super().select(0)
        if not ready:
            raise RuntimeError("nothing is left that could ever happen")
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock stands still while code runs."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._jumping.passed

    def stand_still(self, seconds: float) -> None:
        """Time passes, and nothing of ours runs meanwhile."""
        self._jumping.passed += seconds


class VirtualClock:
    """The loop's time as the production code asks for it."""

    def __init__(self, loop: VirtualTimeLoop, start: datetime = MORNING) -> None:
        self._loop = loop
        self._start = start

    def now(self) -> datetime:
        """The virtual wall clock."""
        return self._start + timedelta(seconds=self._loop.time())

    def monotonic(self) -> float:
        """Virtual seconds."""
        return self._loop.time()

    def stand_still(self, seconds: float) -> None:
        """Time passes, and nothing of ours runs meanwhile."""
        self._loop.stand_still(seconds)

    def call_at(self, when: datetime, function: Callable[[], None]) -> None:
        """Call `function` when the virtual wall clock shows `when`."""
        self._loop.call_at((when - self._start).total_seconds(), function)


def run_virtually(main: Callable[[VirtualClock], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine in virtual time; what it leaves running is cancelled."""
    loop = VirtualTimeLoop()
    try:
        asyncio.set_event_loop(loop)
        return loop.run_until_complete(main(VirtualClock(loop)))
    finally:
        _cancel_all(loop)
        asyncio.set_event_loop(None)
        loop.close()


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
