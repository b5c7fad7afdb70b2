"""What others may know of planned changes: which fields of an item are to be what, from when on.

A plan holds only the fields that it changes. What is changed otherwise until then stays.
"""

from datetime import datetime
from typing import Any, ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import PlanId, UserId


class PlannedChange(msgspec.Struct, frozen=True, kw_only=True):
    """Some fields of one item, as they are to be from `due_at` on.

    `kind` is the path of its kind in the API, such as `queues`; `changes` the values by field, in
    the form in which the API takes them.
    """

    id: PlanId
    kind: str
    item_id: str
    name: str
    changes: dict[str, Any]
    due_at: datetime


class _OfPlan(Event, frozen=True, kw_only=True):
    plan_id: PlanId

    def stream(self) -> str:
        return f"plan/{self.plan_id}"


class ChangePlanned(Event, frozen=True, kw_only=True):
    """An item is to change at a time to come."""

    type: ClassVar[str] = "configuration.plan_saved"
    plan: PlannedChange
    by: UserId | None

    def stream(self) -> str:
        return f"plan/{self.plan.id}"


class PlanCarriedOut(_OfPlan, frozen=True, kw_only=True):
    """Its time had come, and the item was saved."""

    type: ClassVar[str] = "configuration.plan_carried_out"


class PlanRefused(_OfPlan, frozen=True, kw_only=True):
    """Its time had come, and the item could not be saved; somebody has to look."""

    type: ClassVar[str] = "configuration.plan_refused"
    code: str
    reason: str


class PlanCancelled(_OfPlan, frozen=True, kw_only=True):
    """The item stays as it is; or somebody has seen why it could not be changed."""

    type: ClassVar[str] = "configuration.plan_removed"
    by: UserId | None


class PlanChange(Command, frozen=True, kw_only=True):
    """Change an item at a time to come."""

    plan: PlannedChange


class CarryOutPlan(Command, frozen=True, kw_only=True):
    """The time of a plan has come."""

    plan_id: PlanId


class CancelPlan(Command, frozen=True, kw_only=True):
    """Leave the item as it is."""

    plan_id: PlanId
