"""In which order effects run: those of one interaction one after the other, different ones side by
side; and when they may run at all, which is not while the engine is away or being compared."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from antiphon.kernel.ids import InteractionId
from antiphon.telephony.engine import EngineUnavailable

log = structlog.get_logger()

Act = Callable[[], Awaitable[None]]


class Lanes:
    """One lane for each interaction for which something is to be done."""

    def __init__(self) -> None:
        self._lanes: dict[InteractionId, deque[Act]] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self._is_away = True
        self._may_act = asyncio.Event()

    def drop(self) -> None:
        """The engine is away: forget what was to be done, and take only what `always` names."""
        self._is_away = True
        self._may_act.clear()
        for lane in self._lanes.values():
            lane.clear()

    def hold(self) -> None:
        """The engine is there: collect what is to be done, but do nothing yet."""
        self._is_away = False
        self._may_act.clear()

    def release(self) -> None:
        """Act, from now on."""
        self._is_away = False
        self._may_act.set()

    def enqueue(self, interaction_id: InteractionId, act: Act, *, always: bool = False) -> None:
        """Run `act` after what this interaction's lane holds already.

        While the engine is away only what is `always` to be done waits for it.
        """
        if self._is_away and not always:
            return
        lane = self._lanes.get(interaction_id)
        if lane is None:
            lane = self._lanes[interaction_id] = deque()
            task = asyncio.create_task(self._drain(interaction_id), name=f"call {interaction_id}")
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        lane.append(act)

    async def settle(self) -> None:
        """Wait until every lane is empty."""
        while self.tasks:
            await asyncio.wait(self.tasks)

    async def _drain(self, interaction_id: InteractionId) -> None:
        lane = self._lanes[interaction_id]
        while lane:
            await self._may_act.wait()
            if not lane:
                break
            act = lane.popleft()
            try:
                await act()
            except EngineUnavailable as error:
                log.warning("engine unavailable", interaction=interaction_id, why=str(error))
            except Exception:
                log.exception("effect failed", interaction=interaction_id)
        del self._lanes[interaction_id]
