"""What routes put on record themselves: that somebody looked at a secret or heard a recording."""

from collections.abc import Awaitable, Callable, Mapping

from antiphon.edge.caller import Caller

Note = Callable[[Caller, str, str, Mapping[str, str]], Awaitable[None]]


class AuditTrail:
    """Appends to the audit trail."""

    def __init__(self, note: Note) -> None:
        self._note = note

    async def note(self, caller: Caller, action: str, subject: str, **detail: str) -> None:
        """Put on record that `caller` did `action` to `subject`; `name` is what people call it."""
        await self._note(caller, action, subject, detail)
