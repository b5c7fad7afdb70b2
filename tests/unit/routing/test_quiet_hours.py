"""Quiet hours are learnt from days past, and told only when they are known and worth it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.support.centre import NOON, QUEUE, SmallCentre
from tests.support.waiting_customers import queues

from antiphon.app.centre.waiting.waiting_room import announced
from antiphon.interactions.contract import (
    EndedBy,
    InteractionClosed,
    Outcome,
)
from antiphon.kernel.ids import InteractionId, QueueId
from antiphon.routing.announcements import PositionAnnounced
from antiphon.routing.contract import Queue, SaveQueue
from antiphon.routing.quiet_hours import FEWEST_DAYS, QuietHours
from antiphon.routing.waiting import WaitingRoom

pytestmark = pytest.mark.unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Seconds waited at each hour of a day in Shanghai; at the other hours nobody calls.
DAY = {9: 30, 10: 200, 11: 220, 12: 240, 13: 90, 14: 20, 15: 10, 16: 300, 20: 5}


def lived(days: int, *, calls: int = 6, day: dict[int, int] = DAY) -> QuietHours:
    """So many days like this one, with a few calls each hour."""
    hours = QuietHours(SHANGHAI)
    live(hours, days, calls=calls, day=day)
    return hours


def live(hours: QuietHours, days: int, *, calls: int, day: dict[int, int]) -> None:
    first = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    for number in range(days):
        for hour, seconds in day.items():
            for call in range(calls):
                waits(
                    hours,
                    f"{number}-{hour}-{call}",
                    first + timedelta(days=number, hours=hour),
                    seconds,
                )


def waits(hours: QuietHours, name: str, at: datetime, seconds: float) -> None:
    call = InteractionId(name)
    hours.apply(queues(call, QUEUE, at.astimezone(UTC)))
    hours.apply(
        InteractionClosed(
            at=at.astimezone(UTC) + timedelta(seconds=seconds),
            interaction_id=call,
            outcome=Outcome.ABANDONED,
            ended_by=EndedBy.CUSTOMER,
            reason="",
        )
    )


def at(hour: int) -> datetime:
    return datetime(2026, 6, 1, hour, 30, tzinfo=SHANGHAI).astimezone(UTC)


def test_the_longest_quiet_span_is_told_in_the_centres_own_time() -> None:
    hours = lived(FEWEST_DAYS)
    assert hours.ask(QUEUE, at(11)) == (13, 16)
    # Of an hour of 200 s, 90 s are quiet; at 9 o'clock nothing is worth telling.
    assert hours.ask(QUEUE, at(9)) is None
    assert hours.ask(QueueId("other"), at(11)) is None


@pytest.mark.parametrize(("days", "calls"), [(FEWEST_DAYS - 1, 50), (FEWEST_DAYS, 3)])
def test_too_few_days_or_calls_say_nothing(days: int, calls: int) -> None:
    assert lived(days, calls=calls).ask(QUEUE, at(11)) is None


def test_hours_without_calls_are_not_quiet_but_unknown() -> None:
    assert lived(10, day={10: 200, 11: 200}).ask(QUEUE, at(11)) is None


def test_old_days_are_forgotten() -> None:
    hours = lived(10)
    first = datetime(2026, 4, 1, tzinfo=SHANGHAI)
    for number in range(20):
        for call in range(6):
            waits(hours, f"new-{number}-{call}", first + timedelta(days=number, hours=14), 400)
    assert hours.ask(QUEUE, at(11)) == (9, 10)


def test_who_waits_on_is_told_once() -> None:
    centre = SmallCentre()
    room = WaitingRoom(announces_quiet_hours=True)
    centre.do(SaveQueue(queue=Queue(id=QUEUE, name="Sales", waiting=room), edited_version=1))
    day = {hour: 300 if hour == NOON.hour else 20 for hour in (NOON.hour, NOON.hour + 2)}
    known = centre.world.quiet_hours = QuietHours(UTC)
    first = NOON.replace(hour=0) - timedelta(days=10)
    for number in range(6):
        for hour, seconds in day.items():
            for call in range(6):
                waits(
                    known,
                    f"{number}{hour}{call}",
                    first + timedelta(days=number, hours=hour),
                    seconds,
                )
    centre.call()
    centre.pass_time(4 + 3 * room.announce_every_s)
    told = [event for event in centre.events if isinstance(event, PositionAnnounced)]
    nothing = (None, None)
    hours = [(event.quiet_from, event.quiet_until) for event in told]
    assert hours == [nothing, (14, 15), nothing, nothing]
    said = [announced(centre.world, event) for event in told]
    assert [text.text if text else "" for text in said] == [
        "",
        "You usually wait less between 14 and 15 o'clock.",
        "",
        "",
    ]
