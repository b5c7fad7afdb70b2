"""Percentage allocation: how far each queue with a share stands back for the work it had.

Each queue has a clock that runs by one over its share whenever it is served; the queue whose clock
is furthest behind goes first (start-time fair queueing). A queue that was empty joins at the
present time, so it saves nothing up.
"""

from antiphon.kernel.ids import QueueId


class Shares:
    """The clocks. They never run backwards, so what was told of a queue only gets worse."""

    def __init__(self) -> None:
        self._percent: dict[QueueId, int] = {}
        self._clock: dict[QueueId, list[float]] = {}
        self._waiting: dict[QueueId, int] = {}
        # Queues without a share stand before all that have one.
        self._now = 1.0

    def set(self, queue_id: QueueId, percent: int | None) -> None:
        """Give or take away a queue's share."""
        if percent is None:
            self._percent.pop(queue_id, None)
            self._clock.pop(queue_id, None)
        else:
            self._percent[queue_id] = percent
            self._clock.setdefault(queue_id, [self._now])

    def pushed(self, queue_id: QueueId) -> list[float] | None:
        """The queue's clock, the same list for ever while it has a share."""
        return self._clock.get(queue_id)

    def standing(self, queue_id: QueueId, *, joins: bool = False) -> float:
        """The queue's clock, 0 without a share; `joins`: as it will be once one more waits."""
        clock = self._clock.get(queue_id)
        if clock is None:
            return 0.0
        is_first = joins and not self._waiting.get(queue_id)
        return max(clock[0], self._now) if is_first else clock[0]

    def waiting_in(self, queue_id: QueueId) -> int:
        """How many wait in a queue, but for those who are offered."""
        return self._waiting.get(queue_id, 0)

    def arrive(self, queue_id: QueueId) -> None:
        """One more waits."""
        waiting = self._waiting.get(queue_id, 0)
        self._waiting[queue_id] = waiting + 1
        clock = self._clock.get(queue_id)
        if clock is not None and waiting == 0 and clock[0] < self._now:
            clock[0] = self._now

    def leave(self, queue_id: QueueId) -> None:
        """One less waits."""
        self._waiting[queue_id] -= 1

    def serve(self, queue_id: QueueId) -> None:
        """One went to an agent."""
        clock = self._clock.get(queue_id)
        if clock is not None:
            self._now = max(self._now, clock[0])
            clock[0] += 1.0 / self._percent[queue_id]
