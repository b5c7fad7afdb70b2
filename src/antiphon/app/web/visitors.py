"""Visitors of other web sites who press a call button: what they may know, and their phones.

`embedders` names the sites that may show a button's frame, so browsers keep all others out.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from fastapi import WebSocket

from antiphon.app.centre.entering.visitor_calls import is_served
from antiphon.app.centre.loop import Centre, Recorded
from antiphon.app.centre.world import World
from antiphon.app.web.sip_route import PhoneSocket
from antiphon.call_buttons.contract import AllowVisit, CallButton, Visit, VisitEnded
from antiphon.call_buttons.rate import VisitorRate
from antiphon.edge.problems import Problem, not_found
from antiphon.flows.hours import next_opening
from antiphon.interactions.contract import ConversationEnded
from antiphon.kernel.clock import Clock
from antiphon.kernel.events import Event
from antiphon.kernel.ids import CallButtonId, VisitId
from antiphon.telephony.asterisk.sip_proxy import SUBPROTOCOL, relay

FRAME = "/call/"
# A page has one phone; a second socket is the first that was lost on the way.
_MOST_SOCKETS = 2
# The end of a call is told over the socket, so it stays a little longer.
_FAREWELL_S = 5.0
# A page that comes back after its call's end is told so; of older ones, that they are unknown.
_REMEMBERED = 1_000
_OVER = 1000


class ButtonState(NamedTuple):
    """Whether a button can be pressed now; when it opens again, if that is known."""

    is_open: bool
    opens_at: datetime | None


class Visitors:
    """Everything that visitors reach."""

    def __init__(self, centre: Centre, clock: Clock) -> None:
        self._centre = centre
        self._clock = clock
        self._rate = VisitorRate(clock)
        self._sockets: dict[VisitId, list[PhoneSocket]] = {}
        self._over: deque[VisitId] = deque(maxlen=_REMEMBERED)
        self._farewells: set[asyncio.Task[None]] = set()
        centre.subscribe(self._hear)

    @property
    def _world(self) -> World:
        return self._centre.world

    def find_button(self, key: str) -> CallButton:
        """The button of a page's key; one that is off is as if it were not there."""
        button = self._world.call_buttons.buttons.find(CallButtonId(key))
        if button is None or not button.is_active:
            raise not_found("call button")
        return button

    def state_of(self, button: CallButton) -> ButtonState:
        """Whether somebody is there."""
        now = self._clock.now()
        if is_served(self._world, button, now):
            return ButtonState(is_open=True, opens_at=None)
        hours = self._world.flows.hours.find(button.hours_id)
        return ButtonState(False, next_opening(hours, now) if hours is not None else None)

    def embedders(self, path: str) -> Sequence[str] | None:
        """The sites that may show what is at this path inside themselves; None where none may."""
        if not path.startswith(FRAME):
            return None
        key = CallButtonId(path.removeprefix(FRAME))
        button = self._world.call_buttons.buttons.find(key)
        # Our own pages may, to try a button.
        return ("'self'", *(button.origins if button is not None and button.is_active else ()))

    async def allow(self, visit: Visit, address: str) -> None:
        """Let a visitor call, within the limits. Raises Problem, RuleBroken."""
        button = self.find_button(visit.button_id)
        self._world.call_buttons.check_room(button)
        wait_s = self._rate.ask(button.id, address, button.hourly_per_address)
        if wait_s > 0:
            raise Problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                "call_button.too_often",
                "Too many calls from here. Try again later.",
                headers={"Retry-After": str(wait_s)},
            )
        await self._centre.submit(AllowVisit(visit=visit))

    def may_connect(self, visit_id: VisitId) -> bool:
        """Whether one more socket of this visit is carried."""
        is_known = visit_id in self._world.call_buttons.visits or visit_id in self._over
        return is_known and len(self._sockets.get(visit_id, ())) < _MOST_SOCKETS

    async def carry(self, websocket: WebSocket, visit_id: VisitId, engine_url: str) -> None:
        """Carry the SIP of one visit until it ends."""
        await websocket.accept(subprotocol=SUBPROTOCOL)
        if visit_id in self._over:
            await websocket.close(_OVER)
            return
        socket = PhoneSocket(websocket)
        self._sockets.setdefault(visit_id, []).append(socket)
        try:
            await relay(socket, asterisk_ws_url=engine_url)
        finally:
            self._sockets[visit_id].remove(socket)
            if not self._sockets[visit_id]:
                del self._sockets[visit_id]

    def _hear(self, recorded: Sequence[Recorded]) -> None:
        for _, event in recorded:
            visit_id = self._ended_by(event)
            if visit_id is None:
                continue
            if visit_id not in self._over:
                self._over.append(visit_id)
            if visit_id in self._sockets:
                task = asyncio.create_task(self._say_farewell(visit_id), name="visit over")
                self._farewells.add(task)
                task.add_done_callback(self._farewells.discard)

    def _ended_by(self, event: Event) -> VisitId | None:
        """The visit whose call is hung up now; its record may be written up for long after."""
        match event:
            case VisitEnded():
                return event.visit_id
            case ConversationEnded():
                return self._world.call_buttons.find_by_call(event.interaction_id)
            case _:
                return None

    async def _say_farewell(self, visit_id: VisitId) -> None:
        await asyncio.sleep(_FAREWELL_S)
        for socket in list(self._sockets.get(visit_id, ())):
            await socket.close(_OVER)
