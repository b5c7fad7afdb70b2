"""What a trial call comes to: where it would go now, and why. Shapes only; the centre tries it."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from antiphon.kernel.ids import AgentId
from antiphon.routing.admission.contract import Trace


class TrialStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a flow at which the call would stop; `heard` is what would be said there."""

    step: str
    kind: str
    heard: str = ""
    choices: tuple[str, ...] = ()


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An agent of the queue: what the state is, and which skills are missing, by name."""

    agent_id: AgentId
    name: str
    state: str
    is_able: bool
    is_free: bool
    missing: tuple[str, ...]


class TrialQueue(msgspec.Struct, frozen=True, kw_only=True):
    """Where the call would wait: its place from 1, and who could take it, the free ones first.

    How long, nine times of ten, is None where nobody knows, or an agent could take it at once.
    """

    queue: str
    position: int
    waiting: int
    priority: int
    head_start_s: int
    vip_level: int
    preferred_agent: str | None
    expected_wait_low_s: int | None
    expected_wait_high_s: int | None
    candidates: tuple[Candidate, ...]


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of a call.

    `outcome` is refused, queued, closed, call_back, outside, menu, voicemail or ended.
    """

    at: datetime
    dialled: str
    number: str
    country: str
    is_anonymous: bool
    entry_point: str | None
    customer: str | None
    vip_level: int
    language: str
    rules_version: int
    trail: tuple[Trace, ...]
    steps: tuple[TrialStep, ...]
    outcome: str
    reason: str | None
    queue: TrialQueue | None


class Trials:
    """How routes have a call tried: number dialled, caller's number, time, keys pressed."""

    def __init__(self, attempt: Callable[[str, str, datetime | None, str], Trial]) -> None:
        self.attempt = attempt
