"""`make bench`: prints the figures; fails only when nothing could be measured.

`ANTIPHON_BENCH` holds options of `tests/load/bench.py`, such as `--rates 60,120 --seconds 15`.
"""

import os
import shlex

import pytest
from tests.load import bench


@pytest.mark.load
@pytest.mark.timeout(7200)
def test_both_sides_took_calls() -> None:
    rows = bench.main(shlex.split(os.environ.get("ANTIPHON_BENCH", "")))
    for side in ("antiphon", "app_queue"):
        assert any(row.joined_ms for row in rows if row.side == side)
