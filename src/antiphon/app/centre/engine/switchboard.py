"""Between the centre and one telephone engine: reports in, re-adoption, and when to take calls.

After each connection the engine is told its phones and trunks, compared with what should be, and
only then opened for new calls. A minute later, and every minute, it is compared again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

import structlog

from antiphon.agents.contract import Agent, AgentRemoved, AgentSaved, RemoveAgent, SaveAgent
from antiphon.app.centre.engine.adoption import Adoption
from antiphon.app.centre.engine.doorman import Doorman
from antiphon.app.centre.engine.effects import CallEffects
from antiphon.app.centre.engine.intake import LEAST_PER_S
from antiphon.app.centre.engine.recording_effects import RecordingEffects
from antiphon.app.centre.loop import Centre, Recorded
from antiphon.call_buttons.contract import VisitEnded
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, TrunkId, VisitId
from antiphon.supervision.contract import HealStuck
from antiphon.telephony.contract import (
    HearEngine,
    RemoveTrunk,
    SaveTrunk,
    TendLines,
    TrunkLine,
    TrunkRemoved,
    TrunkSaved,
)
from antiphon.telephony.engine import (
    EngineConnected,
    EngineEvent,
    EngineLost,
    EngineUnavailable,
    PlaybackEnded,
    TelephoneEngine,
    TrunkChanged,
)
from antiphon.telephony.trunk_states import ReportTrunk

log = structlog.get_logger()

COMPARE_EVERY_S = 60.0
# What was on its way while we adopted has come after the first pause, and phones after both.
COMPARE_SOON_S = (5.0, 10.0)
RETRY_S = 1.0
# After which pauses a changed line is tried again; then it keeps the next no longer.
_TELL_AGAIN_S = (1.0, 4.0, 0.0)
# Who saves one of these may use it at once; so long the answer waits for the engine to know it.
_CHANGE_LINES = (SaveAgent, RemoveAgent, SaveTrunk, RemoveTrunk)
_KNOWN_WITHIN_S = 2.0


class Admission:
    """How many new calls get in however late we are, and whether the journal has room. While it
    has none, calls in progress live on its reserve and new ones are refused with a counted reason.
    """

    def __init__(self, least_per_s: float = LEAST_PER_S) -> None:
        self.least_per_s = least_per_s
        self.is_short_of_room = False

    def tell_short(self, is_short: bool) -> None:
        """The disk is full, or has room again."""
        self.is_short_of_room = is_short
        log.error("disk full") if is_short else log.warning("disk has room again")


class LineKeeper(Protocol):
    """Who tells the engine its phones and trunks."""

    async def restore(self) -> None:
        """Tell the engine everything."""

    async def set_agent(self, agent: Agent) -> None:
        """An agent was saved."""

    async def remove_agent(self, agent_id: AgentId) -> None:
        """An agent was removed."""

    async def set_trunk(self, line: TrunkLine) -> None:
        """A trunk was saved."""

    async def remove_trunk(self, trunk_id: TrunkId) -> None:
        """A trunk was removed."""

    async def close_visitor_phone(self, visit_id: VisitId) -> None:
        """A visit is over."""


class Switchboard:
    """Keeps centre and engine together while `run` runs."""

    def __init__(
        self,
        centre: Centre,
        engine: TelephoneEngine,
        effects: CallEffects,
        lines: LineKeeper,
        admission: Admission | None = None,
    ) -> None:
        self._centre = centre
        self._engine = engine
        self._effects = effects
        self._adoption = Adoption(centre, engine, effects)
        self._recording = RecordingEffects(centre.world, engine, effects)
        centre.subscribe(self._recording.listen)
        self._lines = lines
        self._admission = admission or Admission()
        self._connected = asyncio.Event()
        # Since when the engine has not been asked for anything: made with the process, then lost.
        self._away_since = centre.now()
        self._is_new_engine = False
        self._changes: asyncio.Queue[Event] = asyncio.Queue()
        self.is_open = asyncio.Event()
        self._is_ending = False
        self._doorman = Doorman(centre, engine, self._admission.least_per_s)

    def end(self) -> None:
        """We end, and let the engine go: that is no loss."""
        self._is_ending = True

    def hear(self, event: EngineEvent) -> None:
        """The engine's sink."""
        match event:
            case EngineConnected(is_new_engine=is_new_engine):
                self._is_new_engine |= is_new_engine
                self._connected.set()
            case EngineLost():
                self.is_open.clear()
                self._away_since = self._centre.now()
                self._effects.drop()
                log.info("engine let go") if self._is_ending else log.warning("engine lost")
            case TrunkChanged():
                self._centre.tell(
                    ReportTrunk(trunk_id=event.trunk, state=event.state, trouble=event.trouble)
                )
            case _:
                if isinstance(event, PlaybackEnded):
                    self._effects.said(event.playback)
                for phone in self._adoption.phones.hear(event):
                    self._centre.tell(phone)
                is_too_much = self._doorman.hear(event)
                report = HearEngine(
                    event=event,
                    is_overloaded=self._admission.is_short_of_room or is_too_much,
                    lag_ms=int(self._centre.lag_s * 1000),
                )
                self._centre.tell(report)

    def listen(self, recorded: Sequence[Recorded]) -> None:
        """Changed phones and trunks reach the engine; for `Centre.subscribe`."""
        for _, event in recorded:
            if isinstance(event, (AgentSaved, AgentRemoved, TrunkSaved, TrunkRemoved, VisitEnded)):
                self._changes.put_nowait(event)

    async def submit(self, command: Command) -> None:
        """Have a person's command decided. A changed phone or trunk is known to the engine then,
        unless it takes long over it or is away.

        Raises:
            RuleBroken: the command was refused.
        """
        await self._centre.submit(command)
        if isinstance(command, _CHANGE_LINES) and self.is_open.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_KNOWN_WITHIN_S):
                    await self._changes.join()

    async def run(self) -> None:
        """Adopt after each connection, compare every minute, pass changed lines on."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._adopt_and_compare(), name="adoption")
            group.create_task(self._pass_changes(), name="changed lines")
            group.create_task(self._doorman.run(), name="doorman")

    async def _adopt_and_compare(self) -> None:
        soon: list[float] = []
        while True:
            try:
                async with asyncio.timeout(soon.pop(0) if soon else COMPARE_EVERY_S):
                    await self._connected.wait()
            except TimeoutError:
                if self.is_open.is_set():
                    await self._attempt(self._adoption.run)
                    self._recording.put_all_right()
                    # After the comparison: what the engine knows better is put right by now.
                    self._centre.tell(HealStuck())
                    self._centre.tell(TendLines())
                continue
            self._connected.clear()
            soon = [*COMPARE_SOON_S]
            if not await self._attempt(self._adopt):
                await asyncio.sleep(RETRY_S)
                self._connected.set()

    async def _adopt(self) -> None:
        await self._lines.restore()
        await self._adoption.run(away_since=self._away_since, is_new_engine=self._is_new_engine)
        self._recording.put_all_right()
        self._is_new_engine = False
        await self._engine.open_for_calls()
        self._doorman.begin()
        self.is_open.set()

    async def _attempt(self, act: Callable[[], Awaitable[None]]) -> bool:
        try:
            await act()
        except EngineUnavailable as error:
            log.warning("engine unavailable", why=str(error))
            return False
        except Exception:
            # The calls outlive a database that is away for a moment; what failed is tried again.
            log.exception("engine not told")
            return False
        return True

    async def _pass_changes(self) -> None:
        while True:
            change = await self._changes.get()
            for pause_s in _TELL_AGAIN_S:
                if await self._attempt(partial(self._pass, change)):
                    break
                await asyncio.sleep(pause_s)
            self._changes.task_done()

    async def _pass(self, event: Event) -> None:
        match event:
            case AgentSaved():
                await self._lines.set_agent(event.agent)
            case AgentRemoved():
                await self._lines.remove_agent(event.agent_id)
            case TrunkSaved():
                await self._lines.set_trunk(event.trunk)
            case TrunkRemoved():
                await self._lines.remove_trunk(event.trunk_id)
            case VisitEnded():
                await self._lines.close_visitor_phone(event.visit_id)
            case _:
                pass
