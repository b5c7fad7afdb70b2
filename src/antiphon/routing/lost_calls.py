"""Lost calls: where an unserved interaction was lost, and what people say about it."""

from enum import StrEnum
from typing import ClassVar

from antiphon.interactions.contract import EndedBy, InteractionClosed, InteractionEvent, Outcome
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId, UserId

# Reasons by which our own lines or the engine end a call, not a person.
_FAULTS = frozenset({"failed", "congestion", "unreachable", "codec_mismatch", "cancelled"})
LOST = frozenset(Outcome) - {Outcome.HANDLED, Outcome.NOT_REACHED}
# Whom somebody put there is turned away on purpose: such calls are counted, and nobody's work.
BLACK_LIST = "black_list"


class Layer(StrEnum):
    """Which part of the centre lost the interaction."""

    TRUNK = "trunk"
    ADMISSION = "admission"
    IVR = "ivr"
    QUEUE = "queue"
    AGENT = "agent"


class LostCallDismissed(InteractionEvent, frozen=True, kw_only=True):
    """Somebody decided that nothing is to be done about a lost call."""

    type: ClassVar[str] = "routing.lost_call_dismissed"
    reason: str
    by: UserId | None


class LostCallReopened(InteractionEvent, frozen=True, kw_only=True):
    """Something is to be done about a dismissed lost call after all."""

    type: ClassVar[str] = "routing.lost_call_reopened"
    by: UserId | None


class LostCallAssigned(InteractionEvent, frozen=True, kw_only=True):
    """One person is to take care of a lost call; with None, nobody in particular."""

    type: ClassVar[str] = "routing.lost_call_assigned"
    agent_id: AgentId | None
    by: UserId | None


class DismissLostCall(Command, frozen=True, kw_only=True):
    """Nothing is to be done about a lost call."""

    interaction_id: InteractionId
    reason: str


class AssignLostCall(Command, frozen=True, kw_only=True):
    """Say who is to take care of a lost call."""

    interaction_id: InteractionId
    agent_id: AgentId | None


def is_turned_away(closed: InteractionClosed) -> bool:
    """Whether the centre wants nothing of this caller, so that nothing is to be done."""
    return closed.outcome is Outcome.REFUSED and closed.reason == BLACK_LIST


def layer_of(closed: InteractionClosed, *, was_queued: bool, was_offered: bool) -> Layer:
    """Where an interaction that ended unserved was lost."""
    if closed.outcome is Outcome.REFUSED:
        return Layer.ADMISSION
    if closed.outcome is Outcome.FAILED and closed.reason in _FAULTS:
        return Layer.TRUNK
    if not was_queued:
        return Layer.IVR
    is_left = closed.ended_by is EndedBy.CUSTOMER
    return Layer.AGENT if was_offered and is_left else Layer.QUEUE
