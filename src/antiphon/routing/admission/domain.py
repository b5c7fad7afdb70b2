"""The admission book: comes this call in, and with which terms? `decide` holds the policy. Pure.

The steps are asked in the order of `decide`; a step that refuses ends it. A rule that fails is
passed over, counted, and shown with what was wrong. `decide` only looks: state changes in `apply`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

import msgspec
from msgspec.structs import replace

from antiphon.interactions.contract import InteractionClosed
from antiphon.kernel.events import Event
from antiphon.kernel.expressions import ExpressionFailed, ExpressionWrong
from antiphon.kernel.history import History
from antiphon.kernel.ids import EntryPointId, InteractionId
from antiphon.routing.admission.contract import (
    AdmissionEvent,
    AdmissionPolicy,
    AdmissionPolicySaved,
    EmergencyDeclared,
    EmergencyLifted,
    InteractionAdmitted,
    InteractionRefused,
    ListEntriesRemoved,
    ListEntriesSaved,
    ListEntry,
    ListKind,
    Refusal,
    Result,
    Rule,
    RulesSaved,
    Terms,
    Text,
    Trace,
)
from antiphon.routing.admission.lists import Lists
from antiphon.routing.admission.recent import RecentCalls, SurgeBucket
from antiphon.routing.admission.variables import SCOPE

DAYS_COUNTED = 8
_SPACED_DOT = re.compile(r"\s*\.\s*")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a call that asks to come in. `number` is in E.164, empty for an anonymous
    one; `lag_ms` is None for a call that was found later, which no surge concerns."""

    entry_point_id: EntryPointId | None
    number: str
    country: str
    lag_ms: int | None = None
    is_overloaded: bool = False


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, step by step. `refusal` is None for a call that comes in."""

    terms: Terms
    refusal: Refusal | None
    rule: str | None
    rules_version: int
    trail: tuple[Trace, ...]


class RuleFigures(msgspec.Struct, kw_only=True):
    """How a rule did since the journal began."""

    matched: int = 0
    failed: int = 0
    failed_at: datetime | None = None
    failure: str = ""


class Stopped(Exception):  # noqa: N818 (it ends the steps)
    """A step refuses."""

    def __init__(self, refusal: Refusal, trace: Trace) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal
        self.trace = trace


# The values of the variables, made only for rules that ask for them.
Facts = Callable[[frozenset[str]], Mapping[str, Any]]


class AdmissionBook:
    """Lists, rules, limits, the closure, and the calls that these are about."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        """Days are counted from midnight in `zone`."""
        self._zone = zone
        self.lists = Lists()
        self.rules: History[tuple[Rule, ...]] = History("rules", ())
        self.policy: History[AdmissionPolicy] = History("limits", AdmissionPolicy())
        self.emergency: EmergencyDeclared | None = None
        self.arrivals = RecentCalls()
        self.admissions = RecentCalls()
        self.bucket = SurgeBucket()
        # What was decided about the interactions that are open.
        self.decided: dict[InteractionId, AdmissionEvent] = {}
        self.open_calls: Counter[EntryPointId] = Counter()
        self.figures: dict[str, RuleFigures] = {}
        # How many came in ("admitted") or were refused, by reason, on each day of the centre.
        self.days: dict[date, Counter[str]] = {}

    def decide(self, asked: Asked, facts: Facts, now: datetime) -> Verdict:
        """Ask step after step; every step leaves its trace."""
        version, rules = self.rules.in_force(now)
        trail: list[Trace] = []
        chosen: tuple[Terms, str | None] = (Terms(), None)
        refusal: Refusal | None = None
        try:
            for trace in self._gates(asked, now):
                trail.append(trace)
            for trace, terms in self._rules(rules, facts):
                trail.append(trace)
                if terms is not None:
                    chosen = (_merge(chosen[0], terms), trace.name)
        except Stopped as stopped:
            refusal = stopped.refusal
            trail.append(stopped.trace)
            chosen = (chosen[0], stopped.trace.name or None)
        return Verdict(
            terms=chosen[0],
            refusal=refusal,
            rule=chosen[1],
            rules_version=version,
            trail=tuple(trail),
        )

    def _gates(self, asked: Asked, now: datetime) -> Iterator[Trace]:
        if asked.entry_point_id is None:
            raise _stop("entry_point", "number_unknown")
        yield _passed("entry_point")
        if asked.is_overloaded:
            raise _stop("overload", "overload")
        yield _passed("overload")
        closed = self.emergency
        if closed is not None and (
            not closed.entry_point_ids or asked.entry_point_id in closed.entry_point_ids
        ):
            raise _stop("emergency", "emergency", text=closed.text)
        yield _passed("emergency")
        white = self._listed(ListKind.WHITE, asked, now)
        if white is not None:
            yield Trace(
                step="white_list",
                result=Result.MATCHED,
                rule_id=white.id,
                name=white.value,
                detail=white.reason,
            )
            return
        yield _passed("white_list")
        black = self._listed(ListKind.BLACK, asked, now)
        if black is not None:
            raise _stop("black_list", "black_list", entry=black)
        yield _passed("black_list")
        yield from self._limits(asked, now)

    def _listed(self, kind: ListKind, asked: Asked, now: datetime) -> ListEntry | None:
        return self.lists.find(kind, asked.number, asked.country, asked.entry_point_id, now)

    def _limits(self, asked: Asked, now: datetime) -> Iterator[Trace]:
        policy = self.policy.in_force(now)[1]
        if policy.refuses_anonymous and not asked.number:
            raise _stop("anonymous", "anonymous", text=policy.anonymous_text)
        yield _passed("anonymous")
        span = timedelta(seconds=policy.source_s)
        if policy.source_calls and asked.number:
            calls = self.admissions.count(asked.number, span, now)
            if calls >= policy.source_calls:
                detail = f"{calls} / {policy.source_s} s"
                raise _stop("source_limit", "source_limit", text=policy.source_text, detail=detail)
        yield _passed("source_limit")
        point = asked.entry_point_id
        most = policy.open_calls.get(point, 0) if point is not None else 0
        if point is not None and most and self.open_calls[point] >= most:
            raise _stop("open_calls", "open_calls", is_busy=True, detail=f"{most}")
        yield _passed("open_calls")
        yield self._surge(policy, asked, now)

    def _surge(self, policy: AdmissionPolicy, asked: Asked, now: datetime) -> Trace:
        if asked.lag_ms is None or policy.surge_calls_per_s <= 0:
            return _passed("surge")
        spent = self.bucket.spent(policy.surge_calls_per_s, asked.lag_ms, policy.surge_lag_ms, now)
        if spent + 1 > policy.surge_burst:
            raise _stop("surge", "surge", text=policy.surge_text, detail=f"{asked.lag_ms} ms")
        return _passed("surge")

    def _rules(self, rules: Iterable[Rule], facts: Facts) -> Iterator[tuple[Trace, Terms | None]]:
        active = [rule for rule in rules if rule.is_active]
        if not active:
            return
        data = facts(names_in(rule.when for rule in active))
        for rule in active:
            try:
                holds = SCOPE.read(rule.when).holds(data)
            except (ExpressionFailed, ExpressionWrong) as error:
                yield _of(rule, Result.FAILED, str(error)), None
                continue
            if not holds:
                yield _of(rule, Result.PASSED), None
                continue
            if rule.refusal is not None:
                raise Stopped(rule.refusal, _of(rule, Result.REFUSED, rule.refusal.reason))
            yield _of(rule, Result.MATCHED), rule.terms
            if rule.is_last:
                return

    def terms_of(self, interaction_id: InteractionId) -> Terms:
        """With what an open interaction came in."""
        decided = self.decided.get(interaction_id)
        return decided.terms if isinstance(decided, InteractionAdmitted) else Terms()

    def refusal_of(self, interaction_id: InteractionId) -> InteractionRefused | None:
        """The refusal of an interaction that still hears why."""
        decided = self.decided.get(interaction_id)
        return decided if isinstance(decided, InteractionRefused) else None

    # Evolution

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case InteractionAdmitted() | InteractionRefused():
                self._apply_decision(event)
            case InteractionClosed():
                decided = self.decided.pop(event.interaction_id, None)
                if isinstance(decided, InteractionAdmitted) and decided.entry_point_id is not None:
                    self.open_calls[decided.entry_point_id] -= 1
            case _:
                self._apply_configuration(event)

    def _apply_configuration(self, event: Event) -> None:
        match event:
            case ListEntriesSaved(entries=entries):
                for entry in entries:
                    self.lists.add(entry)
            case ListEntriesRemoved(entry_ids=ids):
                for entry_id in ids:
                    self.lists.remove(entry_id)
            case EmergencyDeclared():
                self.emergency = event
            case EmergencyLifted():
                self.emergency = None
            case RulesSaved():
                self.rules.add(event.rules, event, event.valid_from)
            case AdmissionPolicySaved():
                # New limits begin with a full bucket: what was spent was spent by other rates.
                self.bucket = SurgeBucket()
                self.policy.add(event.policy, event, event.valid_from)
            case _:
                pass

    def _apply_decision(self, event: InteractionAdmitted | InteractionRefused) -> None:
        self.decided[event.interaction_id] = event
        if event.number:
            self.arrivals.add(event.number, event.at)
        counts = self.days.setdefault(event.at.astimezone(self._zone).date(), Counter())
        counts[event.reason if isinstance(event, InteractionRefused) else "admitted"] += 1
        while len(self.days) > DAYS_COUNTED:
            del self.days[min(self.days)]
        for trace in event.trail:
            if trace.step == "rule":
                self._count_rule(trace, event.at)
        if isinstance(event, InteractionAdmitted):
            policy = self.policy.in_force(event.at)[1]
            self.bucket.take(policy.surge_calls_per_s, event.lag_ms, policy.surge_lag_ms, event.at)
            if event.number:
                self.admissions.add(event.number, event.at)
            if event.entry_point_id is not None:
                self.open_calls[event.entry_point_id] += 1

    def _count_rule(self, trace: Trace, at: datetime) -> None:
        figures = self.figures.setdefault(trace.rule_id, RuleFigures())
        if trace.result is Result.FAILED:
            figures.failed += 1
            figures.failed_at, figures.failure = at, trace.detail
        else:
            figures.matched += 1


def names_in(conditions: Iterable[str]) -> frozenset[str]:
    """The variables that these conditions may ask for."""
    text = _SPACED_DOT.sub(".", "\n".join(conditions))
    return frozenset(v.name for v in SCOPE.variables if v.name in text)


def _merge(former: Terms, later: Terms) -> Terms:
    """Both together; where they disagree the later one wins."""
    changed = {
        name: value
        for name in ("priority", "language", "queue_id", "flow_id", "preferred_agent_id")
        if (value := getattr(later, name)) is not None
    }
    if "queue_id" in changed or "flow_id" in changed:
        # Queue and flow are two answers to one question.
        changed = {"queue_id": None, "flow_id": None} | changed
    return replace(
        former,
        **changed,
        head_start_s=max(former.head_start_s, later.head_start_s),
        skills={**former.skills, **later.skills},
        data={**former.data, **later.data},
        notice=_one_after_another(former.notice, later.notice),
    )


def _one_after_another(first: Text, second: Text) -> Text:
    """Both texts in each language that has one of them."""
    return {
        language: " ".join(said for text in (first, second) if (said := text.get(language, "")))
        for language in (first | second)
    }


def _passed(step: str) -> Trace:
    return Trace(step=step, result=Result.PASSED)


def _of(rule: Rule, result: Result, detail: str = "") -> Trace:
    return Trace(step="rule", result=result, rule_id=rule.id, name=rule.name, detail=detail)


def _stop(
    step: str,
    reason: str,
    *,
    text: dict[str, str] | None = None,
    is_busy: bool = False,
    entry: ListEntry | None = None,
    detail: str = "",
) -> Stopped:
    trace = Trace(
        step=step,
        result=Result.REFUSED,
        rule_id=entry.id if entry is not None else "",
        name=entry.value if entry is not None else "",
        detail=entry.reason if entry is not None else detail,
    )
    return Stopped(Refusal(reason=reason, text=text or {}, is_busy=is_busy), trace)
