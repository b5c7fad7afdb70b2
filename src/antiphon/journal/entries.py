"""Entries: records for several readers at once, each decoded at most once."""

from antiphon.journal.contract import Record
from antiphon.journal.replay import decoded
from antiphon.kernel.events import Event


class Entry:
    """A record, and its event from the moment that somebody asks for it."""

    __slots__ = ("_event", "record")

    def __init__(self, record: Record) -> None:
        self.record = record
        self._event: Event | None = None

    @property
    def event(self) -> Event:
        """What happened.

        Raises:
            JournalBroken: this program does not understand the record.
        """
        if self._event is None:
            self._event = decoded(self.record)
        return self._event
