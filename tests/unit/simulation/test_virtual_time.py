"""Virtual time passes without waiting, in order, and the same each time."""

import asyncio
import time
from datetime import timedelta
from functools import partial

import pytest

from antiphon.simulation.virtual_time import MORNING, VirtualClock, run_virtually


def test_an_hour_passes_at_once() -> None:
    async def wait(clock: VirtualClock) -> timedelta:
        await asyncio.sleep(3600)
        return clock.now() - MORNING

    began = time.monotonic()
    assert run_virtually(wait) == timedelta(hours=1)
    assert time.monotonic() - began < 600


def test_timers_fire_in_the_order_of_their_times() -> None:
    async def order(clock: VirtualClock) -> list[int]:
        heard: list[int] = []
        for delay in (3, 1, 2):
            clock.call_at(MORNING + timedelta(seconds=delay), partial(heard.append, delay))
        await asyncio.sleep(5)
        return heard

    assert run_virtually(order) == [1, 2, 3]


def test_waiting_for_something_that_cannot_happen_is_an_error_not_a_hang() -> None:
    async def hang(_: VirtualClock) -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="could ever happen"):
        run_virtually(hang)
