"""A start waits for its imports: what it does not use to take calls is imported later."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

LATE = ("numpy", "soundfile", "soxr", "psycopg")


def test_a_start_imports_nothing_that_computes_with_sound_and_no_unused_driver() -> None:
    program = "import sys, antiphon.app.command.up; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    imported = done.stdout.split()
    assert "antiphon.app.serve" in imported
    assert [name for name in LATE if name in imported] == []
