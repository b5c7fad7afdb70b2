"""Whether the engine has more to do than it can: what it reports comes late, and goes on doing so.

Reports that were late once say nothing: while we were frozen, or away, all of them waited for us.
"""

from datetime import datetime, timedelta

# A call that comes while commands wait longer than this is refused: better one than all late.
OVERLOAD_LAG_S = 0.75
# The engine's reports are given longer: a machine that is busy with something else is none yet.
_LATE = timedelta(seconds=2)
_FOR = timedelta(seconds=2)
_IN_A_ROW = 200


class EngineLag:
    """Follows how old reports are when they come."""

    def __init__(self) -> None:
        self._count = 0
        self._since: datetime | None = None

    def is_overloaded(self, told_at: datetime, now: datetime) -> bool:
        """Whether every report has been late for a while, this one, made at `told_at`, included."""
        if now - told_at <= _LATE:
            self._count = 0
            return False
        if not self._count or self._since is None:
            self._since = now
        self._count += 1
        return self._count >= _IN_A_ROW and now - self._since >= _FOR
