"""A customer on hold for too long: the agent is reminded, and the hold ends where it shall."""

import msgspec
import pytest
from tests.support.centre import QUEUE
from tests.support.talk import ANN, C1, Talk

from antiphon.interactions.call_control import (
    CancelConsult,
    HoldInteraction,
    ResumeInteraction,
    StartConsult,
    ToggleConsult,
)
from antiphon.interactions.hold_limit import HoldOverdue
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.routing.contract import HoldEnd, SaveQueue

pytestmark = pytest.mark.unit


class Hold(Talk):
    """Ann talks with a customer whose queue allows half a minute on hold."""

    def __init__(self, limit_s: int = 30, end: HoldEnd = HoldEnd.REMIND) -> None:
        super().__init__()
        queue = self.centre.world.routing.queues.get(QUEUE)
        limited = msgspec.structs.replace(queue, hold_limit_s=limit_s, hold_end=end)
        self.centre.do(SaveQueue(queue=limited))

    def hold(self) -> None:
        self.centre.do(HoldInteraction(interaction_id=C1, agent_id=ANN))

    def resume(self) -> None:
        self.centre.do(ResumeInteraction(interaction_id=C1, agent_id=ANN))

    def reminders(self, seconds: float) -> int:
        events: list[Event] = self.centre.pass_time(seconds)
        return sum(isinstance(event, HoldOverdue) for event in events)


def test_the_agent_is_reminded_after_each_limit_and_sees_since_when() -> None:
    talk = Hold()
    held_at = talk.centre.now
    talk.hold()
    assert talk.reminders(29) == 0
    assert talk.seen_by(ANN).hold_overdue_since is None
    assert talk.reminders(2) == 1
    assert talk.seen_by(ANN).hold_overdue_since == held_at
    assert talk.reminders(60) == 2
    talk.resume()
    assert talk.seen_by(ANN).hold_overdue_since is None
    assert talk.reminders(60) == 0


def test_the_customer_is_taken_off_hold_where_the_queue_says_so() -> None:
    talk = Hold(end=HoldEnd.RESUME)
    talk.hold()
    assert talk.reminders(31) == 1
    assert talk.it.state is State.TALKING
    assert talk.hear_each_other() == [{talk.ann_leg, talk.call.caller_leg}]


def test_an_agent_who_consults_is_only_reminded() -> None:
    talk = Hold(end=HoldEnd.RESUME)
    bob = talk.answer(talk.pass_to(StartConsult, "bob"))
    assert talk.reminders(31) == 1
    assert talk.hear_each_other() == [{talk.ann_leg, bob}]
    talk.wish(CancelConsult)
    assert talk.reminders(60) == 0


def test_an_agent_who_consults_is_offered_one_way_back_to_the_customer() -> None:
    talk = Hold()
    talk.answer(talk.pass_to(StartConsult, "bob"))
    assert {"toggle_consult", "resume"} & set(talk.seen_by(ANN).actions) == {"toggle_consult"}
    talk.wish(ToggleConsult)
    talk.hold()
    assert {"toggle_consult", "resume"} <= set(talk.seen_by(ANN).actions)


def test_a_queue_without_a_limit_reminds_nobody() -> None:
    talk = Hold(limit_s=0)
    talk.hold()
    assert talk.reminders(7200) == 0


def test_with_the_customer_gone_nothing_is_left() -> None:
    talk = Hold()
    talk.hold()
    talk.reminders(31)
    talk.centre.leg_ends("c1")
    assert talk.centre.world.hold_limits.overdue == {}
    assert not [key for key in talk.centre.world.deadlines.at if key.startswith("hold/")]


def test_who_did_not_answer_is_named_until_somebody_else_is_asked() -> None:
    talk = Hold()
    talk.pass_to(StartConsult, "bob")
    assert talk.seen_by(ANN).unreached is None
    talk.centre.pass_time(21)
    unreached = talk.seen_by(ANN).unreached
    assert unreached is not None
    assert (unreached.name, unreached.reason) == ("bob", "no_answer")
    talk.pass_to(StartConsult, "claire")
    assert talk.seen_by(ANN).unreached is None
