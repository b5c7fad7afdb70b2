"""Which phones are reachable, from Asterisk's reports and from looks at all of them.

Its list follows its reports at a distance, most of a second on a busy machine, and comes over a
connection of its own. So for a while a report is the better word: policy in `REPORT_HOLDS`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from antiphon.telephony.engine import PhoneChanged, PhoneId

REPORT_HOLDS = timedelta(seconds=5)


class PhoneStates:
    """What is known of phones; what changes is told once."""

    def __init__(self) -> None:
        self._reachable: set[PhoneId] = set()
        self._reported_at: dict[PhoneId, datetime] = {}

    def reported(
        self, phone: PhoneId, at: datetime, *, is_reachable: bool
    ) -> Iterator[PhoneChanged]:
        """Asterisk reports a phone."""
        self._reported_at[phone] = at
        return self._now(phone, at, is_reachable=is_reachable)

    def removed(self, phone: PhoneId, at: datetime) -> Iterator[PhoneChanged]:
        """We removed a phone; whoever comes under its name is another one."""
        self._reported_at.pop(phone, None)
        return self._now(phone, at, is_reachable=False)

    def seen(self, phone: PhoneId, at: datetime, *, is_reachable: bool) -> Iterator[PhoneChanged]:
        """A look found a phone so."""
        if not self._holds(phone, at):
            yield from self._now(phone, at, is_reachable=is_reachable)

    def seen_all(self, reachable: frozenset[PhoneId], at: datetime) -> frozenset[PhoneId]:
        """A look found these, and it is told; gives those who are reachable now."""
        held = {phone for phone in self._reported_at if self._holds(phone, at)}
        self._reported_at = {phone: self._reported_at[phone] for phone in held}
        self._reachable = set(reachable - held) | (self._reachable & held)
        return frozenset(self._reachable)

    def _holds(self, phone: PhoneId, at: datetime) -> bool:
        reported_at = self._reported_at.get(phone)
        return reported_at is not None and at < reported_at + REPORT_HOLDS

    def _now(self, phone: PhoneId, at: datetime, *, is_reachable: bool) -> Iterator[PhoneChanged]:
        if (phone in self._reachable) != is_reachable:
            (self._reachable.add if is_reachable else self._reachable.discard)(phone)
            yield PhoneChanged(at=at, phone=phone, is_reachable=is_reachable)
