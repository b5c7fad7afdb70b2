"""What counts as a usable Asterisk, and how programs of a private root are run."""

import os
from pathlib import Path

import pytest

from antiphon.telephony.asterisk.installation import (
    OLDEST_VERSION,
    InstallationBroken,
    Origin,
    Root,
    command_of,
    named_installation,
    root_in,
    version_number,
)


def a_program(path: Path, says: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


def an_asterisk(prefix: Path, says: str) -> Path:
    (prefix / "usr/share/asterisk/documentation").mkdir(parents=True)
    (prefix / "usr/share/asterisk/documentation/core-en_US.xml").touch()
    modules = prefix / "usr/lib/asterisk/modules"
    modules.mkdir(parents=True)
    (modules / "res_ari.so").touch()
    return a_program(prefix / "usr/sbin/asterisk", says)


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [
        ("22.10.1+dfsg+~cs6.17-1", True),
        ("22.10.0", False),
        ("22.9.0", False),
        ("22.11.0-rc1", True),
        ("23.0.0", True),
        ("certified-20.7-cert5", False),
        ("GIT-master-abc", False),
    ],
)
def test_versions_are_compared_by_their_numbers(text: str, is_enough: bool) -> None:
    assert (version_number(text) >= OLDEST_VERSION) is is_enough


def test_a_named_asterisk_is_used_with_its_own_folders(tmp_path: Path) -> None:
    program = an_asterisk(tmp_path, "Asterisk 22.10.1")
    speech = Root(folder=tmp_path)
    a_program(tmp_path / "usr/bin/espeak-ng", "")
    found = named_installation(Origin.SETTING, program, speech)
    assert found.version == "22.10.1"
    assert found.asterisk_command("-f") == [str(program), "-f"]
    assert found.modules == tmp_path / "usr/lib/asterisk/modules"
    assert found.music is None


def test_an_old_asterisk_is_refused_with_its_version(tmp_path: Path) -> None:
    program = an_asterisk(tmp_path, "Asterisk 18.9.0")
    with pytest.raises(InstallationBroken, match=r"18\.9\.0; 22\.10\.1 or newer"):
        named_installation(Origin.SETTING, program, Root(folder=tmp_path))


def test_something_that_is_no_asterisk_is_refused(tmp_path: Path) -> None:
    for program in (a_program(tmp_path / "other", "hello"), tmp_path / "missing"):
        with pytest.raises(InstallationBroken, match="does not run"):
            named_installation(Origin.SETTING, program, Root(folder=tmp_path))


def test_programs_of_a_private_root_run_through_its_loader_alone(tmp_path: Path) -> None:
    libraries = tmp_path / "usr/lib/aarch64-linux-gnu"
    libraries.mkdir(parents=True)
    (libraries / "ld-linux-aarch64.so.1").touch()
    program = a_program(tmp_path / "usr/bin/espeak-ng", "")
    root = root_in(tmp_path)
    assert command_of(root, "espeak-ng") == [
        str(libraries / "ld-linux-aarch64.so.1"),
        "--inhibit-cache",
        "--library-path",
        f"{libraries}{os.pathsep}{libraries / 'pulseaudio'}",
        str(program),
    ]


def test_a_root_without_a_loader_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InstallationBroken, match="start again"):
        root_in(tmp_path)
