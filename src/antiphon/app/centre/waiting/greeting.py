"""The greeting of a voicemail box: said before the tone, in place of what a flow's step says."""

from msgspec.structs import replace

from antiphon.app.centre.world import World
from antiphon.flows.domain import spoken_in
from antiphon.flows.graph import Flow, VoicemailStep
from antiphon.flows.run import Move, Say, Waiting
from antiphon.kernel.ids import FlowId, InteractionId, QueueId

# The flow of those who press the key for a message while they wait.
MESSAGE = FlowId("message")


def greeted(world: World, interaction_id: InteractionId, move: Move, own_flow: Flow | None) -> Move:
    """A call's move as `with_greeting` has it; `own_flow` is what the call begins with it."""
    if move.run.waiting is not Waiting.VOICEMAIL_TEXT:
        return move
    progress = world.flows.progress.get(interaction_id)
    begun = progress.flow if progress is not None else world.flows.flows.find(move.run.flow_id)
    queue_id = world.interactions.open[interaction_id].queue_id
    return with_greeting(world, move, own_flow or begun, queue_id)


def with_greeting(world: World, move: Move, flow: Flow | None, queue_id: QueueId | None) -> Move:
    """The move with the greeting of the box that its step leads to, if it is to be said now."""
    saying = move.actions[-1] if move.actions else None
    step = flow.steps.get(move.run.step) if flow is not None else None
    if not (isinstance(saying, Say) and isinstance(step, VoicemailStep)):
        return move
    box = world.voicemail.box_for(step.box_id, queue_id)
    run = move.run
    text = spoken_in(run.language, box.greeting, run.fallback_language) if box is not None else None
    if text is None:
        return move
    return replace(move, actions=(*move.actions[:-1], replace(saying, texts=(text,))))


def message_flow(world: World, queue_id: QueueId) -> Flow | None:
    """What leads from a queue to a message, if the queue's box has something to say before it."""
    box = world.voicemail.box_for(None, queue_id)
    if box is None or not any(text.strip() for text in box.greeting.values()):
        return None
    step = VoicemailStep(text=box.greeting)
    return Flow(id=MESSAGE, name="Message", start="take", steps={"take": step})
