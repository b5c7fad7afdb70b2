"""The plans that wait for their time, and those that could not be carried out. Pure.

Whether the change is allowed is for the item's own rules to say, once when it is planned and once
when its time has come: `app/centre/planned_changes.py` asks them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from antiphon.configuration.contract import (
    CancelPlan,
    CarryOutPlan,
    ChangePlanned,
    PlanCancelled,
    PlanCarriedOut,
    PlanChange,
    PlannedChange,
    PlanRefused,
)
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import PlanId, UserId

FURTHEST = timedelta(days=366)
MOST = 500


class Plan(msgspec.Struct):
    """A planned change; `refusal` says why it could not be carried out, once that is so."""

    change: PlannedChange
    planned_at: datetime
    by: UserId | None
    refusal: PlanRefused | None = None


class PlanBook:
    """Every plan that is not done."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.plans: dict[PlanId, Plan] = {}

    def get(self, plan_id: PlanId) -> Plan:
        """The plan, or RuleBroken."""
        plan = self.plans.get(plan_id)
        if plan is None:
            raise RuleBroken("plan.over", "This change was made or cancelled already.")
        return plan

    def plan(self, command: PlanChange, now: datetime) -> Iterable[Event]:
        """Decide about a change to come."""
        if not now < command.plan.due_at <= now + FURTHEST:
            raise RuleBroken("plan.time", "Choose a time within the next twelve months.")
        if not command.plan.changes:
            raise RuleBroken("plan.empty", "Change something first, then choose the time.")
        if len(self.plans) >= MOST:
            raise RuleBroken("plan.too_many", f"At most {MOST} changes can be planned at once.")
        yield ChangePlanned(at=now, plan=command.plan, by=command.by)

    def cancel(self, command: CancelPlan, now: datetime) -> Iterable[Event]:
        """Decide that the item stays as it is."""
        self.get(command.plan_id)
        yield PlanCancelled(at=now, plan_id=command.plan_id, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case ChangePlanned(plan=change):
                self.plans[change.id] = Plan(change=change, planned_at=event.at, by=event.by)
                due = CarryOutPlan(plan_id=change.id)
                self._deadlines.set(f"plan/{change.id}", change.due_at, due)
            case PlanRefused(plan_id=plan_id):
                self._deadlines.clear(f"plan/{plan_id}")
                if plan_id in self.plans:
                    self.plans[plan_id].refusal = event
            case PlanCarriedOut(plan_id=plan_id) | PlanCancelled(plan_id=plan_id):
                self._deadlines.clear(f"plan/{plan_id}")
                self.plans.pop(plan_id, None)
            case _:
                pass
