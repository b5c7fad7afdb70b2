"""Why an Asterisk did not come up, and what to do about it, in one sentence for a person."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from antiphon.telephony.asterisk.installation import Installation, Origin
from antiphon.telephony.asterisk.root_files import damaged_files, is_recorded

# The dynamic loader's own reason.
_NOT_LOADED = re.compile(r"Error loading module '([^']+)':\s*(.+)")
_MOST_LINES = 5
_MOST_NAMED = 3


class _Message(msgspec.Struct, frozen=True):
    message: str = ""


class _Line(msgspec.Struct, frozen=True):
    logmsg: _Message


def last_words(installation: Installation, console: Path, log: Path) -> str:
    """What follows "ended at once" or "no answer": the damaged files, the module that could not be
    loaded, or the console's last lines; and where to go on."""
    root = installation.asterisk_root.folder
    is_private = installation.origin is Origin.PRIVATE
    if is_private and is_recorded(root) and (damaged := damaged_files(root)):
        named = ", ".join(map(str, damaged[:_MOST_NAMED]))
        others = len(damaged) - _MOST_NAMED
        more = f" and {others} more" if others > 0 else ""
        return (
            f": damaged: {named}{more}. `./antiphon doctor` looks at all of its files, and the "
            "next `./antiphon up` makes them anew"
        )
    return f": {_said(console, log)}. {log} may tell more{_if_damaged(root) if is_private else ''}"


def _said(console: Path, log: Path) -> str:
    for line in _messages(log):
        if found := _NOT_LOADED.search(line):
            return f"its module {found[1]} cannot be loaded: {found[2].strip()}"
    return " / ".join(_lines(console)[-_MOST_LINES:]) or "it said nothing"


def _if_damaged(root: Path) -> str:
    return f"; if its own files are damaged, remove {root}: the next start makes them anew"


def _messages(log: Path) -> Iterator[str]:
    for line in _lines(log):
        try:
            yield msgspec.json.decode(line, type=_Line).logmsg.message
        except msgspec.MsgspecError:
            continue  # its heading


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(errors="replace").strip().splitlines()
    except OSError:
        return []
