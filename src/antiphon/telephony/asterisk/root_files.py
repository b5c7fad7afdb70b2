"""Whether the files of a private root are still what was unpacked: digests, kept beside them.

A full disk, a power cut or a bad block leaves files shorter or other than they were, and Asterisk
says of one that it cannot load, at best, that it is too short.
"""

import hashlib
from pathlib import Path

import msgspec

from antiphon.telephony.asterisk.packages import write_atomically

_RECORD = "antiphon-files.json"


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    # Paths below the root, and the SHA-256 of what they hold.
    digests: dict[str, str]


def record_files(root: Path) -> None:
    """Keep the digests of all files in `root`."""
    digests = {str(path.relative_to(root)): _digest(path) for path in _files(root)}
    write_atomically(root / _RECORD, msgspec.json.encode(_Record(digests=digests)))


def is_recorded(root: Path) -> bool:
    """Whether `damaged_files` can tell anything of this root."""
    return (root / _RECORD).is_file()


def damaged_files(root: Path) -> list[Path]:
    """The files of `root` that are gone or hold something else than when they were recorded."""
    try:
        known = msgspec.json.decode((root / _RECORD).read_bytes(), type=_Record)
    except (OSError, msgspec.MsgspecError):
        return [root / _RECORD]
    return [root / name for name, digest in known.digests.items() if _digest(root / name) != digest]


def _files(root: Path) -> list[Path]:
    # The folder's own top holds only what we keep of it.
    return sorted(path for path in root.glob("*/**/*") if path.is_file() and not path.is_symlink())


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
