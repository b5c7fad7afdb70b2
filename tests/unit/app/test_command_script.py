"""The script at the repository's root: which folder's tools it takes."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy whose Python environment only tells where its tools are."""
    for name in ("antiphon", "requirements.lock"):
        shutil.copy(REPOSITORY / name, tmp_path)
    python = tmp_path / "var" / "tools" / "python" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$ANTIPHON_TOOLS"\n')
    python.chmod(0o700)
    with (tmp_path / "requirements.lock").open("rb") as lock:
        made_from = subprocess.run(["cksum"], stdin=lock, check=True, capture_output=True).stdout
    (python.parents[1] / "antiphon.lock").write_bytes(made_from)
    return tmp_path


def tools_of(checkout: Path, *arguments: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ANTIPHON_")}
    command = ["sh", str(checkout / "antiphon"), *arguments]
    done = subprocess.run(command, env=kept, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.parametrize("command", ["doctor", "down", "admin"])
def test_who_asks_about_a_folder_that_is_not_there_does_not_have_it_made(
    checkout: Path, command: str
) -> None:
    missing = checkout / "mistyped"
    assert tools_of(checkout, command, "--data", str(missing)) == str(checkout / "var" / "tools")
    assert not missing.exists()


def test_a_folder_in_another_one_has_the_others_tools(checkout: Path) -> None:
    inner = checkout / "var" / "demo"
    assert tools_of(checkout, "demo", f"--data={inner}") == str(checkout / "var" / "tools")
