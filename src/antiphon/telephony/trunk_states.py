"""How the trunks are and since when, as the engine told it last. Pure.

`TrunkStateBook.report` holds the policy: what says nothing new is no event, nor what is about a
trunk that was removed meanwhile.
"""

import re
from collections.abc import Container, Iterator
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, upcasts
from antiphon.kernel.ids import TrunkId
from antiphon.telephony.contract import TrunkRemoved
from antiphon.telephony.engine import TrunkState
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble

_STATUS = re.compile(r"SIP (\d{3})")
_CARRIES_NO_CALLS = frozenset({TrunkState.REFUSED, TrunkState.UNREACHABLE})


class TrunkStateChanged(Event, frozen=True, kw_only=True):
    """A trunk signs in, is refused, answers or does not; `trouble` says why not."""

    type: ClassVar[str] = "telephony.trunk_state_changed"
    version: ClassVar[int] = 2
    trunk_id: TrunkId
    state: TrunkState
    trouble: TrunkTrouble | None

    def stream(self) -> str:
        return f"trunk/{self.trunk_id}"


@upcasts(TrunkStateChanged.type, 1)
def _with_a_code(data: dict[str, Any]) -> dict[str, Any]:
    """The first version had English words only."""
    words = data.pop("detail")
    status = _STATUS.fullmatch(words)
    if not words:
        return data | {"trouble": None}
    if status is not None:
        return data | {"trouble": {"reason": TrunkReason.STATUS, "status": int(status[1])}}
    if "no answer" in words or "did not answer" in words:
        return data | {"trouble": {"reason": TrunkReason.NO_ANSWER}}
    return data | {"trouble": {"reason": TrunkReason.OTHER, "said": words}}


class ReportTrunk(Command, frozen=True, kw_only=True):
    """The engine tells how a trunk is."""

    trunk_id: TrunkId
    state: TrunkState
    trouble: TrunkTrouble | None = None


class TrunkStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How a trunk is since when; `since` None while nothing is known."""

    state: TrunkState = TrunkState.UNKNOWN
    trouble: TrunkTrouble | None = None
    since: datetime | None = None

    @property
    def is_down(self) -> bool:
        """Whether calls surely fail; one that tries again has a reason when it failed before."""
        is_failing = self.state is TrunkState.RETRYING and self.trouble is not None
        return is_failing or self.state in _CARRIES_NO_CALLS


class TrunkStateBook:
    """The state of each trunk of which something is known."""

    def __init__(self) -> None:
        self._states: dict[TrunkId, TrunkStatus] = {}

    def of(self, trunk_id: TrunkId) -> TrunkStatus:
        """How a trunk is."""
        return self._states.get(trunk_id, TrunkStatus())

    def report(
        self, command: ReportTrunk, known: Container[TrunkId], now: datetime
    ) -> Iterator[Event]:
        """Decide about what the engine told; `known` are the trunks that there are."""
        before = self.of(command.trunk_id)
        is_news = (before.state, before.trouble) != (command.state, command.trouble)
        if is_news and command.trunk_id in known:
            yield TrunkStateChanged(
                at=now, trunk_id=command.trunk_id, state=command.state, trouble=command.trouble
            )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case TrunkStateChanged():
                self._states[event.trunk_id] = TrunkStatus(
                    state=event.state, trouble=event.trouble, since=event.at
                )
            case TrunkRemoved():
                self._states.pop(event.trunk_id, None)
            case _:
                pass
