"""The call-backs that are not over, and when each is due. Pure.

A number is called back once at a time: `find_by_number` keeps a second request from making a
second call. `attempt_of` names the interaction of an attempt, so no attempt can begin twice.
"""

from datetime import datetime

import msgspec

from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, CallBackId, InteractionId
from antiphon.routing.callbacks import (
    CallBack,
    CallBackAssigned,
    CallBackEvent,
    CallBackFinished,
    CallBackMissed,
    CallBackPostponed,
    CallBackRequested,
    CallBackStarted,
    StartCallBack,
)


class PendingCallBack(msgspec.Struct):
    """A call-back that is not over, with what was tried so far."""

    call_back: CallBack
    due_at: datetime
    requested_at: datetime
    agent_id: AgentId | None = None
    attempts: int = 0
    attempt_id: InteractionId | None = None
    wanted_by: AgentId | None = None
    last_reason: str | None = None


def attempt_of(pending: PendingCallBack) -> InteractionId:
    """The interaction of the next attempt."""
    return InteractionId(f"{pending.call_back.id}.a{pending.attempts + 1}")


class CallBackBook:
    """What is still to be called."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.open: dict[CallBackId, PendingCallBack] = {}
        self._by_number: dict[str, CallBackId] = {}
        self._by_attempt: dict[InteractionId, CallBackId] = {}

    def get(self, call_back_id: CallBackId) -> PendingCallBack:
        """The call-back, or RuleBroken."""
        pending = self.open.get(call_back_id)
        if pending is None:
            raise RuleBroken("call_back.over", "This call-back is over.")
        return pending

    def find_by_number(self, number: str) -> PendingCallBack | None:
        """The call-back to this number, if there is one."""
        call_back_id = self._by_number.get(number)
        return self.open.get(call_back_id) if call_back_id is not None else None

    def find_by_source(self, interaction_id: InteractionId) -> PendingCallBack | None:
        """The call-back that makes this interaction good, as long as it is not over."""
        found = (p for p in self.open.values() if p.call_back.source_id == interaction_id)
        return next(found, None)

    def find_by_attempt(self, interaction_id: InteractionId) -> PendingCallBack | None:
        """The call-back that this interaction is an attempt of, while that attempt goes on."""
        call_back_id = self._by_attempt.get(interaction_id)
        return self.open.get(call_back_id) if call_back_id is not None else None

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case CallBackRequested(call_back=call_back):
                self.open[call_back.id] = PendingCallBack(
                    call_back=call_back,
                    due_at=call_back.due_at,
                    requested_at=event.at,
                    agent_id=call_back.agent_id,
                )
                self._by_number[call_back.number] = call_back.id
                self._due(call_back.id, call_back.due_at)
            case CallBackEvent():
                pending = self.open.get(event.call_back_id)
                if pending is not None:
                    self._apply_to(pending, event)
            case _:
                pass

    def _apply_to(self, pending: PendingCallBack, event: CallBackEvent) -> None:
        match event:
            case CallBackAssigned():
                pending.agent_id = event.agent_id
            case CallBackPostponed():
                pending.last_reason = event.reason
                self._due(event.call_back_id, event.due_at)
            case CallBackStarted():
                pending.attempts += 1
                pending.attempt_id, pending.wanted_by = event.attempt_id, event.agent_id
                self._by_attempt[event.attempt_id] = event.call_back_id
                self._deadlines.clear(_key(event.call_back_id))
            case CallBackMissed():
                self._by_attempt.pop(event.attempt_id, None)
                pending.attempt_id, pending.last_reason = None, event.reason
                self._due(event.call_back_id, event.due_at)
            case CallBackFinished():
                self._finish(pending)
            case _:
                pass

    def _due(self, call_back_id: CallBackId, at: datetime) -> None:
        self.open[call_back_id].due_at = at
        self._deadlines.set(_key(call_back_id), at, StartCallBack(call_back_id=call_back_id))

    def _finish(self, pending: PendingCallBack) -> None:
        call_back = pending.call_back
        del self.open[call_back.id]
        self._by_number.pop(call_back.number, None)
        if pending.attempt_id is not None:
            self._by_attempt.pop(pending.attempt_id, None)
        self._deadlines.clear(_key(call_back.id))


def _key(call_back_id: CallBackId) -> str:
    return f"call_back/{call_back_id}"
