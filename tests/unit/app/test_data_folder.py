"""One control plane on a data folder."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from antiphon.app.data_folder import DataFolderInUse, find_holder, locked, url_of_holder


def test_a_second_control_plane_is_refused_with_the_first_one_s_number(tmp_path: Path) -> None:
    with locked(tmp_path, url="http://127.0.0.1:1"):
        assert find_holder(tmp_path) == os.getpid()
        assert url_of_holder(tmp_path) == "http://127.0.0.1:1"
        with pytest.raises(DataFolderInUse, match=str(os.getpid())), locked(tmp_path):
            pass
    assert find_holder(tmp_path) is None


def test_the_lock_goes_with_a_process_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from antiphon.app.data_folder import locked\n"
        f"with locked(Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert child.stdout is not None
    with child, child.stdout:
        assert child.stdout.readline() == "held\n"
        assert find_holder(tmp_path) == child.pid
        child.kill()
    assert find_holder(tmp_path) is None
    with locked(tmp_path):
        assert find_holder(tmp_path) == os.getpid()


def test_a_new_data_folder_is_nobody_else_s(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with locked(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_does_not_exist_has_no_holder(tmp_path: Path) -> None:
    assert find_holder(tmp_path / "none") is None
    assert url_of_holder(tmp_path / "none") == ""
