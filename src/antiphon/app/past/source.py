"""Which journal a process reads that does not write it: the past's own, and the worker."""

from pathlib import Path

import msgspec

from antiphon.journal.contract import JournalReading
from antiphon.journal.sqlite import sqlite_reading


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A file of SQLite or an address of PostgreSQL, and how the centre's days are counted."""

    journal: str
    is_remote: bool
    region: str
    timezone: str


def open_source(source: Source) -> JournalReading:
    """The journal, for reading."""
    if source.is_remote:
        # Its driver takes longer to import than a start should wait for something unused.
        from antiphon.journal.postgres import postgres_reading  # noqa: PLC0415

        return postgres_reading(source.journal)
    return sqlite_reading(Path(source.journal))
