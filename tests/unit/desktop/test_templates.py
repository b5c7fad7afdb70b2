"""Addresses with values in them: they lead where their template leads, whatever a customer says."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.desktop.templates import (
    check_places,
    fill_address,
    fill_text,
)
from antiphon.kernel.web_origin import AddressUnusable, origin_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://crm.example.com/find?tel={number}", "https://crm.example.com"),
        ("https://CRM.example.com:443/", "https://crm.example.com"),
        ("https://crm.example.com:8443/a", "https://crm.example.com:8443"),
        ("http://127.0.0.1:9000/try", "http://127.0.0.1:9000"),
        ("http://localhost/try", "http://localhost"),
    ],
)
def test_an_origin_has_one_way_of_writing(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    "address",
    [
        "crm.example.com",
        "http://crm.example.com/",
        "javascript:alert(1)",
        "https://user:secret@crm.example.com/",
        "https://{number}.example.com/",
        "https://crm.example.com{number}/",
        "https://crm.example.com:{number}/",
        "https://crm.example.com\\@evil.example/",
        "https://пример.example/",
        "https://[::1]/",
        "https:///path",
        "//crm.example.com/",
    ],
)
def test_an_address_that_could_lead_anywhere_is_refused(address: str) -> None:
    with pytest.raises(AddressUnusable):
        origin_of(address)


@given(value=st.text(max_size=60))
def test_a_value_never_changes_where_an_address_leads(value: str) -> None:
    template = "https://crm.example.com/of/{number}?name={customer}&x=1#{data.topic}"
    values = {"number": value, "customer": value, "data.topic": value}
    try:
        parts = urlsplit(fill_address(template, values))
    except UnicodeEncodeError:
        return  # half a character, which no channel gives
    assert (parts.scheme, parts.netloc) == ("https", "crm.example.com")
    assert parts.path.count("/") == 2
    assert parts.query.count("&") == 1
    assert unquote(parts.fragment) == value


def test_places_that_are_not_known_are_named() -> None:
    check_places("https://x.example/{number}/{data.Order_no}")
    for wrong in ("{salary}", "{number", "number}", "{{number}}", "{data.}"):
        with pytest.raises(AddressUnusable):
            check_places(f"https://x.example/{wrong}")


def test_a_text_keeps_what_is_not_known_as_it_was_written() -> None:
    values = {"customer": "Li {agent}", "agent": "Ann"}
    assert fill_text("Hello {customer}, {agent}: {data.topic} {x}", values) == (
        "Hello Li {agent}, Ann: {data.topic} {x}"
    )
