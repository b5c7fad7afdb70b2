"""The hub: hears what was published, brings every audience up to date, notices who is gone.

An agent's own offers and work go out at once. The board (figures, agents, who waits) changes with
nearly every event, so it is brought up to date at most ten times a second; of many who look, some
are told in each turn of the loop, so that an offer is not behind all of them.
The centre's world runs ahead of the disk while a batch is written: nothing is looked at then.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from antiphon.kernel.clock import Clock
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, UserId, WallboardId
from antiphon.live.audience import (
    EMERGENCY,
    QUEUE,
    Audience,
    Encoded,
    Receiver,
    Sight,
    differences,
    encode,
)
from antiphon.live.contract import Views

BOARD_EVERY_S = 0.1
# How many audiences are told of the board before others have their turn.
TOLD_AT_ONCE = 20
# What a wallboard shows changes with the time alone too: a half hour passes, a day begins.
WALLBOARD_EVERY_S = 1.0
# Longer than a page takes to load again.
LOST_AFTER_S = 20.0
_PARTS = 10


class _Place(NamedTuple):
    """Those at one place see the same."""

    agent_id: AgentId | None
    sees_board: bool
    sees_numbers: bool
    overseer: UserId | None = None
    wallboard_id: WallboardId | None = None


class LiveHub:
    """One tenant's stream. Lives on the event loop's thread."""

    def __init__(
        self,
        views: Views,
        clock: Clock,
        *,
        is_ahead: Callable[[], bool],
        on_agent_lost: Callable[[AgentId], None],
        lost_after_s: float = LOST_AFTER_S,
        board_every_s: float = BOARD_EVERY_S,
        hide_numbers: Callable[[str], str] = lambda value: value,
    ) -> None:
        """`hide_numbers` masks the telephone numbers in an encoded value."""
        self._views = views
        self._is_ahead = is_ahead
        self._clock = clock
        self._on_agent_lost = on_agent_lost
        self._lost_after_s = lost_after_s
        self._board_every_s = board_every_s
        self._hide_numbers = hide_numbers
        self._epoch = secrets.token_hex(8)
        self._audiences: dict[_Place, Audience] = {}
        self._desks: dict[AgentId, list[Audience]] = {}
        self._board: Encoded = {}
        self._is_board_known = False
        self._is_board_watched = False
        self._newcomers: list[tuple[Receiver, _Place]] = []
        self._is_board_overdue = False
        self._board_timer: asyncio.TimerHandle | None = None
        # Who is yet to be told of the board's last changes.
        self._untold: Iterator[None] | None = None
        self._wallboard_timer: asyncio.TimerHandle | None = None
        self._lost_timers: dict[AgentId, asyncio.TimerHandle] = {}

    def hear(self, events: Iterable[Event]) -> None:
        """Bring the audiences up to date with events that were just published."""
        self._let_in()
        agents: set[AgentId] = set()
        is_every_agent = is_board = is_anew = False
        for event in events:
            touched = self._views.touched(event)
            agents |= touched.agents
            is_every_agent |= touched.is_every_agent
            is_board |= touched.is_board
            is_anew |= touched.is_anew
        for audience in self._desks_of(agents, is_every=is_every_agent):
            self._refresh_own(audience)
        if is_anew:
            self._tell_anew()
        if self._is_board_overdue:
            self._flush_board()
        elif is_board and self._audiences and self._board_timer is None:
            loop = asyncio.get_running_loop()
            self._board_timer = loop.call_later(self._board_every_s, self._board_due)

    def settle(self) -> None:
        """Bring the board up to date now, if something is due; for tests."""
        if self._board_timer is not None:
            self._flush_board()
        self._tell_the_rest()

    def join(
        self,
        receiver: Receiver,
        agent_id: AgentId | None,
        *,
        sees_board: bool,
        sees_numbers: bool = True,
        overseer: UserId | None = None,
    ) -> None:
        """Let a socket follow; its first frame is a snapshot.

        `overseer` is the supervisor by whose teams the board is limited.
        """
        self._forgive(agent_id)
        self._receive(receiver, _Place(agent_id, sees_board, sees_numbers, overseer))

    def join_wallboard(
        self, receiver: Receiver, wallboard_id: WallboardId, overseer: UserId | None
    ) -> None:
        """Let a socket follow one wallboard and nothing else."""
        place = _Place(None, False, False, overseer, wallboard_id)
        self._receive(receiver, place)
        if self._wallboard_timer is None:
            self._wait_for_wallboards()

    def _receive(self, receiver: Receiver, place: _Place) -> None:
        self._newcomers.append((receiver, place))
        # While the centre is ahead of the disk nobody may look; it publishes in a moment.
        if not self._is_ahead():
            self._let_in()

    def snapshot(self, receiver: Receiver) -> str | None:
        """What a socket that lost the thread needs; None before it was let in."""
        for audience in self._audiences.values():
            if receiver in audience.receivers:
                return audience.snapshot(self._board, self._clock.now())
        return None

    def leave(self, receiver: Receiver) -> None:
        """A socket is gone; an agent whose last one it was is lost unless one comes back."""
        for newcomer in [n for n in self._newcomers if n[0] is receiver]:
            self._newcomers.remove(newcomer)
            agent_id = newcomer[1].agent_id
            if agent_id is not None and not self._is_present(agent_id):
                self.expect(agent_id)
        for key, audience in list(self._audiences.items()):
            if receiver not in audience.receivers:
                continue
            audience.receivers.remove(receiver)
            if not audience.receivers:
                del self._audiences[key]
                self._forget_desk(audience)
                if audience.agent_id is not None and not self._is_present(audience.agent_id):
                    self.expect(audience.agent_id)
        if not self._audiences:
            self._is_board_known = False

    def expect(self, agent_id: AgentId) -> None:
        """Count the agent as lost unless a socket comes soon: also after a start of ours."""
        self._forgive(agent_id)
        self._wait_for(agent_id, _PARTS)

    def _wait_for(self, agent_id: AgentId, parts: int) -> None:
        # In parts: a time in which we stood still ourselves, and let nobody in, is one of them.
        if not parts:
            self._lose(agent_id)
            return
        self._lost_timers[agent_id] = asyncio.get_running_loop().call_later(
            self._lost_after_s / _PARTS, self._wait_for, agent_id, parts - 1
        )

    def close(self) -> None:
        """Stop all timers."""
        for timer in (self._board_timer, self._wallboard_timer, *self._lost_timers.values()):
            if timer is not None:
                timer.cancel()

    def _is_present(self, agent_id: AgentId) -> bool:
        return agent_id in self._desks

    def _forget_desk(self, audience: Audience) -> None:
        if audience.agent_id is not None:
            desks = self._desks[audience.agent_id]
            desks.remove(audience)
            if not desks:
                del self._desks[audience.agent_id]

    def _forgive(self, agent_id: AgentId | None) -> None:
        timer = self._lost_timers.pop(agent_id, None) if agent_id is not None else None
        if timer is not None:
            timer.cancel()

    def _lose(self, agent_id: AgentId) -> None:
        del self._lost_timers[agent_id]
        self._on_agent_lost(agent_id)

    def _let_in(self) -> None:
        for receiver, place in self._newcomers:
            audience = self._audiences.get(place)
            if audience is None:
                audience = self._audiences[place] = self._audience(place)
                if place.agent_id is not None:
                    self._desks.setdefault(place.agent_id, []).append(audience)
            is_new_watcher = place.sees_board and not self._is_board_watched
            if not self._is_board_known or is_new_watcher or self._board_timer is not None:
                self._flush_board()
            self._refresh_own(audience)
            self._refresh_seen(place, audience)
            audience.receivers.append(receiver)
            receiver.take(audience.snapshot(self._board, self._clock.now()))
        self._newcomers.clear()

    def _audience(self, place: "_Place") -> Audience:
        return Audience(
            self._epoch,
            place.agent_id,
            sees_board=place.sees_board,
            hide=None if place.sees_numbers else self._hide_numbers,
        )

    def _tell_anew(self) -> None:
        for audience in self._audiences.values():
            self._refresh_own(audience)
            snapshot = audience.snapshot(self._board, self._clock.now())
            for receiver in audience.receivers:
                receiver.take(snapshot)

    def _desks_of(self, agents: set[AgentId], *, is_every: bool) -> list[Audience]:
        if is_every:
            return [one for one in self._audiences.values() if one.agent_id is not None]
        return [desk for agent_id in agents for desk in self._desks.get(agent_id, ())]

    def _refresh_own(self, audience: Audience) -> None:
        if audience.agent_id is not None:
            own = encode(self._views.own(audience.agent_id))
            queues = self._views.own_queues(audience.agent_id)
            audience.refresh_own(own, queues, self._board)

    def _refresh_seen(self, place: _Place, audience: Audience) -> None:
        if place.wallboard_id is not None:
            picture = self._views.wallboard(place.wallboard_id, place.overseer)
            audience.refresh_seen(encode(picture), None)
        # Who sees what may change without a change of what is seen.
        elif place.overseer is not None:
            audience.refresh_seen(self._board, self._views.sight_of(place.overseer))

    def _wait_for_wallboards(self) -> None:
        loop = asyncio.get_running_loop()
        self._wallboard_timer = loop.call_later(WALLBOARD_EVERY_S, self._wallboards_due)

    def _wallboards_due(self) -> None:
        self._wallboard_timer = None
        shown = [(p, a) for p, a in self._audiences.items() if p.wallboard_id is not None]
        if not self._is_ahead():
            for place, audience in shown:
                self._refresh_seen(place, audience)
        if shown or self._newcomers:
            self._wait_for_wallboards()

    def _board_due(self) -> None:
        if self._is_ahead():
            self._board_timer, self._is_board_overdue = None, True
        else:
            self._flush_board()

    def _flush_board(self) -> None:
        if self._board_timer is not None:
            self._board_timer.cancel()
        self._board_timer, self._is_board_overdue = None, False
        self._tell_the_rest()
        # Desks see the queues only: agents and waiting customers are drawn for watchers.
        self._is_board_watched = any(place.sees_board for place in self._audiences)
        board = encode(self._views.board(is_watched=self._is_board_watched))
        changes = differences(self._board, board)
        self._board, self._is_board_known = board, True
        for place, audience in self._audiences.items():
            self._refresh_seen(place, audience)
        if changes:
            self._untold = self._tell(changes)
            self._tell_some()

    def _tell(self, changes: Encoded) -> Iterator[None]:
        """Tell one audience after another; they are told what was encoded, nothing is looked at."""
        of_all = {k: value for k, value in changes.items() if k[0] in (QUEUE, EMERGENCY)}
        told: dict[Sight, str] = {}
        for place, audience in list(self._audiences.items()):
            if place.overseer is None and place.wallboard_id is None:
                audience.refresh_board(changes if audience.sees_board else of_all, told)
                yield

    def _tell_some(self) -> None:
        if self._untold is not None:
            if sum(1 for _ in islice(self._untold, TOLD_AT_ONCE)) < TOLD_AT_ONCE:
                self._untold = None
            else:
                asyncio.get_running_loop().call_soon(self._tell_some)

    def _tell_the_rest(self) -> None:
        for _ in self._untold or ():
            pass
        self._untold = None
