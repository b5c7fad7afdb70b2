"""Commands: what somebody wants to happen; and deadlines, which are commands that time sends."""

from datetime import datetime

import msgspec

from antiphon.kernel.ids import UserId


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A wish, in the imperative. Deciding about it gives events or RuleBroken."""

    by: UserId | None = None


class Deadlines:
    """Which command is due when, by key. State like any other: set and cleared by `apply`.

    `changed` collects keys until a runner takes them, so that a live runner can keep its own
    monotonic timers and a simulator can look at `at` directly.
    """

    def __init__(self) -> None:
        self.at: dict[str, tuple[datetime, Command]] = {}
        self.changed: set[str] = set()

    def set(self, key: str, at: datetime, command: Command) -> None:
        """Let `command` be due at `at`; an earlier deadline of the same key is replaced."""
        self.at[key] = (at, command)
        self.changed.add(key)

    def clear(self, key: str) -> None:
        """Forget the deadline of this key, if there is one."""
        if self.at.pop(key, None):
            self.changed.add(key)
