"""The course of an agent's states over the last day and more, as small as it can be kept. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from antiphon.agents.contract import AgentState

# The longest day has 25 hours; what went on when it began is kept too.
KEPT = timedelta(hours=26)
_STATES = tuple(AgentState)
_BITS = 4
_MOST = 5_000


class Span(NamedTuple):
    """A state that lasted from `begun_at` until `ended_at`."""

    state: AgentState
    begun_at: datetime
    ended_at: datetime


class Course:
    """Each change is one number: milliseconds, and the state in the last bits."""

    __slots__ = ("_changes",)

    def __init__(self) -> None:
        self._changes: list[int] = []

    def note(self, state: AgentState, at: datetime) -> None:
        """The agent's state is this one now; the same once more is no change."""
        if self._changes and _STATES[self._changes[-1] & (1 << _BITS) - 1] is state:
            return
        self._changes.append(int(at.timestamp() * 1000) << _BITS | _STATES.index(state))
        if len(self._changes) > _MOST or self._begins_before(at - 2 * KEPT):
            self._forget(at - KEPT)

    def spans(self, since: datetime, until: datetime) -> Iterator[Span]:
        """What lay between two instants, in order; before the first change nothing is known."""
        changes = [(_STATES[c & (1 << _BITS) - 1], _instant(c)) for c in self._changes]
        ends = [at for _, at in changes[1:]] + [until]
        for (state, begun_at), ended_at in zip(changes, ends, strict=False):
            begun, ended = max(begun_at, since), min(ended_at, until)
            if begun < ended:
                yield Span(state, begun, ended)

    def _begins_before(self, at: datetime) -> bool:
        return _instant(self._changes[0]) < at

    def _forget(self, before: datetime) -> None:
        kept = [change for change in self._changes if _instant(change) >= before]
        earlier = self._changes[: len(self._changes) - len(kept)]
        self._changes = [*earlier[-1:], *kept][-_MOST:]


def _instant(change: int) -> datetime:
    return datetime.fromtimestamp((change >> _BITS) / 1000, UTC)
