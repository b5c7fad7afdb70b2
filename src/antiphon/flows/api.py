"""Flows and opening hours over HTTP."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

import msgspec
from pydantic import Field
from starlette.requests import HTTPConnection

from antiphon.edge.catalogue import CatalogueApi, of_conversion
from antiphon.edge.fields import Input, Name
from antiphon.edge.parts import part_of
from antiphon.edge.problems import bad_fields
from antiphon.flows.book import FlowBook
from antiphon.flows.check import Problem as FlowProblem
from antiphon.flows.check import check
from antiphon.flows.contract import RemoveFlow, RemoveOpeningHours, SaveFlow, SaveOpeningHours
from antiphon.flows.graph import Flow, Step
from antiphon.flows.hours import HoursId, OpeningHours
from antiphon.identity.contract import Permission
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import FlowId


class WeeklyHours(Input):
    """A time of opening on one weekday; closing at or before the opening means on the next day."""

    day: int = Field(ge=0, le=6, description="0 is Monday.")
    opens: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:00"])
    closes: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["18:00"])


class Holiday(Input):
    """A day on which nothing opens."""

    date: date
    name: Name = Field(examples=["National Day"])


class NewOpeningHours(Input):
    """When somebody is there."""

    name: Name = Field(examples=["Office hours"])
    timezone: str = Field(max_length=60, examples=["Asia/Shanghai"])
    weekly: list[WeeklyHours] = Field(max_length=100)
    holidays: list[Holiday] = Field(default=[], max_length=1000)


class NewFlow(Input):
    """What a customer goes through before an agent."""

    name: Name = Field(examples=["Main menu"])
    start: str = Field(max_length=64, description="The step it begins with.")
    steps: dict[str, dict[str, Any]] = Field(
        max_length=500,
        description="Steps by id; each has a `kind`: say, menu, digits, hours, set, queue, "
        "call_back, outside, voicemail, return, hang_up.",
        examples=[{"bye": {"kind": "hang_up"}}],
    )
    for_agents: bool = Field(
        default=False, description="Agents may send the customer whom they talk with into it."
    )


class FlowReferences:
    """The ids that a flow may name, besides opening hours."""

    def __init__(
        self, queues: Callable[[], Collection[str]], skills: Callable[[], Collection[str]]
    ) -> None:
        self.queues = queues
        self.skills = skills


class FlowApi(CatalogueApi[Flow]):
    """Flows: every problem of a step is told at once, with the step's place."""

    def read(self, fields: Mapping[str, Any], item_id: str) -> Flow:
        """The flow that a body describes; a step that cannot be read is named."""
        unreadable: dict[str, str] = {}
        for name, step in fields["steps"].items():
            try:
                msgspec.convert(step, Step)
            except msgspec.ValidationError as error:
                path, message = of_conversion(error)
                unreadable[f"steps.{name}.{path}".rstrip(".")] = message
        if unreadable:
            raise bad_fields(unreadable)
        return super().read(fields, item_id)

    async def submit(
        self, connection: HTTPConnection, command: Command, fields: Mapping[str, Any], item_id: str
    ) -> None:
        """Have the flow saved when it is sound."""
        assert isinstance(command, SaveFlow)  # noqa: S101 (this kind's own command)
        others = part_of(connection, FlowReferences)
        found = check(
            command.flow,
            queues=others.queues(),
            hours=part_of(connection, FlowBook).hours.items,
            skills=others.skills(),
        )
        wrong = {_place(p): p.message for p in found if not p.is_warning}
        if wrong:
            raise bad_fields(wrong)
        await super().submit(connection, command, fields, item_id)


def _place(problem: FlowProblem) -> str:
    step = f"steps.{problem.step}" if problem.step else ""
    return ".".join(part for part in (step, problem.field) if part) or "steps"


OPENING_HOURS = CatalogueApi(
    path="opening-hours",
    noun="opening_hours",
    plural="opening_hours",
    new=NewOpeningHours,
    item=OpeningHours,
    catalogue=lambda connection: part_of(connection, FlowBook).hours,
    save=lambda hours, version, by: SaveOpeningHours(hours=hours, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveOpeningHours(id=HoursId(item_id), by=by),
    read=Permission.OPENING_HOURS_READ,
    edit=Permission.OPENING_HOURS_EDIT,
)

FLOWS = FlowApi(
    path="flows",
    noun="flow",
    plural="flows",
    new=NewFlow,
    item=Flow,
    catalogue=lambda connection: part_of(connection, FlowBook).flows,
    save=lambda flow, version, by: SaveFlow(flow=flow, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveFlow(id=FlowId(item_id), by=by),
    read=Permission.FLOW_READ,
    edit=Permission.FLOW_EDIT,
)

routers = (OPENING_HOURS.router, FLOWS.router)
