"""How the trunks are: registered, refused and why, or whether anybody answers there.

Policy: `_registration` and `_look`. Asterisk's interface tells nothing of registrations: its
console says how they are, its log that one failed and why. So the console is asked while a trunk is
not signed in or the log speaks of one, and otherwise now and then. A trunk that does not sign in is
asked for its options.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import msgspec
import structlog

from antiphon.kernel.clock import Clock
from antiphon.kernel.ids import TrunkId
from antiphon.telephony.asterisk.configuration import EngineSettings
from antiphon.telephony.asterisk.console import ask_console
from antiphon.telephony.asterisk.engine_log import LogFollower
from antiphon.telephony.asterisk.options import probe as ask_options
from antiphon.telephony.asterisk.pushed import owner_of, trunk_uri
from antiphon.telephony.engine import EngineUnavailable, TrunkChanged, TrunkState
from antiphon.telephony.trunk import Trunk, TrunkProbe
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble

log = structlog.get_logger()

LOOK_EVERY_S = 5.0
ASK_EVERY = timedelta(seconds=60)
PROBE_EVERY = timedelta(seconds=30)
_ROW = re.compile(r"^\s*(\S+?)/sip:\S*\s.*?\b(Registered|Unregistered|Rejected|Stopped)\b")
_FAILED = re.compile(
    r"(?:response '(?P<status>\d{3})'|No response) received from "
    r"'(?P<server>[^']*)' on registration attempt to '(?P<client>[^']*)'"
)


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a registration failed last; `is_final` when the carrier does not want us."""

    trouble: TrunkTrouble
    is_final: bool


class TrunkWatch:
    """Looks at every trunk that was set, and tells what changed."""

    def __init__(
        self,
        settings: EngineSettings,
        clock: Clock,
        tell: Callable[[TrunkChanged], None],
        *,
        console: Callable[[str], Awaitable[str]] | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._tell = tell
        self._console = console or (lambda command: ask_console(settings.console, command))
        self._trunks: dict[TrunkId, Trunk] = {}
        self._told: dict[TrunkId, tuple[TrunkState, TrunkTrouble | None]] = {}
        self._refused: dict[TrunkId, TrunkTrouble] = {}
        self._failures: dict[tuple[str, str], Failure] = {}
        self._probed_at: dict[TrunkId, datetime] = {}
        self._asked_at: datetime | None = None
        self._log = LogFollower(settings.log_file, from_start=False)
        self._changed = asyncio.Event()

    def set(self, trunk: Trunk, *, refused: str = "") -> None:
        """A trunk was set; `refused` is why Asterisk did not take it."""
        if self._trunks.get(trunk.id) != trunk:
            self._probed_at.pop(trunk.id, None)
            self._failures.pop(_uris(trunk), None)
        self._trunks[trunk.id] = trunk
        self._asked_at = None
        self._refused.pop(trunk.id, None)
        if refused:
            trouble = TrunkTrouble(reason=TrunkReason.NOT_TAKEN, said=refused)
            self._refused[trunk.id] = trouble
        self._changed.set()

    def forget(self, trunk: TrunkId) -> None:
        """A trunk is used no more."""
        self._trunks.pop(trunk, None)
        self._told.pop(trunk, None)
        self._refused.pop(trunk, None)
        self._probed_at.pop(trunk, None)

    async def probe(self, trunk: Trunk) -> TrunkProbe:
        """Ask the trunk for its options from the address our calls come from."""
        settings = self._settings
        return await ask_options(
            trunk, from_address=settings.address, trust_file=settings.trust_file
        )

    async def run(self) -> None:
        """Look again and again until cancelled."""
        self._log.new_lines()  # from here on
        try:
            while True:
                try:
                    async with asyncio.timeout(LOOK_EVERY_S):
                        await self._changed.wait()
                except TimeoutError:
                    pass
                self._changed.clear()
                await self.look()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of Asterisk's log."""
        self._log.close()

    async def look(self) -> None:
        """Look once."""
        is_news = self._read_log()
        signing_in = [t for t in self._trunks.values() if t.registers and t.username]
        if signing_in and (is_news or self._is_asked_for(signing_in)):
            try:
                table = await self._console("pjsip show registrations")
            except EngineUnavailable as error:
                log.debug("engine.registrations_unknown", why=str(error))
            else:
                self._asked_at = self._clock.now()
                self._registrations(signing_in, table)
        others = [trunk for trunk in self._trunks.values() if trunk not in signing_in]
        await asyncio.gather(*(self._probe(trunk) for trunk in others))

    def _is_asked_for(self, trunks: list[Trunk]) -> bool:
        states = [self._told.get(trunk.id, (None, None))[0] for trunk in trunks]
        if self._asked_at is None or any(one is not TrunkState.REGISTERED for one in states):
            return True
        return self._clock.now() - self._asked_at >= ASK_EVERY

    def _registrations(self, trunks: list[Trunk], table: str) -> None:
        status = read_table(table)
        for trunk in trunks:
            self._change(trunk, *self._registration(trunk, status.get(trunk.id)))

    def _registration(
        self, trunk: Trunk, status: str | None
    ) -> tuple[TrunkState, TrunkTrouble | None]:
        if refused := self._refused.get(trunk.id):
            return TrunkState.REFUSED, refused
        if status == "Registered":
            self._failures.pop(_uris(trunk), None)
            return TrunkState.REGISTERED, None
        failure = self._failures.get(_uris(trunk))
        if failure is None:
            return TrunkState.RETRYING, None
        state = TrunkState.REFUSED if failure.is_final else TrunkState.RETRYING
        return state, failure.trouble

    async def _probe(self, trunk: Trunk) -> None:
        if refused := self._refused.get(trunk.id):
            self._change(trunk, TrunkState.REFUSED, refused)
            return
        now, last = self._clock.now(), self._probed_at.get(trunk.id)
        if last is not None and now - last < PROBE_EVERY:
            return
        self._probed_at[trunk.id] = now
        trouble = (await self.probe(trunk)).trouble
        state = TrunkState.REACHABLE if trouble is None else TrunkState.UNREACHABLE
        self._change(trunk, state, trouble)

    def _change(self, trunk: Trunk, state: TrunkState, trouble: TrunkTrouble | None) -> None:
        # It may have been changed or removed while we looked.
        if self._trunks.get(trunk.id) != trunk or self._told.get(trunk.id) == (state, trouble):
            return
        self._told[trunk.id] = (state, trouble)
        now = self._clock.now()
        self._tell(TrunkChanged(at=now, trunk=trunk.id, state=state, trouble=trouble))

    def _read_log(self) -> bool:
        """Whether a registration failed since the last look."""
        is_news = False
        while lines := self._log.new_lines():
            for line in lines:
                if b"registration attempt" in line and (failed := _FAILED.search(line.decode())):
                    key = (failed["server"], failed["client"])
                    self._failures[key] = _failure(failed["status"])
                    is_news = True
        return is_news


def read_table(table: str) -> dict[TrunkId, str]:
    """The registrations' states by trunk, from what the console prints."""
    states = {}
    for row in table.splitlines():
        if found := _ROW.match(row):
            _, trunk = owner_of(found[1])
            if trunk:
                states[trunk] = found[2]
    return states


def _failure(status: str | None) -> Failure:
    if status is None:
        return Failure(trouble=TrunkTrouble(reason=TrunkReason.NO_ANSWER), is_final=False)
    # 408 is a proxy's word for no answer; 5xx is the carrier's own trouble.
    is_final = status[0] in "46" and status != "408"
    trouble = TrunkTrouble(reason=TrunkReason.STATUS, status=int(status))
    return Failure(trouble=trouble, is_final=is_final)


def _uris(trunk: Trunk) -> tuple[str, str]:
    return trunk_uri(trunk), f"sip:{trunk.username}@{trunk.host}:{trunk.port}"
