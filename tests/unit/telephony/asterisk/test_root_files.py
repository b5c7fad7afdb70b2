"""A file of the private root that is no longer what was unpacked is found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from antiphon.telephony.asterisk.root_files import damaged_files, is_recorded, record_files

pytestmark = pytest.mark.unit

MODULE = Path("usr/lib/modules/res_sip.so")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / MODULE).parent.mkdir(parents=True)
    (tmp_path / MODULE).write_bytes(b"module" * 100)
    (tmp_path / "usr/lib/libc.so").write_bytes(b"library")
    (tmp_path / "usr/lib/libc.so.6").symlink_to("libc.so")
    record_files(tmp_path)
    return tmp_path


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:50])


def change_one_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[7] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("harm", [truncate, change_one_byte, Path.unlink])
def test_one_that_is_harmed_is_named(root: Path, harm: Callable[[Path], None]) -> None:
    assert damaged_files(root) == []
    harm(root / MODULE)
    assert damaged_files(root) == [root / MODULE]


def test_what_is_added_beside_harms_nobody(root: Path) -> None:
    (root / "note.json").write_text("{}")
    assert damaged_files(root) == []


def test_without_its_record_nothing_is_known(root: Path) -> None:
    [record] = (file for file in root.iterdir() if file.is_file())
    truncate(record)
    assert damaged_files(root) == [record]
    record.unlink()
    assert not is_recorded(root)
