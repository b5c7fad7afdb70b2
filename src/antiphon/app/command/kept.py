"""What the doctor finds in a data folder: is everything that was kept still whole? Reads only.

Policy: `_journal`, which reads every record and compares its checksum; that takes a few seconds for
a million of them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from antiphon.app.command.finding import Finding, Verdict
from antiphon.app.settings import Settings
from antiphon.database.sealing import KEY_BYTES
from antiphon.journal.checksum import EMPTY, Head, Row
from antiphon.journal.contract import JournalBroken
from antiphon.journal.sqlite_store import read_rows

RESTORE = (
    "Keep this folder as it is, restore the newest backup into another one "
    "(`antiphon admin restore FILE --data OTHER`), and start that."
)
_AT_ONCE = 10_000
# Clocks of one machine differ from themselves by less, whoever sets them.
_CLOCK_TOLERANCE = timedelta(minutes=1)


def examine_kept(settings: Settings) -> Iterator[Finding]:
    """Every finding about a data folder that a centre was started on."""
    if settings.journal_url is None and settings.journal_file.exists():
        yield from _journal(settings.journal_file)
    if settings.database_url is None and settings.database_file.exists():
        yield _database(settings.database_file)
        yield _key(settings.key_file)


def _journal(file: Path) -> Iterator[Finding]:
    head, last = EMPTY, None
    try:
        while rows := read_rows(file, head, _AT_ONCE):
            last = rows[-1]
            head = Head(last.position, last.sum)
    except JournalBroken as error:
        yield _bad("Journal", f"{file} cannot be trusted: {error}", RESTORE)
        return
    yield Finding(what="Journal", verdict=Verdict.GOOD, says=f"{head.position} records, all whole")
    if last is not None:
        yield from _clock(last)


def _clock(last: Row) -> Iterator[Finding]:
    at = datetime.fromtimestamp(last.at_us / 1_000_000, UTC)
    behind = at - datetime.now(UTC)
    if behind > _CLOCK_TOLERANCE:
        says = (
            f"this machine's clock is {behind} behind the newest record ({at:%Y-%m-%d %H:%M} UTC)"
        )
        yield _bad("Clock", says, "Set it right before callers come: times are kept as it tells.")


def _database(file: Path) -> Finding:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
            (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        found = str(error)
    if found == "ok":
        return Finding(what="Database", verdict=Verdict.GOOD, says=str(file))
    return _bad("Database", f"{file} is damaged: {found}", RESTORE)


def _key(file: Path) -> Finding:
    try:
        length = len(file.read_bytes())
    except OSError as error:
        says = f"{file} cannot be read: {error.strerror}"
    else:
        if length == KEY_BYTES:
            return Finding(what="Key", verdict=Verdict.GOOD, says=str(file))
        says = f"{file} holds no key of {KEY_BYTES} bytes"
    return _bad(
        "Key",
        says,
        "Take it from a backup; without it give trunks their secrets again and renew those of "
        "desk phones.",
    )


def _bad(what: str, says: str, remedy: str) -> Finding:
    return Finding(what=what, verdict=Verdict.BAD, says=says, remedy=remedy)
