"""What others may know of the plan: shifts with their activities, and what changed them.

A shift is work from its start to its end but for the activities within. Forecasts and planning
write the same shifts by the same command; who made a change stands in its source.
"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, ShiftChangeId, ShiftId, UserId

LONGEST_NOTE = 300


class Planned(StrEnum):
    """What an agent is to do at a time: nothing, take interactions, or one of the activities."""

    OFF = "off"
    WORK = "work"
    BREAK = "break"
    MEAL = "meal"
    TRAINING = "training"
    MEETING = "meeting"
    OTHER = "other"


class ChangeSource(StrEnum):
    """How a change of the plan came about."""

    PAGE = "page"
    FILE = "file"
    UNDO = "undo"


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a shift in which the agent takes no interactions."""

    kind: Planned
    starts_at: datetime
    ends_at: datetime
    note: str = ""


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of an agent's work; it belongs to the day on which it starts."""

    id: ShiftId
    agent_id: AgentId
    starts_at: datetime
    ends_at: datetime
    activities: tuple[Activity, ...] = ()
    note: str = ""


class ShiftsSaved(Event, frozen=True, kw_only=True):
    """The plan was changed: shifts came, read otherwise, or were taken out.

    A large change is several events of one `change_id`. `undoes` is the change that was taken back.
    """

    type: ClassVar[str] = "workforce.shifts_saved"
    change_id: ShiftChangeId
    source: ChangeSource
    saved: tuple[Shift, ...]
    removed: tuple[ShiftId, ...]
    agents: tuple[AgentId, ...]
    undoes: ShiftChangeId | None
    name: str
    by: UserId | None

    def stream(self) -> str:
        return f"shifts/{self.change_id}"


class PlanTurned(Event, frozen=True, kw_only=True):
    """For an agent something else is planned from now on."""

    type: ClassVar[str] = "workforce.plan_turned"
    agent_id: AgentId
    planned: Planned

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class ChangeShifts(Command, frozen=True, kw_only=True):
    """Save and take out shifts, all or none. `based_on` are the versions that were edited."""

    change_id: ShiftChangeId
    source: ChangeSource
    saved: tuple[Shift, ...] = ()
    removed: tuple[ShiftId, ...] = ()
    based_on: tuple[tuple[ShiftId, int], ...] = ()


class UndoShiftChange(Command, frozen=True, kw_only=True):
    """Put back what a change changed."""

    id: ShiftChangeId
    change_id: ShiftChangeId


class TurnPlan(Command, frozen=True, kw_only=True):
    """Time says that something else is planned for an agent."""

    agent_id: AgentId
