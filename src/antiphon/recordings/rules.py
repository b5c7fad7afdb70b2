"""Which conversations are recorded: rules with versions, and why one was recorded or not. Pure.

`decide` holds the policy. The first rule that fits decides; without one, all is recorded. A share
is drawn from the interaction's id, so that the same call is always decided alike. Where consent is
wanted and is not there, nothing is recorded.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.history import History
from antiphon.kernel.ids import EntryPointId, InteractionId, QueueId, UserId

# The data that flows attach about consent, and what they attach.
CONSENT_KEY = "recording_consent"
AGREED = frozenset({"yes", "1"})
TOLD = AGREED | {"announced"}
MOST_RULES = 100


class Consent(StrEnum):
    """What the customer must have been told or asked."""

    NONE = "none"
    ANNOUNCE = "announce"
    ASK = "ask"


class Direction(StrEnum):
    """Who called whom."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class RecordingRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Says of some conversations how many are recorded. What is left empty fits everything.

    `countries` are those of the customer's number, such as DE; `share_percent` 0 records none.
    """

    id: str
    name: str
    queues: tuple[QueueId, ...] = ()
    direction: Direction | None = None
    entry_points: tuple[EntryPointId, ...] = ()
    countries: tuple[str, ...] = ()
    share_percent: int = 100
    consent: Consent = Consent.NONE


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a conversation when a phone begins to ring."""

    interaction_id: InteractionId
    direction: Direction
    queue_id: QueueId | None
    entry_point_id: EntryPointId | None
    country: str
    consent: str


class DecisionReason(StrEnum):
    """Why a conversation is recorded, or why not."""

    NO_RULE = "no_rule"
    RULE = "rule"
    OUTSIDE_SHARE = "outside_share"
    NOT_ANNOUNCED = "not_announced"
    NOT_AGREED = "not_agreed"
    PAUSED = "paused"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it is recorded, why, and by which rule of which version."""

    is_recorded: bool
    reason: DecisionReason
    rule: str = ""
    rules_version: int = 0


class RecordingRulesSaved(Event, frozen=True, kw_only=True):
    """The rules for recordings were published; `restores` names the version brought back."""

    type: ClassVar[str] = "recordings.rules_saved"
    rules: tuple[RecordingRule, ...]
    valid_from: datetime
    restores: int | None
    by: UserId | None

    def stream(self) -> str:
        return "recording_rules/all"


class SaveRecordingRules(Command, frozen=True, kw_only=True):
    """Publish rules, valid from a time on; `edited_version` is the one that was edited."""

    rules: tuple[RecordingRule, ...]
    edited_version: int
    valid_from: datetime | None = None


class RestoreRecordingRules(Command, frozen=True, kw_only=True):
    """Bring an earlier version back; 0 records everything."""

    number: int


class RecordingRuleBook:
    """All versions of the rules."""

    def __init__(self) -> None:
        self.rules: History[tuple[RecordingRule, ...]] = History("recording rules", ())

    def decide(self, call: Circumstances, now: datetime) -> Decision:
        """Whether a conversation is recorded."""
        version, rules = self.rules.in_force(now)
        rule = next((rule for rule in rules if _fits(rule, call)), None)
        if rule is None:
            return Decision(is_recorded=True, reason=DecisionReason.NO_RULE, rules_version=version)
        reason = _reason(rule, call)
        return Decision(
            is_recorded=reason is DecisionReason.RULE,
            reason=reason,
            rule=rule.name,
            rules_version=version,
        )

    def save(
        self, command: SaveRecordingRules, now: datetime, *, countries: frozenset[str]
    ) -> Iterable[Event]:
        """Decide about a new version; `countries` are the codes there are."""
        self.rules.check_edit(command.edited_version)
        rules = command.rules
        if len(rules) > MOST_RULES:
            raise RuleBroken("recording_rules.too_many", f"At most {MOST_RULES} rules.")
        if len({rule.id for rule in rules}) < len(rules):
            raise RuleBroken("recording_rules.twice", "A rule is in the list twice.")
        for rule in rules:
            if not rule.name.strip():
                raise RuleBroken("recording_rules.name", "Give each rule a name.")
            if not 0 <= rule.share_percent <= 100:
                raise RuleBroken("recording_rules.share", "A share is between 0 and 100 percent.")
            if unknown := [code for code in rule.countries if code not in countries]:
                raise RuleBroken(
                    "recording_rules.country", f"{unknown[0]!r} is no country, such as DE."
                )
        valid_from = max(command.valid_from or now, now)
        yield RecordingRulesSaved(
            at=now, rules=rules, valid_from=valid_from, restores=None, by=command.by
        )

    def restore(self, command: RestoreRecordingRules, now: datetime) -> Iterable[Event]:
        """Bring back an earlier version, as a new one."""
        rules = self.rules.find(command.number).content if command.number else ()
        yield RecordingRulesSaved(
            at=now, rules=rules, valid_from=now, restores=command.number, by=command.by
        )

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if isinstance(event, RecordingRulesSaved):
            self.rules.add(event.rules, event, event.valid_from)


def _fits(rule: RecordingRule, call: Circumstances) -> bool:
    return (
        (not rule.queues or call.queue_id in rule.queues)
        and (rule.direction is None or rule.direction is call.direction)
        and (not rule.entry_points or call.entry_point_id in rule.entry_points)
        and (not rule.countries or call.country in rule.countries)
    )


def _reason(rule: RecordingRule, call: Circumstances) -> DecisionReason:
    if _lot(call.interaction_id) >= rule.share_percent:
        return DecisionReason.OUTSIDE_SHARE
    if rule.consent is Consent.ANNOUNCE and call.consent not in TOLD:
        return DecisionReason.NOT_ANNOUNCED
    if rule.consent is Consent.ASK and call.consent not in AGREED:
        return DecisionReason.NOT_AGREED
    return DecisionReason.RULE


def _lot(interaction_id: InteractionId) -> float:
    """Where an interaction lies between 0 and 100: evenly spread, and always at the same place."""
    digest = hashlib.blake2b(interaction_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest) * 100 / 2**64
