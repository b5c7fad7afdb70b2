"""What the plan's routes take and give. Times are told as instants and as the centre's clock."""

from datetime import datetime, tzinfo
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from antiphon.edge.fields import Id, Ids, Input, Note
from antiphon.kernel.ids import AgentId, ShiftId
from antiphon.workforce.contract import LONGEST_NOTE, Activity, ChangeSource, Planned, Shift
from antiphon.workforce.local_time import instant_of, wall_clock

MOST_IN_BODY = 500
ShortNote = Annotated[Note, StringConstraints(strip_whitespace=True, max_length=LONGEST_NOTE)]
At = Annotated[
    datetime,
    Field(description="With an offset, or without one as the centre's own clock shows it."),
]


class ActivityBody(Input):
    """A part of a shift in which no interactions are taken."""

    kind: Planned = Field(description="A break, a meal, a training, a meeting or something else.")
    starts_at: At
    ends_at: At
    note: ShortNote = ""


class ShiftBody(Input):
    """A shift to be planned, or one that is to read otherwise."""

    id: Id | None = Field(None, description="That of a shift that is there; none for a new one.")
    version: int = Field(0, ge=0, description="The version of it that was edited.")
    agent_id: Id
    starts_at: At
    ends_at: At
    activities: list[ActivityBody] = Field([], max_length=50)
    note: ShortNote = ""

    def shift(self, shift_id: str, zone: tzinfo) -> Shift:
        """What it describes. Raises RuleBroken for a time that the day does not have."""
        activities = [
            Activity(
                kind=one.kind,
                starts_at=instant_of(one.starts_at, zone),
                ends_at=instant_of(one.ends_at, zone),
                note=one.note,
            )
            for one in self.activities
        ]
        return Shift(
            id=ShiftId(shift_id),
            agent_id=AgentId(self.agent_id),
            starts_at=instant_of(self.starts_at, zone),
            ends_at=instant_of(self.ends_at, zone),
            activities=tuple(sorted(activities, key=lambda one: one.starts_at)),
            note=self.note,
        )


class PlanChange(Input):
    """Shifts to be saved and taken out, all or none."""

    saved: list[ShiftBody] = Field([], max_length=MOST_IN_BODY)
    removed: Ids = Field([], description="The ids of shifts that are to go.")


class ActivityView(BaseModel):
    """A part of a shift in which no interactions are taken."""

    kind: Planned
    starts_at: datetime
    ends_at: datetime
    starts_clock: str = Field(description="As the centre's clock shows it: 2026-01-05T09:30.")
    ends_clock: str
    note: str


class ShiftView(BaseModel):
    """A planned shift."""

    id: str
    version: int
    agent_id: str
    starts_at: datetime
    ends_at: datetime
    starts_clock: str = Field(description="As the centre's clock shows it: 2026-01-05T09:30.")
    ends_clock: str
    activities: list[ActivityView]
    note: str


class NamedView(BaseModel):
    """A thing with its name."""

    id: str
    name: str


class PlanWeek(BaseModel):
    """Seven days of the plan of the agents whom the caller oversees."""

    monday: str
    days: list[str] = Field(description="The seven days, such as 2026-01-05.")
    today: str
    zone: str = Field(description="The time zone of the centre's clock.")
    version: int = Field(description="The version of the whole plan; each change adds to it.")
    teams: list[NamedView] = Field(description="The teams that can be asked for.")
    agents: list[NamedView]
    shifts: list[ShiftView]


class PlanFile(Input):
    """A file of lines: comma separated text or a workbook."""

    content: str = Field(
        max_length=2_000_000, description="The file's bytes, in base64.", examples=["YWdlbnQs"]
    )


class PlanFileTaken(PlanFile):
    """A file as it was shown before."""

    version: int = Field(ge=0, description="The plan's version that the preview was made for.")


class LineProblemView(BaseModel):
    """What is wrong with a line; the code names the reason."""

    line: int
    text: str
    code: str


class ShiftDifference(BaseModel):
    """A shift that comes, reads otherwise or goes."""

    what: str = Field(description="added, changed or removed")
    agent_name: str
    starts_clock: str
    ends_clock: str
    activity_count: int


class PlanPreview(BaseModel):
    """What a file would change; with a problem in it nothing is taken."""

    version: int
    added: int
    changed: int
    removed: int
    unchanged: int
    agent_count: int
    differences: list[ShiftDifference] = Field(description="The first of them.")
    problems: list[LineProblemView] = Field(description="The first of them.")
    problem_count: int


class PlanChangeView(BaseModel):
    """A change of the plan, which can be undone while nothing in it was changed again."""

    id: str
    at: datetime
    by: str | None
    source: ChangeSource
    saved: int
    removed: int
    agents: list[str] = Field(description="The first names of those whose plan it changed.")
    agent_count: int
    undoes: str | None
    is_undone: bool
    may_undo: bool


class PlanChangeList(BaseModel):
    """The last changes of the plan of the agents whom the caller oversees, newest first."""

    items: list[PlanChangeView]


class PlanChanged(BaseModel):
    """What was changed, by the id that it can be undone by."""

    change_id: str


def shift_view(shift: Shift, version: int, zone: tzinfo) -> ShiftView:
    """A shift as it is told."""
    return ShiftView(
        id=shift.id,
        version=version,
        agent_id=shift.agent_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        starts_clock=wall_clock(shift.starts_at, zone),
        ends_clock=wall_clock(shift.ends_at, zone),
        activities=[
            ActivityView(
                kind=one.kind,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                starts_clock=wall_clock(one.starts_at, zone),
                ends_clock=wall_clock(one.ends_at, zone),
                note=one.note,
            )
            for one in shift.activities
        ],
        note=shift.note,
    )
