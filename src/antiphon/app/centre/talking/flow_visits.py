"""An agent sends the customer into a flow and takes the customer back. What its end means is in
`flow_return.py`; what is secret there is not recorded."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.app.centre.entering import arrival
from antiphon.app.centre.talking import call_control, flow_return, monitoring, parties
from antiphon.app.centre.world import World
from antiphon.flows.contract import FlowMoved
from antiphon.flows.graph import DigitsStep, Flow
from antiphon.flows.run import Waiting
from antiphon.interactions.contract import AgentLeft, InteractionSentToFlow, LeaveReason, VisitEnd
from antiphon.interactions.flow_visits import (
    SendToFlow,
    TakeBack,
)
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.recordings.contract import PauseReason, PauseRecording, ResumeRecording

_ASKING = {Waiting.DIGITS_TEXT, Waiting.DIGITS}


def offered_flows(world: World) -> list[Flow]:
    """The flows into which agents may send their customers, by name."""
    return sorted(
        (flow for flow in world.flows.flows if flow.for_agents), key=lambda flow: flow.name
    )


def has_flows(world: World) -> bool:
    """Whether there is any."""
    return any(flow.for_agents for flow in world.flows.flows)


def send(world: World, wish: SendToFlow, now: datetime) -> Iterable[Event]:
    """The customer goes through the flow; the agent waits, or is free meanwhile."""
    if _is_there(world, wish) or call_control.has_handed_on(world, wish):
        return
    interaction, call = call_control.with_customer(world, wish)
    flow = world.flows.flows.get(wish.flow_id)
    if not flow.for_agents:
        raise RuleBroken("flow.not_for_agents", "Agents cannot use this flow: choose another one.")
    if call.parties:
        raise RuleBroken(
            "transfer.others_in_call", "First let the others go, or leave the call to them."
        )
    yield InteractionSentToFlow(
        at=now,
        interaction_id=interaction.id,
        agent_id=wish.agent_id,
        flow_id=flow.id,
        flow_name=flow.name,
    )
    if not wish.stays:
        yield parties.agent_left(world, interaction, LeaveReason.TRANSFERRED, now)


def after_sent(world: World, event: InteractionSentToFlow) -> Iterable[Event]:
    """The flow begins."""
    interaction = world.interactions.open[event.interaction_id]
    flow, progress = world.flows.flows.get(event.flow_id), world.flows.progress.get(interaction.id)
    before = progress.run if progress is not None else None
    move = world.flows.begin(flow, interaction.language, event.at, before=before)
    return arrival.moved(world, interaction.id, move, event.at, own_flow=flow)


def take_back(world: World, wish: TakeBack, now: datetime) -> Iterable[Event]:
    """The agent who waits has the customer back at once."""
    interaction = world.interactions.open.get(wish.interaction_id)
    if interaction is None or interaction.agent_id != wish.agent_id:
        raise RuleBroken("interaction.not_yours", "This interaction is not in your hands.")
    if interaction.state is State.TALKING:
        return
    progress = world.flows.progress.get(interaction.id)
    if interaction.state is not State.IN_FLOW or progress is None:
        raise RuleBroken("flow.not_there", "The customer is not in a flow.")
    if progress.run.waiting is Waiting.MESSAGE:
        raise RuleBroken("flow.message", "The customer is leaving a message: wait for its end.")
    yield from arrival.moved(world, interaction.id, world.flows.stopped(interaction.id), now)
    yield from flow_return.returned(world, interaction, VisitEnd.TAKEN_BACK, now)


def after_moved(world: World, event: FlowMoved) -> Iterator[Event]:
    """While something secret is asked for, nothing is recorded of the agent who waits."""
    interaction = world.interactions.open.get(event.interaction_id)
    if interaction is None or interaction.agent_id is None:
        return
    running = world.recordings.running(interaction.id)
    step = world.flows.step_of(interaction.id)
    is_secret = isinstance(step, DigitsStep) and step.is_secret and event.run.waiting in _ASKING
    if is_secret and any(not one.is_paused for one in running):
        pause = PauseRecording(
            interaction_id=interaction.id, agent_id=interaction.agent_id, reason=PauseReason.STEP
        )
        yield from world.recordings.pause(pause, event.at)
    elif not is_secret and any(one.paused_for is PauseReason.STEP for one in running):
        resume = ResumeRecording(interaction_id=interaction.id, agent_id=interaction.agent_id)
        yield from world.recordings.resume(resume, event.at)


def after_agent_left(world: World, event: AgentLeft) -> Iterable[Event]:
    """Whoever listened to an agent who leaves the customer in a flow has nobody to listen to."""
    interaction = world.interactions.open.get(event.interaction_id)
    if interaction is None or interaction.visit is None:
        return []
    return monitoring.after_end(world, event)


def _is_there(world: World, wish: SendToFlow) -> bool:
    """Whether this very wish was granted before: a second click."""
    interaction: Interaction | None = world.interactions.open.get(wish.interaction_id)
    if interaction is None or interaction.visit is None:
        return False
    is_same = interaction.visit.flow_id == wish.flow_id
    return is_same and interaction.agent_id == wish.agent_id and interaction.state is State.IN_FLOW
