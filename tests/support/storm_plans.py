"""Commands at random about changes that are planned, for storms."""

import random
from datetime import datetime, timedelta

from antiphon.app.centre.world import World
from antiphon.configuration.contract import CancelPlan, PlanChange, PlannedChange
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import PlanId


def a_plan_command(world: World, dice: random.Random, now: datetime) -> Command:
    """A change of a reason that may be gone when it is time, or the end of such a plan."""
    change = PlannedChange(
        id=PlanId(f"plan{dice.randrange(10**6)}"),
        kind="reason-codes",
        item_id=dice.choice(["break", "tea", "tea"]),
        name="Tea",
        changes={"name": dice.choice(["Tea", "Long tea"])},
        due_at=now + timedelta(seconds=dice.choice([1, 30])),
    )
    known = [*world.plans.plans, PlanId("none")]
    plan = PlanChange(plan=change)
    return dice.choice([plan, plan, CancelPlan(plan_id=dice.choice(known))])
