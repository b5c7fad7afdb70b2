"""Garbage is found while it is quiet, and at the latest after ten minutes."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from tests.support.manual_clock import ManualClock

from antiphon.app import tidying
from antiphon.app.tidying import Tidying

pytestmark = pytest.mark.unit


class Ring:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _as_found() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def an_old_ring() -> "weakref.ref[Ring]":
    """A ring that was set aside before it became garbage."""
    ring = Ring()
    tidying.begin()
    return weakref.ref(ring)


@pytest.mark.parametrize(("seconds", "is_found"), [(59, False), (60, True)])
def test_a_quiet_minute_finds_everything(seconds: float, is_found: bool) -> None:
    clock = ManualClock()
    tidy = Tidying(clock, is_quiet=lambda: True)
    ring = an_old_ring()
    clock.move(seconds)
    tidy.tick()
    assert (ring() is None) is is_found


@pytest.mark.parametrize(("seconds", "is_found"), [(599, False), (600, True)])
def test_without_a_quiet_moment_what_is_new_is_found_in_time(
    seconds: float, is_found: bool
) -> None:
    clock = ManualClock()
    tidying.begin()
    tidy = Tidying(clock, is_quiet=lambda: False)
    kept = Ring()
    ring = weakref.ref(kept)
    # Old enough for the oldest generation, which is not looked at by itself.
    gc.collect(1)
    del kept
    clock.move(seconds)
    tidy.tick()
    assert (ring() is None) is is_found
