"""A change of the configuration comes at its time, over what the item is by then."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.support.centre import NOON, QUEUE, SmallCentre

from antiphon.configuration.contract import (
    CancelPlan,
    CarryOutPlan,
    PlanCarriedOut,
    PlanChange,
    PlannedChange,
    PlanRefused,
)
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import PlanId, QueueId, UserId
from antiphon.routing.contract import Queue, QueueSaved, RemoveQueue, SaveQueue

pytestmark = pytest.mark.unit

MONDAY = NOON + timedelta(days=3)
EVE = UserId("eve")
LOANS = QueueId("loans")


def planned(
    centre: SmallCentre, queue_id: QueueId = QUEUE, plan_id: str = "p1", **changes: Any
) -> None:
    change = PlannedChange(
        id=PlanId(plan_id),
        kind="queues",
        item_id=queue_id,
        name="Sales",
        changes=changes,
        due_at=MONDAY,
    )
    centre.do(PlanChange(plan=change, by=EVE))


def test_a_change_comes_at_its_time_and_not_before() -> None:
    centre = SmallCentre()
    planned(centre, service_level_s=10)
    centre.pass_time(timedelta(days=3).total_seconds() - 1)
    assert centre.world.routing.queues.get(QUEUE).service_level_s == 20
    happened = centre.pass_time(2)
    assert [type(event) for event in happened] == [QueueSaved, PlanCarriedOut]
    assert centre.world.routing.queues.get(QUEUE).service_level_s == 10
    assert [e.by for e in happened if isinstance(e, QueueSaved)] == [EVE]
    assert centre.world.plans.plans == {}


def test_what_is_changed_otherwise_until_then_stays() -> None:
    centre = SmallCentre()
    planned(centre, service_level_s=10)
    queue = centre.world.routing.queues.get(QUEUE)
    centre.do(SaveQueue(queue=msgspec.structs.replace(queue, wrap_up_s=99)))
    centre.pass_time(timedelta(days=4).total_seconds())
    queue = centre.world.routing.queues.get(QUEUE)
    assert (queue.service_level_s, queue.wrap_up_s) == (10, 99)


def test_two_plans_for_one_queue_both_come() -> None:
    centre = SmallCentre()
    planned(centre, service_level_s=10)
    planned(centre, plan_id="p2", wrap_up_s=45)
    centre.pass_time(timedelta(days=4).total_seconds())
    queue = centre.world.routing.queues.get(QUEUE)
    assert (queue.service_level_s, queue.wrap_up_s) == (10, 45)


def test_a_cancelled_change_never_comes() -> None:
    centre = SmallCentre()
    planned(centre, service_level_s=10)
    centre.do(CancelPlan(plan_id=PlanId("p1"), by=EVE))
    assert centre.pass_time(timedelta(days=4).total_seconds()) == []
    with pytest.raises(RuleBroken, match="already"):
        centre.do(CancelPlan(plan_id=PlanId("p1"), by=EVE))


def test_what_the_rules_refuse_then_is_kept_with_the_reason_until_somebody_has_seen_it() -> None:
    centre = SmallCentre()
    centre.do(SaveQueue(queue=Queue(id=LOANS, name="Loans")))
    planned(centre, LOANS, priority=3)
    centre.do(RemoveQueue(id=LOANS))
    happened = centre.pass_time(timedelta(days=4).total_seconds())
    assert [(type(e), getattr(e, "code", None)) for e in happened] == [
        (PlanRefused, "catalogue.unknown")
    ]
    refusal = centre.world.plans.plans[PlanId("p1")].refusal
    assert refusal is not None
    assert "loans" in refusal.reason
    assert centre.do(CarryOutPlan(plan_id=PlanId("p1"))) == []
    centre.do(CancelPlan(plan_id=PlanId("p1"), by=EVE))
    assert centre.world.plans.plans == {}


@pytest.mark.parametrize(
    ("code", "changes", "days"),
    [
        ("plan.time", {"priority": 1}, -1),
        ("plan.time", {"priority": 1}, 400),
        ("plan.empty", {}, 1),
        ("plan.unreadable", {"priority": "high"}, 1),
        ("routing.head_start", {"vip_step_s": -1}, 1),
        ("catalogue.name_missing", {"name": " "}, 1),
    ],
)
def test_what_could_not_be_saved_today_is_not_planned(
    code: str, changes: dict[str, Any], days: int
) -> None:
    centre = SmallCentre()
    change = PlannedChange(
        id=PlanId("p1"),
        kind="queues",
        item_id=QUEUE,
        name="Sales",
        changes=changes,
        due_at=NOON + timedelta(days=days),
    )
    with pytest.raises(RuleBroken) as refused:
        centre.do(PlanChange(plan=change))
    assert refused.value.code == code
    assert centre.world.plans.plans == {}


def test_what_has_no_plans_is_refused() -> None:
    centre = SmallCentre()
    change = PlannedChange(
        id=PlanId("p1"), kind="users", item_id="u", name="", changes={"a": 1}, due_at=MONDAY
    )
    with pytest.raises(RuleBroken, match="cannot be planned"):
        centre.do(PlanChange(plan=change))
