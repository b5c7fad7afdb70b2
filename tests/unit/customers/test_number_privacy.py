"""The quota of reveals and the tokens that stand for numbers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.fake_clock import FakeClock

from antiphon.customers.dial_tokens import LASTS, DialTokens
from antiphon.customers.number_privacy import (
    NumberPrivacy,
    NumberPrivacyBook,
    RevealNumber,
    SaveNumberPrivacy,
)
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, UserId

pytestmark = pytest.mark.unit

# 15:59 UTC is a minute before midnight in Shanghai.
EVENING = datetime(2026, 1, 5, 15, 59, tzinfo=UTC)
ANN, BOB = UserId("u-ann"), UserId("u-bob")


def a_book(reveals_a_day: int) -> NumberPrivacyBook:
    book = NumberPrivacyBook(ZoneInfo("Asia/Shanghai"))
    privacy = NumberPrivacy(is_masked=True, reveals_a_day=reveals_a_day)
    for event in book.save(SaveNumberPrivacy(privacy=privacy), EVENING):
        book.apply(event)
    return book


def reveal(book: NumberPrivacyBook, name: str, by: UserId, now: datetime = EVENING) -> None:
    command = RevealNumber(interaction_id=InteractionId(name), by=by)
    for event in book.reveal(command, now):
        book.apply(event)


def test_the_quota_is_each_agents_own_and_begins_anew_at_the_centres_midnight() -> None:
    book = a_book(1)
    reveal(book, "c1", ANN)
    with pytest.raises(RuleBroken, match="Ask your supervisor"):
        reveal(book, "c2", ANN)
    reveal(book, "c2", BOB)
    assert book.left_today(ANN, EVENING) == 0
    reveal(book, "c2", ANN, EVENING + timedelta(minutes=2))


def test_the_same_number_again_is_told_but_costs_nothing() -> None:
    book = a_book(1)
    reveal(book, "c1", ANN)
    command = RevealNumber(interaction_id=InteractionId("c1"), by=ANN)
    assert len(list(book.reveal(command, EVENING))) == 1


@pytest.mark.parametrize("quota", [-1, 1_001])
def test_a_quota_is_no_nonsense(quota: int) -> None:
    with pytest.raises(RuleBroken):
        a_book(quota)


def test_without_a_quota_nothing_is_revealed() -> None:
    with pytest.raises(RuleBroken):
        reveal(a_book(0), "c1", ANN)


def test_a_token_calls_for_its_agent_only_and_not_for_ever() -> None:
    clock = FakeClock()
    tokens = DialTokens(clock)
    ann, call = AgentId("ann"), InteractionId("c1")
    token = tokens.make("+8613812345678", call, ann)
    assert tokens.read(token, ann).number == "+8613812345678"
    with pytest.raises(RuleBroken, match="not yours"):
        tokens.read(token, AgentId("bob"))
    with pytest.raises(RuleBroken, match="not yours"):
        DialTokens(clock).read(token, ann)
    clock.advance(LASTS.total_seconds())
    with pytest.raises(RuleBroken, match="once more"):
        tokens.read(token, ann)


@given(st.text(st.characters(codec="utf-8"), max_size=700))
def test_nonsense_is_no_token(text: str) -> None:
    with pytest.raises(RuleBroken):
        DialTokens(FakeClock()).read(text, AgentId("ann"))


def test_nobody_can_tell_that_two_tokens_stand_for_one_number() -> None:
    tokens, call = DialTokens(FakeClock()), InteractionId("c1")
    one, other = (tokens.make("+8613812345678", call, AgentId("ann")) for _ in range(2))
    short = tokens.make("1000", call, AgentId("ann"))
    assert len(one) == len(other) == len(short)
    common = sum(a == b for a, b in zip(one, other, strict=True))
    assert common < len(one) / 8
