"""One agent now: the chosen presence, what is in hand, and the counts that choosing goes by."""

from datetime import datetime
from enum import StrEnum

import msgspec

from antiphon.agents.contract import AgentFacts, AgentState, Presence
from antiphon.agents.course import Course
from antiphon.kernel.ids import InteractionId, QueueId, ReasonId


class Stage(StrEnum):
    """How far an agent is with one interaction."""

    OFFERED = "offered"
    HANDLING = "handling"
    WRAP_UP = "wrap_up"


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Why no work is offered to an agent who did not answer; lasts until it is ended."""

    since: datetime
    queue_id: QueueId
    missed_offers: int
    needs_supervisor: bool


class AgentLive:
    """One agent now."""

    __slots__ = (
        "block",
        "busy_s",
        "busy_since",
        "chosen_at",
        "course",
        "free_s",
        "free_since",
        "handled_count",
        "handled_until",
        "idle_since",
        "is_phone_reachable",
        "last_offer_number",
        "missed_offers",
        "presence",
        "reason_id",
        "signed_in_at",
        "since",
        "work",
    )

    def __init__(self, since: datetime) -> None:
        self.presence = Presence.OFFLINE
        self.reason_id: ReasonId | None = None
        self.since = since
        self.chosen_at = since
        self.idle_since = since
        self.is_phone_reachable = False
        self.missed_offers = 0
        self.block: Block | None = None
        self.work: dict[InteractionId, Stage] = {}
        self.last_offer_number = 0
        self.course = Course()
        self.sign_in(since)

    def sign_in(self, at: datetime) -> None:
        """Begin the counts that choosing goes by."""
        self.signed_in_at = self.handled_until = at
        self.handled_count = 0
        self.busy_s = 0.0
        self.busy_since: datetime | None = None
        self.free_s = 0.0
        self.free_since: datetime | None = None

    def note_work(self, at: datetime) -> None:
        """Keep the time with work in hand; call it whenever `work` or `presence` changed."""
        self.course.note(self.state, at)
        is_busy = any(stage is not Stage.OFFERED for stage in self.work.values())
        if is_busy and self.busy_since is None:
            self.busy_since = at
        elif not is_busy and self.busy_since is not None:
            self.busy_s += (at - self.busy_since).total_seconds()
            self.busy_since = None
        is_free = self.presence is Presence.READY and not is_busy
        if is_free and self.free_since is None:
            self.free_since = at
        elif not is_free and self.free_since is not None:
            self.free_s += (at - self.free_since).total_seconds()
            self.free_since = None

    def times(self, at: datetime) -> tuple[float, float]:
        """Seconds busy, and seconds ready without work, since the agent signed in."""
        busy, free = self.busy_s, self.free_s
        if self.busy_since is not None:
            busy += (at - self.busy_since).total_seconds()
        if self.free_since is not None:
            free += (at - self.free_since).total_seconds()
        return busy, free

    def facts(self, at: datetime) -> AgentFacts:
        """What choosing goes by, at this instant."""
        busy, _free = self.times(at)
        signed_in = (at - self.signed_in_at).total_seconds()
        return AgentFacts(
            ready_since=self.idle_since.timestamp(),
            idle_since=self.handled_until.timestamp(),
            last_offer_number=self.last_offer_number,
            handled_count=self.handled_count,
            occupancy=busy / signed_in if signed_in > 0 else 0.0,
        )

    @property
    def is_available(self) -> bool:
        """Ready, with a phone to ring and nothing in hand."""
        return self.presence is Presence.READY and self.is_phone_reachable and not self.work

    @property
    def state(self) -> AgentState:
        """What wallboards show."""
        stages = self.work.values()
        if Stage.HANDLING in stages:
            return AgentState.HANDLING
        if Stage.OFFERED in stages:
            return AgentState.OFFERED
        if Stage.WRAP_UP in stages:
            return AgentState.WRAP_UP
        return AgentState(self.presence)
