"""The bodies and answers of admission's routes."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from antiphon.edge.editions import EditionShown
from antiphon.edge.fields import Id, Input, Line, Name, SkillLevels, Version
from antiphon.kernel.expressions import LONGEST, Kind
from antiphon.routing.admission.contract import ListKind, MatchKind, Result
from antiphon.routing.admission.templates import TemplateKind

Texts = Annotated[
    dict[str, Annotated[str, Field(max_length=1_000)]],
    Field(max_length=4, description="What is said, by language.", examples=[{"en": "Hello"}]),
]
Condition = Annotated[str, Field(max_length=LONGEST, examples=["customer.vip_level >= 5"])]


class TermsBody(Input):
    """With what an interaction comes in."""

    priority: int | None = Field(None, ge=0, le=9)
    head_start_s: int = Field(0, ge=0, le=86_400, description="As if it had come so much earlier.")
    skills: SkillLevels = Field(default={})
    language: Annotated[str, Field(max_length=10)] | None = None
    queue_id: Id | None = Field(None, description="Straight to this queue.")
    flow_id: Id | None = Field(None, description="This flow instead of the entry point's.")
    preferred_agent_id: Id | None = None
    data: dict[Id, Line] = Field(default={}, max_length=20, description="Data to attach.")
    notice: Texts = Field(default={})


class RefusalBody(Input):
    """How an interaction is turned away."""

    reason: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["all_busy"])
    text: Texts = Field(default={})
    is_busy: bool = Field(False, description="Busy, where nothing is said.")


class RuleBody(Input):
    """A rule: when its condition holds, the terms are added or the interaction is refused."""

    id: Id
    name: Name
    when: Condition
    terms: TermsBody = TermsBody()
    refusal: RefusalBody | None = None
    is_last: bool = Field(False, description="After this rule no other is asked.")
    is_active: bool = True


class RuleFiguresShown(BaseModel):
    """How a rule did since it was first published."""

    matched: int = 0
    failed: int = 0
    failed_at: datetime | None = None
    failure: str = ""


class RulesShown(BaseModel):
    """Rules of one version, how each did, and all versions, newest first."""

    version: int
    rules: list[RuleBody]
    figures: dict[str, RuleFiguresShown]
    versions: list[EditionShown]


class NewRules(Input):
    """A new version of the rules, in order."""

    version: Version
    rules: list[RuleBody] = Field(max_length=200)
    valid_from: AwareDatetime | None = Field(None, description="Later than now, or left out.")


class ConditionCheck(Input):
    """A condition while it is written."""

    text: str = Field(max_length=4_000)


class ConditionChecked(BaseModel):
    """What is wrong with a condition, and where; line and column count from 1."""

    is_sound: bool
    message: str = ""
    line: int = 0
    column: int = 0


class VariableShown(BaseModel):
    """Something a condition may look at."""

    name: str
    kind: Kind
    example: str


class VariableList(BaseModel):
    """Everything a condition may look at."""

    items: list[VariableShown]


class LimitsBody(Input):
    """Limits for every call; 0 is none."""

    source_calls: int = Field(0, ge=0, le=100, description="Calls from one number.")
    source_s: int = Field(60, ge=1, le=86_400)
    source_text: Texts = Field(default={})
    repeat_within_s: int = Field(3_600, ge=1, le=86_400)
    refuses_anonymous: bool = False
    anonymous_text: Texts = Field(default={})
    open_calls: dict[Id, Annotated[int, Field(ge=0, le=100_000)]] = Field(
        default={}, max_length=500, description="Calls at once, by entry point."
    )
    surge_calls_per_s: float = Field(300.0, ge=0, le=10_000)
    surge_burst: int = Field(600, ge=1, le=100_000)
    surge_lag_ms: int = Field(500, ge=10, le=60_000)
    surge_text: Texts = Field(default={})


class LimitsShown(BaseModel):
    """The newest limits, and all versions, newest first."""

    version: int
    limits: LimitsBody
    versions: list[EditionShown]


class NewLimits(Input):
    """A new version of the limits."""

    version: Version
    limits: LimitsBody
    valid_from: AwareDatetime | None = None


class EmergencyBody(Input):
    """What callers are told, and at which entry points; none named is all."""

    text: Texts
    entry_point_ids: list[Id] = Field(default=[], max_length=500)


class EmergencyShown(BaseModel):
    """Whether the centre is closed at once, since when and by whom."""

    is_closed: bool
    text: dict[str, str] = {}
    entry_point_ids: list[str] = []
    since: datetime | None = None
    by: str | None = None


class DayShown(BaseModel):
    """One day of the centre: how many came in, and how many were refused for which reason."""

    day: str
    admitted: int
    refused: dict[str, int]


class AdmissionFigures(BaseModel):
    """The last days, newest first."""

    days: list[DayShown]


class TraceShown(BaseModel):
    """One step of a decision."""

    step: str
    result: Result
    rule_id: str
    name: str
    detail: str


class TrialStepShown(BaseModel):
    """A step of a flow at which the call would stop."""

    step: str
    kind: str
    heard: str
    choices: list[str]


class CandidateShown(BaseModel):
    """An agent of the queue."""

    agent_id: str
    name: str
    state: str
    is_able: bool
    is_free: bool
    missing: list[str]


class TrialQueueShown(BaseModel):
    """Where the call would wait."""

    queue: str
    position: int
    waiting: int
    priority: int
    head_start_s: int
    vip_level: int
    preferred_agent: str | None
    expected_wait_low_s: int | None = Field(
        description="Nine times of ten the wait is from this to the next field; null where nobody "
        "knows, where an agent could take it at once, and for another time than now."
    )
    expected_wait_high_s: int | None
    candidates: list[CandidateShown]


class TrialShown(BaseModel):
    """Where a call would go, and why."""

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
    trail: list[TraceShown]
    steps: list[TrialStepShown]
    outcome: str = Field(examples=["queued"])
    reason: str | None
    queue: TrialQueueShown | None


class NewTemplate(Input):
    """A ready-made way for a number."""

    kind: TemplateKind
    name: Name
    number: Annotated[str, Field(min_length=1, max_length=40)]
    language: Annotated[str, Field(max_length=10)] = "en"
    skill_id: Id | None = None


class TemplateBuilt(BaseModel):
    """The ids of what was made; `id` takes all of it back."""

    id: str
    queue_id: str
    flow_id: str
    entry_point_id: str


class ListEntryShown(BaseModel):
    """Numbers on a list."""

    id: str
    list: ListKind
    match: MatchKind
    value: str
    entry_point_id: str | None
    reason: str
    expires_at: datetime | None


class ListPage(BaseModel):
    """Entries of a list in the order of their values; ask again after `next`."""

    items: list[ListEntryShown]
    total: int
    next: str | None


class ListImport(Input):
    """Lines for a list: a number, prefix*, pat?ern or country; then, after commas, a reason."""

    list: ListKind
    lines: str = Field(max_length=5_000_000)
    reason: Line = ""
    expires_at: AwareDatetime | None = None
    entry_point_id: Id | None = None


class LineProblem(BaseModel):
    """A line that was not taken, counted from 1, with the code of what is wrong."""

    line: int
    text: str
    code: str


class ImportReport(BaseModel):
    """What became of the lines; `changed` were on the list before."""

    added: int
    changed: int
    empty: int
    problems: list[LineProblem]
    problem_count: int
    on_other: int = Field(description="Are on the other list too; the white one wins.")
