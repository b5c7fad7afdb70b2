"""What is done outside for lines that are kept open: phones are called and let go, and legs of
calls go over them. All of it may be repeated.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from antiphon.app.centre.engine.call_media import ANSWER_BY_ITSELF
from antiphon.app.centre.world import World
from antiphon.kernel.events import Event
from antiphon.telephony.agent_lines import (
    AgentLineAsked,
    AgentLineClosed,
    LegOnLine,
    LineLegTaken,
)
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import phone_of
from antiphon.telephony.engine import TelephoneEngine
from antiphon.telephony.leg_ids import interaction_of

LINE_HEADER = "X-Antiphon-Line"
# Who has to pick it up by hand is given time for it.
_RING_S = 30
# Our own deadlines come first.
_WAIT_S = 130
_NAME = "Antiphon"

Act = Callable[["AgentLineEffects", Any], Awaitable[None]]


class AgentLineEffects:
    """Acts on the events of lines."""

    def __init__(self, world: World, engine: TelephoneEngine) -> None:
        self._world = world
        self._engine = engine

    async def asked(self, event: AgentLineAsked) -> None:
        """Call the phone, unless that was overtaken meanwhile."""
        if self._world.lines.of(event.agent_id).leg != event.leg_id:
            return
        await self._engine.ring(
            event.leg_id,
            call=interaction_of(event.leg_id),
            to=phone_of(event.agent_id),
            caller_number="",
            caller_name=_NAME,
            headers={LINE_HEADER: "open", **ANSWER_BY_ITSELF},
            timeout_s=_RING_S,
            recording=None,
        )

    async def closed(self, event: AgentLineClosed) -> None:
        """The phone is let go, if it has not gone."""
        await self._engine.hang_up(event.leg_id)

    async def leg_on_line(self, event: LegOnLine) -> None:
        """Let it ring on the line, unless that was overtaken meanwhile."""
        call = self._world.calls.calls.get(event.interaction_id)
        if call is None or call.is_closed or event.leg_id not in call.legs():
            return
        await self._engine.ring_on(
            event.leg_id,
            call=event.interaction_id,
            line=event.line_id,
            timeout_s=_WAIT_S,
            recording=event.recording_id,
        )

    async def taken(self, event: LineLegTaken) -> None:
        """Join the leg with its line."""
        await self._engine.take(event.leg_id)

    async def adopt(self, call: Call) -> None:
        """After a gap: what was taken is joined."""
        for leg, on_line in list(call.on_line.items()):
            if on_line.is_taken and leg in call.legs():
                await self._engine.take(leg)

    # What is done for each event, on one screen; the rest is in `effects.py`.
    ACTS: ClassVar[Mapping[type[Event], Act]] = {
        AgentLineAsked: asked,
        AgentLineClosed: closed,
        LegOnLine: leg_on_line,
        LineLegTaken: taken,
    }
