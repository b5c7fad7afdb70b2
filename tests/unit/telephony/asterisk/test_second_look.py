"""Looking again: soon, several times, once for all who ask, and not for ever."""

import asyncio
from itertools import accumulate

import pytest

from antiphon.simulation.virtual_time import VirtualClock, run_virtually
from antiphon.telephony.asterisk.second_look import PAUSES_S, SecondLook

pytestmark = pytest.mark.unit


def looks(asks: list[float], *, until: float = 100.0) -> list[float]:
    """When it looked, in seconds, with somebody asking at these instants."""

    async def main(clock: VirtualClock) -> list[float]:
        at: list[float] = []

        async def look() -> None:
            at.append(round(clock.monotonic(), 3))

        second = SecondLook(look)
        for instant in asks:
            await asyncio.sleep(instant - clock.monotonic())
            second.ask()
        await asyncio.sleep(until - clock.monotonic())
        second.stop()
        return at

    return run_virtually(main)


def test_who_asks_once_is_served_for_some_seconds() -> None:
    assert looks([1.0]) == pytest.approx([1 + at for at in accumulate(PAUSES_S)])


def test_many_who_ask_together_are_served_by_one_look() -> None:
    together = [1.0 + n / 10_000 for n in range(500)]
    assert looks(together, until=1.5) == [1.1]


def test_they_who_never_stop_asking_do_not_put_it_off() -> None:
    for_ever = [n / 100 for n in range(1_000)]
    assert len(looks(for_ever, until=10.0)) > 50


def test_a_new_asker_does_not_wait_for_the_long_pauses() -> None:
    assert looks([0.0, 10.0], until=10.2)[-1] == pytest.approx(10.1)
