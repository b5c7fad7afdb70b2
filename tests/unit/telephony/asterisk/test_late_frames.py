"""One jump is taken out of an Asterisk that drops sound, and nothing else of it is touched."""

import shutil
from pathlib import Path

import pytest

from antiphon.telephony.asterisk.installation import find_system_asterisk
from antiphon.telephony.asterisk.late_frames import drops_late_frames, let_late_frames_pass

# As Debian's compiler wrote the beginning of `ast_translate` in 22.10.1, up to the jump.
X86 = bytes.fromhex("4489ed 8b9788000000 81faffff0000 77")
ARM = bytes.fromhex(
    "e2ff9f52 fb7305a9 ff8306d1 fb0300aa 008840b9 230040f9 e3cf00f9 030080d2 1f00026b 08"
)
AFTER = {X86: bytes.fromhex("688bae80000000"), ARM: bytes.fromhex("180054138140b9")}
ALWAYS = {X86: b"\xeb", ARM: b"\x0e"}


def a_program(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("code", [X86, ARM])
def test_one_byte_is_changed_once(tmp_path: Path, code: bytes) -> None:
    program = a_program(tmp_path / "asterisk", b"\x7fELF" + bytes(99) + code + AFTER[code])
    assert drops_late_frames(program)
    assert let_late_frames_pass(program)
    mended = b"\x7fELF" + bytes(99) + code[:-1] + ALWAYS[code] + AFTER[code]
    assert program.read_bytes() == mended
    assert program.stat().st_mode & 0o777 == 0o755
    assert not drops_late_frames(program)
    assert not let_late_frames_pass(program)
    assert program.read_bytes() == mended


@pytest.mark.parametrize(
    "content",
    [b"", b"\x7fELF" + bytes(200), X86[:-1] + b"\x76" + AFTER[X86], 2 * (X86 + AFTER[X86])],
    ids=["empty", "another program", "another jump", "two places"],
)
def test_what_is_not_recognised_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    program = a_program(tmp_path / "asterisk", content)
    assert not let_late_frames_pass(program)
    assert program.read_bytes() == content


def test_a_program_that_is_not_there_drops_nothing(tmp_path: Path) -> None:
    assert not drops_late_frames(tmp_path / "asterisk")


@pytest.mark.parametrize(("ending", "is_used"), [(X86 + AFTER[X86], False), (b"", True)])
def test_a_systems_asterisk_that_drops_sound_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: bytes, is_used: bool
) -> None:
    says = b"#!/bin/sh\necho Asterisk 22.10.1\nexit 0\n"
    program = a_program(tmp_path / "asterisk", says + ending)
    monkeypatch.setattr(shutil, "which", lambda *_names, **_path: str(program))
    assert find_system_asterisk() == (program if is_used else None)
