"""Stands at the engine's door: follows how late everything is, and has the engine turn calls away.

`hear` says of each report whether it is a call that is too many; `run` looks several times a second
and tells the engine the share of calls that it is to refuse without us, which costs a tenth.
"""

import asyncio

import structlog

from antiphon.app.centre.engine.intake import LEAST_PER_S, STRETCH_S, Intake
from antiphon.app.centre.loop import Centre
from antiphon.telephony.engine import EngineEvent, EngineUnavailable, LegArrived, LegRinging
from antiphon.telephony.gate import Gate

log = structlog.get_logger()

_LOOK_S = STRETCH_S / 4
# A change of the share that is smaller than this is not worth a request.
_WORTH_TELLING = 0.03


class Doorman:
    """For one engine; `run` while it is open."""

    def __init__(self, centre: Centre, gate: Gate, least_per_s: float = LEAST_PER_S) -> None:
        self._centre = centre
        self._gate = gate
        self._intake = Intake(least_per_s)
        self._wake = asyncio.Event()
        # What the engine turns away; it begins with nobody at each opening.
        self._told = 0.0
        self._is_limiting = False

    def hear(self, event: EngineEvent) -> bool:
        """Whether this report is a call that is refused, since more come than can be served."""
        if not isinstance(event, (LegArrived, LegRinging)):
            return False  # it may be our own word, told in the engine's name
        is_too_much = self._is_too_much(event)
        if self._intake.is_worth_a_look:
            self._wake.set()
        return is_too_much

    def _is_too_much(self, event: LegArrived | LegRinging) -> bool:
        now = self._centre.now()
        if isinstance(event, LegRinging):
            self._intake.hear(event.at, now)
            return False
        if event.is_turned_away:
            self._intake.note_turned_away(event.at, now)
            return True
        self._intake.hear(event.at, now)
        return not self._intake.admit(event.at, now)

    def begin(self) -> None:
        """The engine was opened, and turns nobody away."""
        self._told = 0.0

    async def run(self) -> None:
        """Look until cancelled, while there is something to see."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._intake.is_worth_a_look:
                await self._look()
                await asyncio.sleep(_LOOK_S)

    async def _look(self) -> None:
        wait_s = max(self._centre.lag_s, self._gate.answer_delay_s)
        share = self._intake.look(wait_s, self._centre.now())
        self._log()
        is_news = abs(share - self._told) >= _WORTH_TELLING or (share == 0.0) != (self._told == 0.0)
        if is_news:
            try:
                await self._gate.turn_away(share)
            except EngineUnavailable as error:
                log.warning("engine unavailable", why=str(error))
            else:
                self._told = share

    def _log(self) -> None:
        per_s = self._intake.per_s
        if (per_s is not None) != self._is_limiting:
            self._is_limiting = per_s is not None
            if per_s is not None:
                log.warning("more calls than can be served", let_in_per_s=round(per_s, 1))
            else:
                log.info("all calls are let in again")
