"""Looks at the phones that reports have overtaken: Asterisk's list follows at a distance."""

from datetime import UTC, datetime, timedelta

import pytest

from antiphon.telephony.asterisk.phone_states import REPORT_HOLDS, PhoneStates
from antiphon.telephony.engine import PhoneChanged, PhoneId

pytestmark = pytest.mark.unit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SOON, LATER = NOON + timedelta(seconds=1), NOON + REPORT_HOLDS
ANN, BOB = PhoneId("ann"), PhoneId("bob")


def changed(phone: PhoneId, at: datetime, *, is_reachable: bool) -> list[PhoneChanged]:
    return [PhoneChanged(at=at, phone=phone, is_reachable=is_reachable)]


def test_a_look_says_nothing_against_a_report_of_just_now() -> None:
    phones = PhoneStates()
    told = list(phones.reported(ANN, NOON, is_reachable=True))
    assert told == changed(ANN, NOON, is_reachable=True)
    assert list(phones.seen(ANN, SOON, is_reachable=False)) == []
    # By then nobody told that the phone went.
    seen = list(phones.seen(ANN, LATER, is_reachable=False))
    assert seen == changed(ANN, LATER, is_reachable=False)


def test_a_look_at_all_does_not_hide_the_next_report() -> None:
    phones = PhoneStates()
    list(phones.reported(ANN, NOON, is_reachable=True))
    assert phones.seen_all(frozenset({BOB}), SOON) == {ANN, BOB}
    told = list(phones.reported(ANN, SOON, is_reachable=False))
    assert told == changed(ANN, SOON, is_reachable=False)
    assert phones.seen_all(frozenset({ANN, BOB}), SOON) == {BOB}
    assert phones.seen_all(frozenset({ANN}), SOON + REPORT_HOLDS) == {ANN}


def test_who_comes_under_the_name_of_a_removed_phone_is_seen_at_once() -> None:
    phones = PhoneStates()
    list(phones.reported(ANN, NOON, is_reachable=True))
    assert list(phones.removed(ANN, NOON)) == changed(ANN, NOON, is_reachable=False)
    seen = list(phones.seen(ANN, SOON, is_reachable=True))
    assert seen == changed(ANN, SOON, is_reachable=True)


def test_what_is_known_already_is_not_told_again() -> None:
    phones = PhoneStates()
    assert phones.seen_all(frozenset({ANN}), NOON) == {ANN}
    assert list(phones.reported(ANN, NOON, is_reachable=True)) == []
    assert list(phones.seen(ANN, LATER, is_reachable=True)) == []
