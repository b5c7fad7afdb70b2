"""What callers send is cleaned; what we send stays one value."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.telephony.asterisk.text import (
    caller_id,
    clean_name,
    clean_number,
    header_value,
    shown_name,
    shown_number,
)


@given(st.text())
def test_cleaned_text_is_printable_and_short(text: str) -> None:
    for cleaned in (clean_name(text), clean_number(text), header_value(text)):
        assert len(cleaned) <= 400
        assert not any(unicodedata.category(letter)[0] == "C" for letter in cleaned)


@given(st.text(), st.text())
def test_a_caller_id_is_one_quoted_name_and_one_number(name: str, number: str) -> None:
    assert re.fullmatch(r'"[^"\\<>()]*" <[0-9A-Za-z+*#._-]*>', caller_id(name, number))


def test_ordinary_names_and_numbers_stay_as_they_are() -> None:
    assert clean_name("王小明 Ada O'Hara & Söhne") == "王小明 Ada O'Hara & Söhne"
    assert caller_id("Ada", "+49 30 123") == '"Ada" <+4930123>'


@pytest.mark.parametrize("sent", ["anonymous", "Anonymous", "unavailable", "Restricted"])
def test_who_hides_the_number_has_none(sent: str) -> None:
    assert (shown_number(sent), shown_name(sent)) == ("", "")


def test_a_number_and_a_name_that_are_shown_stay() -> None:
    assert shown_number("+442079460101") == "+442079460101"
    assert shown_name("Anonymous Hotel") == "Anonymous Hotel"
