"""Ctrl-C before the command line is there: a first start compiles for seconds."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

SOURCES = Path(__file__).parents[3] / "src"
INTERRUPTED = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"


def test_an_interrupt_while_we_are_imported_ends_us_without_a_word(tmp_path: Path) -> None:
    # What the command line imports first.
    (tmp_path / "typer.py").write_text(INTERRUPTED)
    done = subprocess.run(
        [sys.executable, "-m", "antiphon.app", "help"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{SOURCES}"},
        check=False,
        capture_output=True,
        text=True,
        # Whoever started the tests may ignore it, and what is ignored is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")
