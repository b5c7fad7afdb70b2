"""Masked numbers: what stays readable, and that nothing that could be dialled slips through."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.customers.number_mask import NumberMask, mask

pytestmark = pytest.mark.unit

MASK = NumberMask("CN", is_ours=lambda number: number == "4008001234")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8613812345678", "+86138****5678"),
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+852 2345 6789", "+852****6789"),
        ("1000", "****"),
        ("12345", "****5"),
        ("anonymous", "anonymous"),
        ("", ""),
    ],
)
def test_the_ends_of_a_number_stay_readable(number: str, shown: str) -> None:
    assert mask(number, "CN") == shown


@pytest.mark.parametrize(
    "text",
    [
        "Li Na 13812345678",
        "Li13812345678x",
        "call +86 138 1234 5678, or 138-1234-5678",
        "００８６１３８１２３４５６７８",
        "(138) 1234.5678",
        "13812345678139123456781381234567",
        "138\u20101234\u20105678",
    ],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    digits = "".join(str(int(c)) for c in MASK.text(text) if c.isdigit())
    assert "1234567" not in digits
    assert "13812345678" not in digits


@pytest.mark.parametrize(
    "text",
    [
        "Wants 3 of the blue ones, order 4711",
        "2026-01-05T12:00:00.000001Z",
        "2026-01-05T12:00:00+08:00",
        "on 2026-11-22 at 07:45",
        "4008001234",
    ],
)
def test_what_is_no_customers_number_is_left_alone(text: str) -> None:
    assert MASK.text(text) == text


def test_every_field_of_an_answer_is_looked_through_but_our_own_names() -> None:
    answer = {
        "interaction_id": "1763797542.17",
        "secret": "a13812345678b",
        "uri": "sip:agent-01k13812345678@192.168.100.100:5060",
        "url": "/v1/recordings/1763797542.17",
        "pop_url": "https://crm.example/find?tel=%2B8613812345678",
        "arrived_at": "2026-01-05T12:00:00Z",
        "talk_ms": 13_812_345_678,
        "customer": {"number": "5550001", "name": "13812345678"},
        "numbers": ["1234567"],
        "data": [{"key": "phone_number", "value": "12345678"}],
        "somebody adds a field": [{"later": "13812345678"}],
    }
    assert MASK.tree(answer) == {
        **answer,
        "customer": {"number": "****001", "name": "138****5678"},
        "pop_url": "https://crm.example/find?tel=%2B138****5678",
        "numbers": ["****567"],
        "data": [{"key": "phone_number", "value": "****5678"}],
        "somebody adds a field": [{"later": "138****5678"}],
    }


@given(st.integers(min_value=0, max_value=999_999_999), st.text(max_size=8), st.text(max_size=8))
def test_no_mobile_number_survives_in_any_text(rest: int, before: str, after: str) -> None:
    number = f"13{rest:09}"
    shown = json.dumps(MASK.tree({"note": f"{before}{number}{after}", "number": number}))
    assert number not in shown


@given(st.integers(min_value=10**9, max_value=10**10 - 1))
def test_at_least_four_digits_are_hidden(rest: int) -> None:
    assert mask(f"+861{rest}", "CN").count("*") >= 4
