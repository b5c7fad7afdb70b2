"""What the end of a flow means for a customer whom an agent sent there: back to that agent.

An agent who waits is joined again. One who left is rung; who does not answer, or is away, leaves
the customer at the head of the queue, with what the flow learnt.
"""

from collections.abc import Iterator
from datetime import datetime

from antiphon.app.centre.entering.admission import turned_away
from antiphon.app.centre.talking import conversation, parties
from antiphon.app.centre.world import World
from antiphon.flows.run import (
    CallOutside,
    EndReason,
    EnterQueue,
    GoBack,
    HangUp,
    Move,
    PromiseCallBack,
)
from antiphon.interactions.contract import (
    EndedBy,
    FlowVisitEnded,
    InteractionClosed,
    InteractionResumed,
    LeaveReason,
    Outcome,
    VisitEnd,
)
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId

OUTCOME_OF = {
    EndReason.FLOW_ENDED: Outcome.FLOW_ENDED,
    EndReason.VOICEMAIL: Outcome.VOICEMAIL,
    EndReason.FLOW_ERROR: Outcome.FAILED,
}


def gone_on(world: World, interaction_id: InteractionId, move: Move, now: datetime) -> list[Event]:
    """The flow leads elsewhere than back: the agent who waits need not wait any longer."""
    interaction = world.interactions.open.get(interaction_id)
    leads_on = any(
        isinstance(action, EnterQueue | PromiseCallBack | CallOutside) for action in move.actions
    )
    if interaction is None or interaction.state is not State.IN_FLOW or not leads_on:
        return []
    return [parties.agent_left(world, interaction, LeaveReason.TRANSFERRED, now)]


def ended(
    world: World, interaction_id: InteractionId, action: GoBack | HangUp, now: datetime
) -> Iterator[Event]:
    """The flow has ended: at a step that brings back, at one that hangs up, or by a fault."""
    interaction = world.interactions.open[interaction_id]
    refused = world.admission.refusal_of(interaction_id)
    reason = action.reason if isinstance(action, HangUp) else EndReason.FLOW_ENDED
    if refused is not None:
        yield turned_away(interaction_id, refused.reason, EndedBy.SYSTEM, now)
    elif interaction.visit is None:
        yield _closed(interaction, OUTCOME_OF[reason], reason, now)
    elif isinstance(action, GoBack):
        yield from returned(world, interaction, VisitEnd.RETURNED, now)
    elif reason is EndReason.FLOW_ERROR:
        yield from returned(world, interaction, VisitEnd.FAILED, now)
    elif interaction.agent_id is None:
        yield _closed(interaction, Outcome.HANDLED, reason, now)
    else:
        wrap_up = conversation.wrap_up_of(world, interaction)
        yield from world.interactions.end_conversation(
            interaction, EndedBy.SYSTEM, reason, now, wrap_up
        )


def _closed(interaction: Interaction, outcome: Outcome, reason: EndReason, now: datetime) -> Event:
    return InteractionClosed(
        at=now,
        interaction_id=interaction.id,
        outcome=outcome,
        ended_by=EndedBy.SYSTEM,
        reason=reason,
        agent_id=interaction.agent_id,
    )


def returned(
    world: World, interaction: Interaction, reason: VisitEnd, now: datetime
) -> Iterator[Event]:
    """The customer is back: with the agent who waits, else with whom can be had."""
    visit, call = interaction.visit, world.calls.calls[interaction.id]
    assert visit is not None  # noqa: S101 (both who ask have looked)
    yield FlowVisitEnded(
        at=now,
        interaction_id=interaction.id,
        agent_id=visit.agent_id,
        flow_id=visit.flow_id,
        flow_name=visit.flow_name,
        reason=reason,
    )
    if interaction.agent_id is None:
        yield from parties.back_to(world, interaction, call, visit.agent_id, now)
    elif call.is_agent_up:
        yield InteractionResumed(
            at=now, interaction_id=interaction.id, agent_id=interaction.agent_id
        )
    else:
        yield from world.interactions.suspend(interaction, now)
