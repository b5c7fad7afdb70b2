"""What routes put on record themselves: that somebody looked at a secret or heard a recording."""

from collections.abc import Awaitable, Callable

from antiphon.edge.caller import Caller

Note = Callable[[Caller, str, str], Awaitable[None]]


class AuditTrail:
    """Appends to the audit trail."""

    def __init__(self, note: Note) -> None:
        self._note = note

    async def note(self, caller: Caller, action: str, subject: str) -> None:
        """Put on record that `caller` did `action` to `subject`."""
        await self._note(caller, action, subject)
