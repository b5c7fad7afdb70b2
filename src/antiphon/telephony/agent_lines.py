"""Lines that are kept open: a leg to an agent's phone that stays up, and carries one call after
the other. Pure.

The phone is rung once; each call's own leg goes over the line (`TelephoneEngine.ring_on`) and ends
with the call, while the line stays. `retry_after` is the policy for a phone that does not answer.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.agents.contract import (
    AgentPhoneChanged,
    AgentRemoved,
    AgentSaved,
    Presence,
    PresenceChanged,
)
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, LegId
from antiphon.telephony.contract import (
    AgentRung,
    CallEvent,
    PartyInvited,
    PartyRung,
    TendLines,
)
from antiphon.telephony.engine import RecordingId
from antiphon.telephony.leg_ids import LEG_SUFFIX
from antiphon.telephony.monitoring import MonitorRung

_PREFIX = "line."
_SHORTEST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
# A line that held so long was no failure, however it ended.
_HELD = timedelta(minutes=1)


class LineEnd(StrEnum):
    """Why a line that was kept open, or should have been, is closed."""

    HUNG_UP = "hung_up"
    REFUSED = "refused"
    NOT_ANSWERED = "not_answered"
    LOST = "lost"
    PHONE_AWAY = "phone_away"
    NOT_WANTED = "not_wanted"
    OVERTAKEN = "overtaken"
    ASKED_ANEW = "asked_anew"


FAILURES = frozenset({LineEnd.REFUSED, LineEnd.NOT_ANSWERED, LineEnd.LOST})


class AgentLineEvent(Event, frozen=True, kw_only=True):
    """What the events of one agent's line share."""

    agent_id: AgentId
    leg_id: LegId

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class AgentLineAsked(AgentLineEvent, frozen=True, kw_only=True):
    """An agent's phone is called, for no customer, to be kept open from then on."""

    type: ClassVar[str] = "telephony.agent_line_asked"


class AgentLineOpened(AgentLineEvent, frozen=True, kw_only=True):
    """The phone answered: its line is open."""

    type: ClassVar[str] = "telephony.agent_line_opened"


class AgentLineClosed(AgentLineEvent, frozen=True, kw_only=True):
    """A line is closed, or was not answered; after a failure it is tried again at `retry_at`."""

    type: ClassVar[str] = "telephony.agent_line_closed"
    reason: LineEnd
    retry_at: datetime | None


class LineLegEvent(CallEvent, frozen=True, kw_only=True):
    """What the events of a call's leg over a line share."""

    leg_id: LegId
    agent_id: AgentId


class LegOnLine(LineLegEvent, frozen=True, kw_only=True):
    """A call's leg to an agent goes over the open line `line_id`: no phone is called."""

    type: ClassVar[str] = "telephony.leg_on_line"
    line_id: LegId
    recording_id: RecordingId | None


class LineLegTaken(LineLegEvent, frozen=True, kw_only=True):
    """The agent takes what rings on the open line, or asked for it: the two are joined."""

    type: ClassVar[str] = "telephony.line_leg_taken"


class AgentLine(msgspec.Struct):
    """One agent's line: `leg` while it is open or asked for."""

    leg: LegId | None = None
    is_open: bool = False
    since: datetime | None = None
    failures: int = 0
    ended: LineEnd | None = None


class OnLine(msgspec.Struct):
    """A call's leg over a line."""

    line: LegId
    agent_id: AgentId
    is_taken: bool = False


OnLines = dict[LegId, OnLine]


def is_line(leg: LegId) -> bool:
    """Whether this is a line that is kept open, and no call's leg."""
    return leg.startswith(_PREFIX)


def agent_of_line(leg: LegId) -> AgentId:
    """Whose line this is."""
    return AgentId(leg.removeprefix(_PREFIX).removesuffix(LEG_SUFFIX).rpartition(".")[0])


def retry_after(failures: int) -> timedelta:
    """The pause after so many failures in a row."""
    return min(_LONGEST_PAUSE, _SHORTEST_PAUSE * int(3 ** min(failures, 9)))


def fold_on_line(legs: OnLines, event: LineLegEvent) -> None:
    """Fold in what goes over lines."""
    match event:
        case LegOnLine():
            legs[event.leg_id] = OnLine(event.line_id, event.agent_id)
        case LineLegTaken() if event.leg_id in legs:
            legs[event.leg_id].is_taken = True
        case _:
            pass


class LineBook:
    """The agents' lines."""

    def __init__(self, deadlines: Deadlines) -> None:
        self.lines: dict[AgentId, AgentLine] = {}
        self._deadlines = deadlines
        self._asked = 0

    def of(self, agent_id: AgentId) -> AgentLine:
        """The line of an agent, as it is."""
        return self.lines.get(agent_id) or AgentLine()

    def find_open(self, agent_id: AgentId) -> LegId | None:
        """The leg of a line that is open."""
        line = self.of(agent_id)
        return line.leg if line.is_open else None

    def legs(self) -> frozenset[LegId]:
        """Every line that is open or asked for."""
        return frozenset(line.leg for line in self.lines.values() if line.leg is not None)

    def next_leg(self, agent_id: AgentId) -> LegId:
        """A line that never was before."""
        return LegId(f"{_PREFIX}{agent_id}.{self._asked + 1}{LEG_SUFFIX}")

    def is_resting(self, agent_id: AgentId, now: datetime) -> bool:
        """Whether it is for the agent, or for time, to have the line opened again."""
        is_hung_up = self.of(agent_id).ended is LineEnd.HUNG_UP
        retry = self._deadlines.at.get(_key(agent_id))
        return is_hung_up or (retry is not None and now < retry[0])

    def closed(
        self, agent_id: AgentId, reason: LineEnd, now: datetime, *, is_in_call: bool
    ) -> AgentLineClosed | None:
        """The end of a line that is open or asked for; in a call the next one waits for its end."""
        line = self.of(agent_id)
        if line.leg is None:
            return None
        is_failure = reason in FAILURES and not is_in_call
        pause = retry_after(0 if self._has_held(line, now) else line.failures)
        return AgentLineClosed(
            at=now,
            agent_id=agent_id,
            leg_id=line.leg,
            reason=reason,
            retry_at=now + pause if is_failure else None,
        )

    def _has_held(self, line: AgentLine, now: datetime) -> bool:
        return line.is_open and line.since is not None and now - line.since >= _HELD

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case AgentLineAsked():
                self._asked += 1
                line = self.lines.setdefault(event.agent_id, AgentLine())
                line.leg, line.is_open, line.since = event.leg_id, False, event.at
                line.ended = None
                self._deadlines.clear(_key(event.agent_id))
            case AgentLineOpened():
                line = self.lines[event.agent_id]
                line.is_open, line.since = True, event.at
            case AgentLineClosed():
                self._close(event)
            case _:
                self._follow(event)

    def _follow(self, event: Event) -> None:
        match event:
            case PresenceChanged(presence=Presence.READY):
                # Who becomes ready wants to be called: a line that was hung up is opened again.
                if self.of(event.agent_id).ended is LineEnd.HUNG_UP:
                    self.lines[event.agent_id].ended = None
            case AgentRung() | PartyInvited() | PartyRung() | MonitorRung():
                # After this call it is tried again, whenever that is.
                if event.agent_id is not None:
                    self._deadlines.clear(_key(event.agent_id))
            case AgentPhoneChanged(is_reachable=False):
                self._deadlines.clear(_key(event.agent_id))
            case PresenceChanged(presence=Presence.OFFLINE):
                self._begin_anew(event.agent_id)
            case AgentSaved(agent=agent) if not agent.keeps_line:
                self._begin_anew(agent.id)
            case AgentRemoved():
                self._begin_anew(event.agent_id)
            case _:
                pass

    def _begin_anew(self, agent_id: AgentId) -> None:
        """Nothing is remembered of a line that is not wanted but the leg that is to end."""
        self._deadlines.clear(_key(agent_id))
        line = self.lines.get(agent_id)
        if line is not None and line.leg is None:
            del self.lines[agent_id]

    def _close(self, event: AgentLineClosed) -> None:
        line = self.lines[event.agent_id]
        if event.retry_at is None:
            line.failures = 0
        else:
            line.failures = 1 if self._has_held(line, event.at) else line.failures + 1
            retry = TendLines(agent_id=event.agent_id)
            self._deadlines.set(_key(event.agent_id), event.retry_at, retry)
        line.leg, line.is_open, line.since, line.ended = None, False, event.at, event.reason
        if event.reason is LineEnd.NOT_WANTED:
            self._begin_anew(event.agent_id)


def _key(agent_id: AgentId) -> str:
    return f"line/{agent_id}"
