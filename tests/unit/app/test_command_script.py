"""The script at the repository's root: whose tools it takes, and what it says without any."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).parents[3]
MANUAL = Path("docs/reference/command-line.md")


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


def ask_fresh_clone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where nothing was ever prepared, and see to it that nothing was."""
    (folder / MANUAL).parent.mkdir(parents=True)
    for name in ("antiphon", "requirements.lock", str(MANUAL)):
        shutil.copy(REPOSITORY / name, folder / name)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ANTIPHON_")}
    command = ["sh", str(folder / "antiphon"), *arguments]
    done = subprocess.run(command, env=kept, check=False, capture_output=True, text=True)
    assert {path.name for path in folder.iterdir()} == {"antiphon", "docs", "requirements.lock"}
    return done


@pytest.mark.parametrize("arguments", [(), ("help",), ("--help",)], ids="_".join)
def test_a_fresh_clone_lists_its_commands_at_once(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = ask_fresh_clone(tmp_path, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "  up  " in done.stdout
    assert "  admin users add  " in done.stdout
    assert "--port" not in done.stdout


@pytest.mark.parametrize("arguments", [("help", "up"), ("up", "--help")], ids="_".join)
def test_a_fresh_clone_tells_the_options_of_a_command(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = ask_fresh_clone(tmp_path, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "antiphon up: Prepare what is missing" in done.stdout
    assert "  --port           Where browsers connect. [7700]\n" in done.stdout
    assert "antiphon down" not in done.stdout


@pytest.mark.parametrize("arguments", [("help", "upp"), ("upp",)], ids="_".join)
def test_a_fresh_clone_says_that_there_is_no_such_command(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = ask_fresh_clone(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no command upp" in done.stderr
