"""What others may know of admission: lists, rules, the policy, and what was decided of a call."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.interactions.contract import InteractionEvent
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, EntryPointId, FlowId, QueueId, SkillId, UserId

# What is said, by language.
Text = dict[str, str]


class ListKind(StrEnum):
    """What being on a list means."""

    BLACK = "black"
    WHITE = "white"


class MatchKind(StrEnum):
    """What of a number is compared."""

    NUMBER = "number"
    PREFIX = "prefix"
    COUNTRY = "country"
    PATTERN = "pattern"


class ListEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers on a list, at one entry point or, with None, at all.

    `value` is a number in E.164, its beginning, a country such as CN, or a pattern in which `?` is
    any digit and a `*` at the end is any rest.
    """

    id: str
    list: ListKind
    match: MatchKind
    value: str
    entry_point_id: EntryPointId | None = None
    reason: str = ""
    expires_at: datetime | None = None


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """How an interaction is turned away: with a text, or at once as busy or declined."""

    reason: str
    text: Text = {}
    is_busy: bool = False


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """With what an interaction comes in. Priority runs from 0 to 9; a head start is in seconds.

    `notice` is said before the flow begins.
    """

    priority: int | None = None
    head_start_s: int = 0
    skills: dict[SkillId, int] = {}
    language: str | None = None
    queue_id: QueueId | None = None
    flow_id: FlowId | None = None
    preferred_agent_id: AgentId | None = None
    data: dict[str, str] = {}
    notice: Text = {}


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """When `when` holds, `terms` are added, or the interaction is refused.

    Later rules win over earlier ones; after a rule with `is_last` no other is asked.
    """

    id: str
    name: str
    when: str
    terms: Terms = Terms()
    refusal: Refusal | None = None
    is_last: bool = False
    is_active: bool = True


class AdmissionPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Limits that hold for every call; a limit of 0 is none.

    `source_calls` within `source_s` seconds may come from one number. `repeat_within_s` is how far
    back `interaction.recent_calls` counts. A surge is what comes above `surge_calls_per_s` when
    `surge_burst` calls at once are used up; with a measured lag above `surge_lag_ms` that rate
    shrinks in proportion.
    """

    source_calls: int = 0
    source_s: int = 60
    source_text: Text = {}
    repeat_within_s: int = 3_600
    refuses_anonymous: bool = False
    anonymous_text: Text = {}
    open_calls: dict[EntryPointId, int] = {}
    surge_calls_per_s: float = 300.0
    surge_burst: int = 600
    surge_lag_ms: int = 500
    surge_text: Text = {}


class Result(StrEnum):
    """What a step of admission came to."""

    PASSED = "passed"
    MATCHED = "matched"
    REFUSED = "refused"
    FAILED = "failed"


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a decision; `rule_id` and `name` are a rule's, or a list entry's."""

    step: str
    result: Result
    rule_id: str = ""
    name: str = ""
    detail: str = ""


class AdmissionEvent(InteractionEvent, frozen=True, kw_only=True):
    """What both decisions about an interaction share; steps that passed are not in the trail."""

    entry_point_id: EntryPointId | None
    number: str
    rules_version: int
    trail: tuple[Trace, ...]


class InteractionAdmitted(AdmissionEvent, frozen=True, kw_only=True):
    """The interaction comes in, with these terms. `rule` names those that set them."""

    type: ClassVar[str] = "routing.interaction_admitted"
    rule: str | None
    terms: Terms
    lag_ms: int


class InteractionRefused(AdmissionEvent, frozen=True, kw_only=True):
    """The interaction is turned away; with a text, after it was said."""

    type: ClassVar[str] = "routing.interaction_refused"
    rule: str | None
    reason: str
    text: Text
    is_busy: bool


class ListEntriesSaved(Event, frozen=True, kw_only=True):
    """Numbers were put on a list, or their reason or expiry changed."""

    type: ClassVar[str] = "routing.list_entries_saved"
    entries: tuple[ListEntry, ...]
    by: UserId | None

    def stream(self) -> str:
        return "admission/lists"


class ListEntriesRemoved(Event, frozen=True, kw_only=True):
    """Numbers were taken off their list."""

    type: ClassVar[str] = "routing.list_entries_removed"
    entry_ids: tuple[str, ...]
    by: UserId | None

    def stream(self) -> str:
        return "admission/lists"


class RulesSaved(Event, frozen=True, kw_only=True):
    """A new version of the rules; `restores` is the number of the version that it brings back."""

    type: ClassVar[str] = "routing.rules_saved"
    rules: tuple[Rule, ...]
    valid_from: datetime
    restores: int | None
    by: UserId | None

    def stream(self) -> str:
        return "admission/rules"


class AdmissionPolicySaved(Event, frozen=True, kw_only=True):
    """A new version of the limits; `restores` is the number of the version it brings back."""

    type: ClassVar[str] = "routing.admission_policy_saved"
    policy: AdmissionPolicy
    valid_from: datetime
    restores: int | None
    by: UserId | None

    def stream(self) -> str:
        return "admission/policy"


class EmergencyDeclared(Event, frozen=True, kw_only=True):
    """From now on callers hear `text` and are let go; at these entry points, or at all.

    `by_name` is what everybody reads of who closed.
    """

    type: ClassVar[str] = "routing.emergency_declared"
    text: Text
    entry_point_ids: tuple[EntryPointId, ...]
    by: UserId | None
    by_name: str = ""

    def stream(self) -> str:
        return "admission/emergency"


class EmergencyLifted(Event, frozen=True, kw_only=True):
    """The emergency closure is over."""

    type: ClassVar[str] = "routing.emergency_lifted"
    by: UserId | None

    def stream(self) -> str:
        return "admission/emergency"


class SaveListEntries(Command, frozen=True, kw_only=True):
    """Put numbers on a list; values are checked already (`lists.read_line`)."""

    entries: tuple[ListEntry, ...]


class RemoveListEntries(Command, frozen=True, kw_only=True):
    """Take numbers off their list."""

    entry_ids: tuple[str, ...]


class SaveRules(Command, frozen=True, kw_only=True):
    """Publish the rules anew, from `valid_from` or from now on."""

    rules: tuple[Rule, ...]
    edited_version: int
    valid_from: datetime | None = None


class RestoreRules(Command, frozen=True, kw_only=True):
    """Bring back an earlier version of the rules; 0 is none at all."""

    number: int


class SaveAdmissionPolicy(Command, frozen=True, kw_only=True):
    """Publish the limits anew, from `valid_from` or from now on."""

    policy: AdmissionPolicy
    edited_version: int
    valid_from: datetime | None = None


class RestoreAdmissionPolicy(Command, frozen=True, kw_only=True):
    """Bring back an earlier version of the limits; 0 is as they were at the beginning."""

    number: int


class DeclareEmergency(Command, frozen=True, kw_only=True):
    """Close at once; `by_name` is what everybody reads of who did."""

    text: Text
    entry_point_ids: tuple[EntryPointId, ...] = ()
    by_name: str = ""


class LiftEmergency(Command, frozen=True, kw_only=True):
    """Open again."""
