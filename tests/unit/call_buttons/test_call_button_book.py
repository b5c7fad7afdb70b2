"""Call buttons: on which sites they may stand, and what of a page's words is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.centre import NOON

from antiphon.call_buttons.contract import CallButton, SaveCallButton
from antiphon.call_buttons.domain import CallButtonBook, kept_data, kept_page
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import CallButtonId, EntryPointId

pytestmark = pytest.mark.unit

DOOR = EntryPointId("door")


def a_button(*origins: str, fields: tuple[str, ...] = ()) -> CallButton:
    return CallButton(
        id=CallButtonId("b"),
        name="Shop",
        origins=origins or ("https://shop.example.com",),
        entry_point_id=DOOR,
        data_fields=fields,
    )


def save(button: CallButton) -> CallButton:
    book = CallButtonBook(Deadlines())
    command = SaveCallButton(call_button=button)
    for event in book.save_button(command, NOON, entry_points={DOOR: None}):
        book.apply(event)
    return book.buttons.get(button.id)


def test_origins_are_kept_in_the_browsers_way_of_writing() -> None:
    saved = save(a_button("https://Shop.Example.com:443/", "https://shop.example.com"))
    assert saved.origins == ("https://shop.example.com",)


@pytest.mark.parametrize(
    ("button", "code"),
    [
        (a_button("http://shop.example.com"), "address.https"),
        (a_button("https://*.example.com"), "address.host"),
        (a_button("https://a.example https://b.example"), "address.host"),
        (a_button("https://a.example;frame-ancestors"), "address.host"),
        (a_button("javascript:alert(1)"), "address.https"),
        (a_button(*(f"https://s{n}.example" for n in range(21))), "call_button.too_many"),
        (a_button(fields=("Order",)), "call_button.field"),
        (a_button(fields=('a"onclick',)), "call_button.field"),
    ],
)
def test_what_could_open_the_door_to_others_is_refused(button: CallButton, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        save(button)
    assert refusal.value.code == code


def test_a_button_needs_a_site_and_an_entry_point() -> None:
    nowhere = CallButton(id=CallButtonId("b"), name="B", origins=(), entry_point_id=DOOR)
    with pytest.raises(RuleBroken, match="sites"):
        save(nowhere)
    elsewhere = CallButton(
        id=CallButtonId("b"),
        name="B",
        origins=("https://a.example",),
        entry_point_id=EntryPointId("none"),
    )
    with pytest.raises(RuleBroken, match="entry point"):
        save(elsewhere)


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("https://shop.example.com/cart?token=1#x", "https://shop.example.com/cart"),
        ("https://shop.example.com", "https://shop.example.com"),
        ("https://evil.example/cart", ""),
        ("https://shop.example.com.evil.example/", ""),
        ("https://shop.example.com@evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://[bad", ""),
    ],
)
def test_a_page_is_kept_without_its_secrets_and_only_if_it_is_ours(page: str, kept: str) -> None:
    assert kept_page(a_button(), page) == kept


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=300)))
def test_only_listed_data_of_one_line_is_kept(data: dict[str, str]) -> None:
    kept = kept_data(a_button(fields=("a", "b")), {**data, "a": " x ", "c": "no"})
    assert kept["a"] == "x"
    assert set(kept) <= {"a", "b"}
    assert all(len(value) <= 200 and value.isprintable() for value in kept.values())
