"""Recording rules: the first that fits decides, shares are fair and constant, consent counts."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import EntryPointId, InteractionId, QueueId
from antiphon.recordings.rules import (
    Circumstances,
    Consent,
    DecisionReason,
    Direction,
    RecordingRule,
    RecordingRuleBook,
    RestoreRecordingRules,
    SaveRecordingRules,
)

pytestmark = pytest.mark.unit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
COUNTRIES = frozenset({"DE", "CN"})
CALL = Circumstances(
    interaction_id=InteractionId("c1"),
    direction=Direction.INBOUND,
    queue_id=QueueId("sales"),
    entry_point_id=EntryPointId("door"),
    country="CN",
    consent="",
)


def a_rule(name: str = "rule", **fields: object) -> RecordingRule:
    return msgspec.convert({"id": name, "name": name, **fields}, RecordingRule)


def a_book(*rules: RecordingRule) -> RecordingRuleBook:
    book = RecordingRuleBook()
    save(book, *rules)
    return book


def save(
    book: RecordingRuleBook, *rules: RecordingRule, valid_from: datetime | None = None
) -> None:
    command = SaveRecordingRules(
        rules=rules, edited_version=book.rules.newest, valid_from=valid_from
    )
    for event in book.save(command, NOON, countries=COUNTRIES):
        book.apply(event)


def test_without_rules_everything_is_recorded() -> None:
    decision = RecordingRuleBook().decide(CALL, NOON)
    assert (decision.is_recorded, decision.rules_version) == (True, 0)


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"queues": ["sales"]}, True),
        ({"queues": ["service"]}, False),
        ({"direction": "inbound"}, True),
        ({"direction": "outbound"}, False),
        ({"entry_points": ["door"]}, True),
        ({"entry_points": ["gate"]}, False),
        ({"countries": ["DE", "CN"]}, True),
        ({"countries": ["DE"]}, False),
        ({"queues": ["sales"], "countries": ["DE"]}, False),
    ],
)
def test_a_rule_fits_when_all_it_names_is_so(fields: dict[str, object], fits: bool) -> None:
    decision = a_book(a_rule("never", share_percent=0, **fields)).decide(CALL, NOON)
    assert decision.is_recorded is not fits
    assert decision.rule == ("never" if fits else "")


def test_the_first_rule_that_fits_decides() -> None:
    book = a_book(a_rule("sales", queues=["sales"]), a_rule("none", share_percent=0))
    assert book.decide(CALL, NOON).rule == "sales"
    other = msgspec.structs.replace(CALL, queue_id=QueueId("service"))
    assert book.decide(other, NOON).reason is DecisionReason.OUTSIDE_SHARE


@pytest.mark.parametrize(
    ("wanted", "given_by_flow", "reason"),
    [
        (Consent.NONE, "", DecisionReason.RULE),
        (Consent.ANNOUNCE, "", DecisionReason.NOT_ANNOUNCED),
        (Consent.ANNOUNCE, "announced", DecisionReason.RULE),
        (Consent.ANNOUNCE, "yes", DecisionReason.RULE),
        (Consent.ASK, "", DecisionReason.NOT_AGREED),
        (Consent.ASK, "announced", DecisionReason.NOT_AGREED),
        (Consent.ASK, "2", DecisionReason.NOT_AGREED),
        (Consent.ASK, "1", DecisionReason.RULE),
    ],
)
def test_without_the_consent_that_is_wanted_nothing_is_recorded(
    wanted: Consent, given_by_flow: str, reason: DecisionReason
) -> None:
    call = msgspec.structs.replace(CALL, consent=given_by_flow)
    decision = a_book(a_rule(consent=wanted)).decide(call, NOON)
    assert decision.reason is reason
    assert decision.is_recorded is (reason is DecisionReason.RULE)


@given(st.text(min_size=1, max_size=40), st.integers(min_value=0, max_value=100))
def test_a_call_in_a_share_is_in_every_larger_one_too(name: str, share: int) -> None:
    call = msgspec.structs.replace(CALL, interaction_id=InteractionId(name))
    decided = [
        a_book(a_rule(share_percent=percent)).decide(call, NOON).is_recorded
        for percent in (0, share, share, 100)
    ]
    assert decided[0] is False
    assert decided[1] is decided[2]
    assert decided[3] is True


def test_a_share_is_fair() -> None:
    book = a_book(a_rule(share_percent=10))
    calls = (
        msgspec.structs.replace(CALL, interaction_id=InteractionId(f"1763797542.{n}"))
        for n in range(10_000)
    )
    recorded = sum(book.decide(call, NOON).is_recorded for call in calls)
    assert 900 < recorded < 1_100


def test_rules_wait_for_their_time_and_can_be_undone() -> None:
    book = a_book(a_rule("old"))
    save(book, a_rule("new"), valid_from=NOON + timedelta(hours=1))
    assert book.decide(CALL, NOON).rule == "old"
    assert book.decide(CALL, NOON + timedelta(hours=1)).rule == "new"
    for event in book.restore(RestoreRecordingRules(number=0), NOON + timedelta(hours=2)):
        book.apply(event)
    later = book.decide(CALL, NOON + timedelta(hours=2))
    assert (later.reason, later.rules_version) == (DecisionReason.NO_RULE, 3)


@pytest.mark.parametrize(
    "rules",
    [
        (a_rule("twice"), a_rule("twice")),
        (a_rule(" "),),
        (a_rule(share_percent=101),),
        (a_rule(countries=["XX"]),),
        tuple(a_rule(f"r{n}") for n in range(101)),
    ],
)
def test_nonsense_is_refused(rules: tuple[RecordingRule, ...]) -> None:
    with pytest.raises(RuleBroken):
        a_book(*rules)
    command = SaveRecordingRules(rules=(), edited_version=7)
    with pytest.raises(RuleBroken, match="load them again"):
        list(RecordingRuleBook().save(command, NOON, countries=COUNTRIES))
