"""Until when an interaction waits for what comes next, and what ends the waiting. Pure.

One deadline for each interaction: what happens sets it anew, clears it, or leaves it as it is.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from antiphon.interactions.contract import (
    AgentLeft,
    CallPlaced,
    ColleagueCalled,
    ConversationEnded,
    InteractionClosed,
    InteractionConnected,
    InteractionDequeued,
    InteractionHandedOver,
    InteractionQueued,
    InteractionSuspended,
    WrapUpEnded,
    WrapUpExtended,
)
from antiphon.interactions.deadlines import EndSuspension, EndWrapUp, Overflow
from antiphon.interactions.record import Interaction
from antiphon.kernel.by_kind import ByKind
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event
from antiphon.routing.contract import OfferAccepted
from antiphon.telephony.contract import (
    CustomerDialled,
    EndInvitation,
    GiveUpDialling,
    PartyInvited,
    Purpose,
)

# How long the phone of an agent who accepted may take to answer: it rings already.
CONNECTING = timedelta(seconds=10)


def wait_for_next(deadlines: Deadlines, interaction: Interaction, event: Event) -> None:
    """Set or clear the deadline of an interaction into which this event was just folded."""
    if (follow := _NEXT[type(event)]) is not None:
        follow(deadlines, interaction, event)


def _wait(
    deadlines: Deadlines,
    interaction: Interaction,
    until: datetime,
    end: type[EndWrapUp | EndSuspension | Overflow | GiveUpDialling],
) -> None:
    deadlines.set(_key(interaction), until, end(interaction_id=interaction.id))


def _settle(deadlines: Deadlines, interaction: Interaction, _event: Event) -> None:
    deadlines.clear(_key(interaction))


def _queued(deadlines: Deadlines, interaction: Interaction, event: InteractionQueued) -> None:
    if event.overflow_at is not None:
        _wait(deadlines, interaction, event.overflow_at, Overflow)
    else:
        _settle(deadlines, interaction, event)


def _accepted(deadlines: Deadlines, interaction: Interaction, event: OfferAccepted) -> None:
    _wait(deadlines, interaction, event.at + CONNECTING, EndSuspension)


def _called(
    deadlines: Deadlines, interaction: Interaction, event: CallPlaced | ColleagueCalled
) -> None:
    _wait(deadlines, interaction, event.expires_at, EndSuspension)


def _dialled(deadlines: Deadlines, interaction: Interaction, event: CustomerDialled) -> None:
    _wait(deadlines, interaction, event.gives_up_at, GiveUpDialling)


def _invited(deadlines: Deadlines, interaction: Interaction, event: PartyInvited) -> None:
    if event.purpose is Purpose.COLLEAGUE:
        end = EndInvitation(interaction_id=interaction.id, party_id=event.party_id)
        deadlines.set(_key(interaction), event.expires_at, end)


def _suspended(deadlines: Deadlines, interaction: Interaction, event: InteractionSuspended) -> None:
    _wait(deadlines, interaction, event.until, EndSuspension)


def _ended(deadlines: Deadlines, interaction: Interaction, event: ConversationEnded) -> None:
    _wait(deadlines, interaction, event.wrap_up_until, EndWrapUp)


def _wrap_up(
    deadlines: Deadlines, interaction: Interaction, event: WrapUpExtended | WrapUpEnded
) -> None:
    if event.agent_id != interaction.agent_id:
        return  # an agent who left writes by a deadline of the own
    if isinstance(event, WrapUpExtended):
        _wait(deadlines, interaction, event.until, EndWrapUp)
    else:
        _settle(deadlines, interaction, event)


def _key(interaction: Interaction) -> str:
    return f"interaction/{interaction.id}"


_NEXT: ByKind[Callable[[Deadlines, Interaction, Any], None]] = ByKind(
    {
        InteractionQueued: _queued,
        InteractionDequeued: _settle,
        OfferAccepted: _accepted,
        CallPlaced: _called,
        ColleagueCalled: _called,
        CustomerDialled: _dialled,
        PartyInvited: _invited,
        InteractionConnected: _settle,
        InteractionHandedOver: _settle,
        AgentLeft: _settle,
        InteractionSuspended: _suspended,
        ConversationEnded: _ended,
        WrapUpExtended: _wrap_up,
        WrapUpEnded: _wrap_up,
        InteractionClosed: _settle,
    }
)
