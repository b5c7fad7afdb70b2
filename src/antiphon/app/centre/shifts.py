"""The plan is changed for agents who are there."""

from collections.abc import Iterable
from datetime import datetime

from antiphon.app.centre.world import World
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId
from antiphon.workforce.contract import ChangeShifts, UndoShiftChange


def change(world: World, command: ChangeShifts, now: datetime) -> Iterable[Event]:
    """Decide about a change of the plan."""
    return world.shifts.change(command, now, _names(world))


def undo(world: World, command: UndoShiftChange, now: datetime) -> Iterable[Event]:
    """Decide about putting back what a change changed."""
    return world.shifts.undo(command, now, _names(world))


def _names(world: World) -> dict[AgentId, str]:
    return {agent.id: agent.name for agent in world.agents.profiles}
