"""Flows and opening hours over HTTP."""

from datetime import date
from typing import Any

from pydantic import Field

from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Input, Name
from antiphon.edge.parts import part_of
from antiphon.flows.book import FlowBook
from antiphon.flows.contract import RemoveFlow, RemoveOpeningHours, SaveFlow, SaveOpeningHours
from antiphon.flows.graph import Flow
from antiphon.flows.hours import HoursId, OpeningHours
from antiphon.identity.contract import Permission
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
        description="Steps by id; each has a `kind`: say, menu, hours, set, queue, voicemail, "
        "hang_up.",
        examples=[{"bye": {"kind": "hang_up"}}],
    )


_HOURS = CatalogueApi(
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

_FLOWS = CatalogueApi(
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

routers = (_HOURS.router, _FLOWS.router)
