"""Changes of admission's configuration: what may be saved, and what undo brings back. Pure."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import msgspec

from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.expressions import ExpressionWrong
from antiphon.routing.admission.contract import (
    AdmissionPolicy,
    AdmissionPolicySaved,
    DeclareEmergency,
    EmergencyDeclared,
    EmergencyLifted,
    LiftEmergency,
    ListEntriesRemoved,
    ListEntriesSaved,
    RemoveListEntries,
    RestoreAdmissionPolicy,
    RestoreRules,
    Rule,
    RulesSaved,
    SaveAdmissionPolicy,
    SaveListEntries,
    SaveRules,
    Terms,
    Text,
)
from antiphon.routing.admission.domain import AdmissionBook
from antiphon.routing.admission.recent import KEPT_FOR, MOST_KEPT
from antiphon.routing.admission.variables import SCOPE

MOST_RULES = 200
MOST_ENTRIES = 1_000_000
LONGEST_TEXT = 1_000
LATEST = timedelta(days=366)
_REASON = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The ids that rules and limits may name."""

    queues: Collection[str]
    flows: Collection[str]
    skills: Collection[str]
    agents: Collection[str]
    entry_points: Collection[str]
    languages: Collection[str]


def save_rules(
    book: AdmissionBook, command: SaveRules, now: datetime, known: Known
) -> Iterable[Event]:
    """Decide about a new version of the rules."""
    book.rules.check_edit(command.edited_version)
    if len(command.rules) > MOST_RULES:
        raise RuleBroken(
            "admission.too_many_rules", f"At most {MOST_RULES} rules.", most=MOST_RULES
        )
    if len({rule.id for rule in command.rules}) < len(command.rules):
        raise RuleBroken("admission.rule_twice", "A rule is in the list twice.")
    for rule in command.rules:
        _check_rule(rule, known)
    yield RulesSaved(
        at=now,
        rules=command.rules,
        valid_from=_from(command.valid_from, now),
        restores=None,
        by=command.by,
    )


def restore_rules(book: AdmissionBook, command: RestoreRules, now: datetime) -> Iterable[Event]:
    """Bring back an earlier version."""
    rules = book.rules.find(command.number).content if command.number else ()
    yield RulesSaved(at=now, rules=rules, valid_from=now, restores=command.number, by=command.by)


def save_policy(
    book: AdmissionBook, command: SaveAdmissionPolicy, now: datetime, known: Known
) -> Iterable[Event]:
    """Decide about new limits."""
    book.policy.check_edit(command.edited_version)
    policy = command.policy
    _check_policy(policy)
    _check_ids("entry point", policy.open_calls, known.entry_points)
    for text in (policy.source_text, policy.anonymous_text, policy.surge_text):
        _check_text(text, known)
    yield AdmissionPolicySaved(
        at=now,
        policy=policy,
        valid_from=_from(command.valid_from, now),
        restores=None,
        by=command.by,
    )


def restore_policy(
    book: AdmissionBook, command: RestoreAdmissionPolicy, now: datetime
) -> Iterable[Event]:
    """Bring back earlier limits."""
    number = command.number
    policy = book.policy.find(number).content if number else AdmissionPolicy()
    yield AdmissionPolicySaved(
        at=now, policy=policy, valid_from=now, restores=number, by=command.by
    )


def declare_emergency(
    book: AdmissionBook, command: DeclareEmergency, now: datetime, known: Known
) -> Iterable[Event]:
    """Decide about closing at once."""
    if not any(text.strip() for text in command.text.values()):
        raise RuleBroken("admission.text_missing", "Say what callers are told.")
    _check_text(command.text, known)
    _check_ids("entry point", command.entry_point_ids, known.entry_points)
    yield EmergencyDeclared(
        at=now,
        text=command.text,
        entry_point_ids=command.entry_point_ids,
        by=command.by,
        by_name=command.by_name,
    )


def lift_emergency(book: AdmissionBook, command: LiftEmergency, now: datetime) -> Iterable[Event]:
    """Decide about opening again."""
    if book.emergency is not None:
        yield EmergencyLifted(at=now, by=command.by)


def save_entries(
    book: AdmissionBook, command: SaveListEntries, now: datetime, known: Known
) -> Iterable[Event]:
    """Decide about numbers for a list."""
    entries = command.entries
    if len(book.lists) + len(entries) > MOST_ENTRIES:
        raise RuleBroken(
            "admission.list_full", f"At most {MOST_ENTRIES:,} entries in all.", most=MOST_ENTRIES
        )
    book.lists.check_shapes(entries)
    points = [entry.entry_point_id for entry in entries if entry.entry_point_id is not None]
    _check_ids("entry point", points, known.entry_points)
    if entries:
        yield ListEntriesSaved(at=now, entries=entries, by=command.by)


def remove_entries(
    book: AdmissionBook, command: RemoveListEntries, now: datetime
) -> Iterable[Event]:
    """Decide about taking numbers off; those that are gone already are left out."""
    ids = tuple(one for one in command.entry_ids if one in book.lists.entries)
    if ids:
        yield ListEntriesRemoved(at=now, entry_ids=ids, by=command.by)


def _check_rule(rule: Rule, known: Known) -> None:
    if not rule.name.strip():
        raise RuleBroken("catalogue.name_missing", "Give the rule a name.")
    try:
        SCOPE.read(rule.when)
    except ExpressionWrong as wrong:
        raise RuleBroken(
            "admission.condition_wrong",
            f"{rule.name}, line {wrong.line}, column {wrong.column}: {wrong.message}",
            rule=rule.name,
            line=wrong.line,
            column=wrong.column,
        ) from wrong
    if rule.refusal is not None:
        if not _REASON.fullmatch(rule.refusal.reason):
            raise RuleBroken(
                "admission.reason",
                f"{rule.name}: a reason has small letters, digits and _.",
                rule=rule.name,
            )
        _check_text(rule.refusal.text, known)
    _check_terms(rule.name, rule.terms, known)


def _check_terms(name: str, terms: Terms, known: Known) -> None:
    if terms.priority is not None and not 0 <= terms.priority <= 9:
        raise RuleBroken("routing.priority_out_of_range", f"{name}: priorities run from 0 to 9.")
    if not 0 <= terms.head_start_s <= 86_400:
        raise RuleBroken("admission.head_start", f"{name}: a head start is a day at most.")
    if terms.language is not None:
        _check_ids("language", [terms.language], known.languages)
    if terms.queue_id is not None and terms.flow_id is not None:
        raise RuleBroken(
            "admission.two_ways", f"{name}: choose a queue or a flow, not both.", rule=name
        )
    if any(not 1 <= level <= 10 for level in terms.skills.values()):
        raise RuleBroken("agents.level_out_of_range", f"{name}: levels run from 1 to 10.")
    _check_ids("skill", terms.skills, known.skills)
    _check_text(terms.notice, known)
    for kind, one, all_of_kind in (
        ("queue", terms.queue_id, known.queues),
        ("flow", terms.flow_id, known.flows),
        ("agent", terms.preferred_agent_id, known.agents),
    ):
        _check_ids(kind, [one] if one is not None else [], all_of_kind)


def _check_policy(policy: AdmissionPolicy) -> None:
    longest = int(KEPT_FOR.total_seconds())
    bounds = (
        ("source_calls", policy.source_calls, 0, MOST_KEPT),
        ("source_s", policy.source_s, 1, longest),
        ("repeat_within_s", policy.repeat_within_s, 1, longest),
        ("surge_calls_per_s", policy.surge_calls_per_s, 0, 10_000),
        ("surge_burst", policy.surge_burst, 1, 100_000),
        ("surge_lag_ms", policy.surge_lag_ms, 10, 60_000),
    )
    for name, value, least, most in bounds:
        if not least <= value <= most:
            raise RuleBroken(
                "admission.limit", f"{name} is from {least:,} to {most:,}.", least=least, most=most
            )


def _check_text(text: Text, known: Known) -> None:
    _check_ids("language", text, known.languages)
    if any(len(said) > LONGEST_TEXT for said in text.values()):
        raise RuleBroken(
            "admission.text_long",
            f"A text has at most {LONGEST_TEXT:,} characters.",
            most=LONGEST_TEXT,
        )


def _check_ids(kind: str, ids: Iterable[str], known: Collection[str]) -> None:
    for one in ids:
        if one not in known:
            raise RuleBroken("catalogue.unknown", f"There is no {kind} {one!r}.")


def _from(wanted: datetime | None, now: datetime) -> datetime:
    if wanted is not None and wanted > now + LATEST:
        raise RuleBroken(
            "admission.valid_from", "A version begins within a year.", field="valid_from"
        )
    return max(wanted, now) if wanted is not None else now
