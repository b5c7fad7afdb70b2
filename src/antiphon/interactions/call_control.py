"""What an agent may wish for a call in hand: to hold it, to write it up, to pass it on, to ask
somebody in, to let go of it."""

from enum import StrEnum

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, DispositionId, InteractionId, PartyId


class TargetKind(StrEnum):
    """To whom."""

    AGENT = "agent"
    QUEUE = "queue"
    NUMBER = "number"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """To whom, by the id of the agent or queue, or by the number."""

    kind: TargetKind
    id: str


class CallWish(Command, frozen=True, kw_only=True):
    """What these commands share: the call, and the agent who wishes."""

    interaction_id: InteractionId
    agent_id: AgentId


class HoldInteraction(CallWish, frozen=True, kw_only=True):
    """Put the customer on hold."""


class ResumeInteraction(CallWish, frozen=True, kw_only=True):
    """Take the customer off hold."""


class HangUpInteraction(CallWish, frozen=True, kw_only=True):
    """End the conversation."""


class SaveWrapUp(CallWish, frozen=True, kw_only=True):
    """Write down the result so far; `answers` are by key, None leaves them as they are."""

    disposition_id: DispositionId | None
    note: str
    answers: dict[str, str] | None = None


class FinishWrapUp(CallWish, frozen=True, kw_only=True):
    """Write down the result and be free again; nothing that is required may be missing."""

    disposition_id: DispositionId | None
    note: str
    answers: dict[str, str] | None = None


class ExtendWrapUp(CallWish, frozen=True, kw_only=True):
    """Ask for more time for wrap-up."""


class TransferInteraction(CallWish, frozen=True, kw_only=True):
    """Pass the customer on and leave at once; if nobody answers, the customer comes back."""

    target: Target


class StartConsult(CallWish, frozen=True, kw_only=True):
    """Hold the customer and talk with somebody first."""

    target: Target


class AddParty(CallWish, frozen=True, kw_only=True):
    """Ask somebody into the conversation, which goes on meanwhile."""

    target: Target


class ConsultSide(StrEnum):
    """With whom the agent talks during a consultation."""

    CUSTOMER = "customer"
    CONSULTED = "consulted"


class ToggleConsult(CallWish, frozen=True, kw_only=True):
    """Change between the customer and who is consulted; the other one hears music.

    Without a side to whichever it is not now; with one, who is there already stays.
    """

    side: ConsultSide | None = None


class MergeConsult(CallWish, frozen=True, kw_only=True):
    """Bring customer, agent and who is consulted together."""


class CompleteConsult(CallWish, frozen=True, kw_only=True):
    """Leave the customer to who is consulted."""


class CancelConsult(CallWish, frozen=True, kw_only=True):
    """Let who is consulted go, and return to the customer."""


class LeaveConversation(CallWish, frozen=True, kw_only=True):
    """Leave a conversation that goes on between the others."""


class MuteParty(CallWish, frozen=True, kw_only=True):
    """Let nobody hear a party, or everybody again."""

    party_id: PartyId
    is_muted: bool


class RemoveParty(CallWish, frozen=True, kw_only=True):
    """Take a party out of the conversation."""

    party_id: PartyId
