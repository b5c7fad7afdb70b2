"""Looks at the phones that reports have overtaken, as over two connections they are."""

from datetime import UTC, datetime

import pytest

from antiphon.telephony.asterisk.phone_states import PhoneStates
from antiphon.telephony.engine import PhoneChanged, PhoneId

pytestmark = pytest.mark.unit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ANN, BOB = PhoneId("ann"), PhoneId("bob")


def changed(phone: PhoneId, *, is_reachable: bool) -> list[PhoneChanged]:
    return [PhoneChanged(at=NOON, phone=phone, is_reachable=is_reachable)]


def test_a_look_from_before_a_report_says_nothing_against_it() -> None:
    phones = PhoneStates()
    look = phones.begin_look()
    told = list(phones.reported(ANN, NOON, is_reachable=True))
    assert told == changed(ANN, is_reachable=True)
    assert list(phones.seen(ANN, NOON, is_reachable=False, look=look)) == []
    # Another look is newer than the report: nobody told that the phone went.
    look = phones.begin_look()
    seen = list(phones.seen(ANN, NOON, is_reachable=False, look=look))
    assert seen == changed(ANN, is_reachable=False)


def test_a_look_from_before_a_report_does_not_hide_the_next_one() -> None:
    phones = PhoneStates()
    look = phones.begin_look()
    list(phones.reported(ANN, NOON, is_reachable=True))
    assert phones.seen_all(frozenset({BOB}), look=look) == {ANN, BOB}
    told = list(phones.reported(ANN, NOON, is_reachable=False))
    assert told == changed(ANN, is_reachable=False)
    assert phones.seen_all(frozenset({ANN, BOB}), look=look) == {BOB}


def test_what_is_known_already_is_not_told_again() -> None:
    phones = PhoneStates()
    assert phones.seen_all(frozenset({ANN}), look=phones.begin_look()) == {ANN}
    assert list(phones.reported(ANN, NOON, is_reachable=True)) == []
    look = phones.begin_look()
    assert list(phones.seen(ANN, NOON, is_reachable=True, look=look)) == []
