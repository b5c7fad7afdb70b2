"""Which phones are reachable, from Asterisk's reports and from looks at all of them.

A look is answered on a connection of its own, so a report that came meanwhile is the newer word.
"""

from collections.abc import Iterator
from datetime import datetime

from antiphon.telephony.engine import PhoneChanged, PhoneId


class PhoneStates:
    """What is known of phones; what changes is told once."""

    def __init__(self) -> None:
        self._reachable: set[PhoneId] = set()
        self._reports = 0
        self._reported: dict[PhoneId, int] = {}

    def begin_look(self) -> int:
        """Phones are about to be looked at; the number goes with what is seen."""
        return self._reports

    def reported(
        self, phone: PhoneId, at: datetime, *, is_reachable: bool
    ) -> Iterator[PhoneChanged]:
        """Asterisk reports a phone, or we removed it."""
        self._reports += 1
        self._reported[phone] = self._reports
        return self._now(phone, at, is_reachable=is_reachable)

    def seen(
        self, phone: PhoneId, at: datetime, *, is_reachable: bool, look: int
    ) -> Iterator[PhoneChanged]:
        """A look found a phone so."""
        if self._reported.get(phone, 0) <= look:
            yield from self._now(phone, at, is_reachable=is_reachable)

    def seen_all(self, reachable: frozenset[PhoneId], *, look: int) -> frozenset[PhoneId]:
        """A look found these, and it is told; gives those who are reachable now."""
        newer = {phone for phone, number in self._reported.items() if number > look}
        self._reported = {phone: self._reported[phone] for phone in newer}
        self._reachable = set(reachable - newer) | (self._reachable & newer)
        return frozenset(self._reachable)

    def _now(self, phone: PhoneId, at: datetime, *, is_reachable: bool) -> Iterator[PhoneChanged]:
        if (phone in self._reachable) != is_reachable:
            (self._reachable.add if is_reachable else self._reachable.discard)(phone)
            yield PhoneChanged(at=at, phone=phone, is_reachable=is_reachable)
