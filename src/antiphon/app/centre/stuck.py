"""What will never move again by itself is found, and brought to an end that is on record.

Every transient state has a deadline, every waiting customer a place in line, every conversation a
call. `find_stuck` looks for interactions without theirs; nothing else in the centre makes any, so
whatever it finds is a mistake of ours that no customer and no agent shall pay for.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from antiphon.app.centre import floor
from antiphon.app.centre.waiting.place_in_line import back_in_line
from antiphon.app.centre.world import World
from antiphon.interactions.record import Interaction
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId
from antiphon.supervision.contract import FreedReason, HealStuck, InteractionFreed

# A deadline that fell due so long ago was not done and never will be.
OVERDUE = timedelta(seconds=60)
TIMED = frozenset({State.CONNECTING, State.DIALLING, State.SUSPENDED, State.WRAP_UP})
WITH_CUSTOMER = frozenset({State.TALKING, State.HELD})


class Stuck(NamedTuple):
    """An interaction that will not end by itself, and how that was seen."""

    interaction_id: InteractionId
    reason: FreedReason


def find_stuck(world: World, now: datetime) -> list[Stuck]:
    """All of them, oldest first."""
    return [
        Stuck(interaction.id, reason)
        for interaction in world.interactions.open.values()
        if (reason := _why_stuck(world, interaction, now)) is not None
    ]


def _why_stuck(world: World, interaction: Interaction, now: datetime) -> FreedReason | None:
    call = world.calls.calls.get(interaction.id)
    is_alone = call is not None and call.is_caller_gone and not call.is_internal
    if call is None or (is_alone and interaction.state in WITH_CUSTOMER):
        return FreedReason.NO_CALL
    if interaction.state is State.WAITING and interaction.id not in world.routing.waiting:
        return FreedReason.OUT_OF_LINE
    if interaction.state in TIMED:
        deadline = world.deadlines.at.get(f"interaction/{interaction.id}")
        if deadline is None or deadline[0] < now - OVERDUE:
            return FreedReason.OVERDUE
    return None


def heal(world: World, command: HealStuck, now: datetime) -> Iterator[Event]:
    """Decide about all that is stuck: back into line, else freed."""
    for stuck in find_stuck(world, now):
        interaction = world.interactions.open[stuck.interaction_id]
        if stuck.reason is FreedReason.OUT_OF_LINE and interaction.queue_id in world.routing.queues:
            yield from _back_into_line(world, interaction, now)
        else:
            yield from floor.freed(world, interaction, stuck.reason, now, command.by)


def _back_into_line(world: World, interaction: Interaction, now: datetime) -> Iterable[Event]:
    queue = world.routing.queues.get(interaction.queue_id or "")
    yield InteractionFreed(
        at=now,
        interaction_id=interaction.id,
        reason=FreedReason.OUT_OF_LINE,
        name=queue.name,
        by=None,
    )
    yield back_in_line(world, interaction, queue.id, now)
