"""What is counted while a day is lived, by queue and half-hour; the whole is the sum of those.

Customers belong to the half-hour in which they came, time in line and agents' time to those in
which it passed. What is done after the day's end counts in the whole alone.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from antiphon.kernel.ids import QueueId
from antiphon.routing.contract import Queue
from antiphon.simulation.what_if.figures import (
    Figures,
    HalfHour,
    Tally,
    figures_of,
    mean_wait_of,
    service_level_of,
)

HALF_HOUR = timedelta(minutes=30)
_HALF_HOUR_S = HALF_HOUR.total_seconds()


class Ledger:
    """The counts of one run of a day."""

    def __init__(self, begins: datetime, ends: datetime) -> None:
        self._begins, self._ends = begins, ends
        self._tallies: defaultdict[QueueId, dict[int, Tally]] = defaultdict(dict)
        self._in_line_s: defaultdict[tuple[QueueId, int], float] = defaultdict(float)
        self._busy_s: defaultdict[int, float] = defaultdict(float)
        self._staffed_s: defaultdict[int, float] = defaultdict(float)

    def answered(self, queue_id: QueueId, since: datetime, now: datetime) -> None:
        """Somebody who came at `since` was answered."""
        self._wait(queue_id, since, now)
        self._came(queue_id, since).answered.append((now - since).total_seconds())

    def left(self, queue_id: QueueId, since: datetime, now: datetime) -> None:
        """Somebody who came at `since` left."""
        self._wait(queue_id, since, now)
        self._came(queue_id, since).left.append((now - since).total_seconds())

    def still_waits(self, queue_id: QueueId, since: datetime) -> None:
        """Somebody is in line at the end of all; only the line's length knows of them."""
        self._wait(queue_id, since, self._ends)

    def present(self, since: datetime, now: datetime, *, has_work: bool) -> None:
        """An agent was ready or had work all that time."""
        for number, seconds in self._parts(since, now):
            self._staffed_s[number] += seconds
            if has_work:
                self._busy_s[number] += seconds

    def figures(self, queues: Mapping[QueueId, Queue]) -> dict[QueueId | None, Figures]:
        """The whole day of each queue, and of all under None."""
        staffed = sum(self._staffed_s.values())
        occupancy = sum(self._busy_s.values()) / staffed if staffed else 0.0
        tallies = [
            (_whole(self._tallies[queue_id].values()), queue) for queue_id, queue in queues.items()
        ]
        found: dict[QueueId | None, Figures] = {
            queue.id: figures_of([(tally, queue)], occupancy) for tally, queue in tallies
        }
        found[None] = figures_of(tallies, occupancy)
        return found

    def course(self, queues: Iterable[Queue]) -> list[HalfHour]:
        """The half-hours of these queues together, from the day's beginning to its end."""
        known = list(queues)
        return [self._half_hour(number, known) for number in range(self._count())]

    def _half_hour(self, number: int, queues: list[Queue]) -> HalfHour:
        tallies = [
            (tally, queue)
            for queue in queues
            if (tally := self._tallies[queue.id].get(number)) is not None
        ]
        in_line_s = sum(self._in_line_s[queue.id, number] for queue in queues)
        lasts = min(HALF_HOUR, self._ends - self._begins - number * HALF_HOUR)
        staffed_s = self._staffed_s[number]
        return HalfHour(
            offered=sum(len(tally.answered) + len(tally.left) for tally, _ in tallies),
            waiting=in_line_s / lasts.total_seconds(),
            service_level=service_level_of(tallies),
            mean_wait_s=mean_wait_of(tallies),
            occupancy=self._busy_s[number] / staffed_s if staffed_s else None,
        )

    def _count(self) -> int:
        return max(1, math.ceil((self._ends - self._begins) / HALF_HOUR))

    def _came(self, queue_id: QueueId, at: datetime) -> Tally:
        # Who comes in the very last instant belongs to the last half-hour.
        number = min((at - self._begins) // HALF_HOUR, self._count() - 1)
        return self._tallies[queue_id].setdefault(number, Tally())

    def _wait(self, queue_id: QueueId, since: datetime, now: datetime) -> None:
        for number, seconds in self._parts(since, now):
            self._in_line_s[queue_id, number] += seconds

    def _parts(self, since: datetime, now: datetime) -> Iterator[tuple[int, float]]:
        """The half-hours that a time touches, and how many seconds of each."""
        begin = (since - self._begins).total_seconds()
        end = (now - self._begins).total_seconds()
        while begin < end:
            number = int(begin // _HALF_HOUR_S)
            until = min(end, (number + 1) * _HALF_HOUR_S)
            yield number, until - begin
            begin = until


def _whole(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.answered += tally.answered
        whole.left += tally.left
    return whole
