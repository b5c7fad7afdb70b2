"""`make bench`: prints the figures; fails only when nothing could be measured.

`ANTIPHON_BENCH` holds options of `tests/load/bench.py`, such as `--rates 60,120 --seconds 15`.
"""

import os
import shlex

import pytest
from tests.load import bench, gap, open_all_day, overload, screen


@pytest.mark.load
@pytest.mark.timeout(7200)
def test_both_sides_took_calls() -> None:
    rows = bench.main(shlex.split(os.environ.get("ANTIPHON_BENCH", "")))
    for side in ("antiphon", "app_queue"):
        assert any(row.joined_ms for row in rows if row.side == side)


@pytest.mark.load
@pytest.mark.timeout(600)
def test_a_freed_agent_rings_again_at_once() -> None:
    found = gap.main(["--seconds", "20"])
    assert min(len(side) for side in found.values()) > 100


@pytest.mark.load
@pytest.mark.timeout(600)
def test_offers_are_seen_on_the_screen() -> None:
    found = screen.main(["--seconds", "20"])
    assert all(found.values())


@pytest.mark.load
@pytest.mark.timeout(600)
def test_some_are_served_beyond_the_knee() -> None:
    loads = overload.main(["--seconds", "20"])
    assert all(load.joined for load in loads)


@pytest.mark.load
@pytest.mark.timeout(1200)
def test_open_pages_do_not_grow() -> None:
    looks = open_all_day.main(["--calls", "1500"])
    # A leak of ten kilobytes a call would be felt within a week.
    for whose in ("control plane", "desk page", "board page"):
        assert open_all_day.growth(looks, whose) < 10
