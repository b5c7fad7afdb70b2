"""Who is calling: numbers as people and trunks write them, and the book of customers."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.customers.contract import Customer, CustomerId, RemoveCustomer, SaveCustomer
from antiphon.customers.domain import CustomerBook
from antiphon.kernel.events import Event, RuleBroken, decode, encode
from antiphon.kernel.telephone_number import normalise

pytestmark = pytest.mark.unit

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LI = Customer(id=CustomerId("li"), name="Li Na", numbers=("010 6552 9988", "+8613910998888"))


def apply(book: CustomerBook, *events: Event) -> None:
    for event in events:
        book.apply(decode(event.type, event.version, encode(event)))


def a_book() -> CustomerBook:
    book = CustomerBook("CN")
    apply(book, *book.save(SaveCustomer(customer=LI), NOW))
    return book


@pytest.mark.parametrize("written", ["01065529988", "+86 10 6552 9988", "0086-10-65529988"])
def test_a_customer_is_found_however_the_number_is_written(written: str) -> None:
    found = a_book().find_by_number(written)
    assert found is not None
    assert found.name == "Li Na"


def test_numbers_are_kept_in_one_form() -> None:
    found = a_book().customers.find(LI.id)
    assert found is not None
    assert found.numbers == ("+861065529988", "+8613910998888")


@pytest.mark.parametrize(
    "sent", ["", "anonymous", "' OR 1=1 --", "<script>", "1" * 4_096, "\0\r\n", "+", "☎"]
)
def test_what_is_no_number_finds_nobody(sent: str) -> None:
    assert a_book().find_by_number(sent) is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_caller_id_gives_a_number_or_nothing(sent: str) -> None:
    normal = normalise(sent, "CN")
    assert normal is None or (normal[0] == "+" and normal[1:].isdigit())


def test_a_number_may_be_that_of_several_customers_then_nobody_is_named() -> None:
    book = a_book()
    assert book.find_by_number("13910998888") is not None
    other = Customer(id=CustomerId("wu"), name="Wu", numbers=("139 1099 8888",))
    for event in book.save(SaveCustomer(customer=other), NOW):
        book.apply(event)
    assert [one.name for one in book.list_by_number("13910998888")] == ["Li Na", "Wu"]
    assert book.find_by_number("13910998888") is None


@pytest.mark.parametrize(
    "changes",
    [{"name": " "}, {"numbers": ("hello",)}, {"vip_level": 10}, {"note": "x" * 10_001}],
)
def test_bad_records_are_refused(changes: dict[str, object]) -> None:
    bad = msgspec.structs.replace(LI, **changes)
    with pytest.raises(RuleBroken):
        list(a_book().save(SaveCustomer(customer=bad), NOW))


def test_an_edit_of_an_old_version_is_refused() -> None:
    with pytest.raises(RuleBroken, match="meanwhile"):
        list(a_book().save(SaveCustomer(customer=LI, edited_version=0), NOW))


def test_a_changed_or_removed_customer_is_no_longer_found_by_the_old_number() -> None:
    book = a_book()
    moved = msgspec.structs.replace(LI, numbers=("13800138000",))
    apply(book, *book.save(SaveCustomer(customer=moved, edited_version=1), NOW))
    assert book.find_by_number("01065529988") is None
    assert book.find_by_number("13800138000") is not None
    apply(book, *book.remove(RemoveCustomer(id=LI.id), NOW))
    assert book.find_by_number("13800138000") is None
    with pytest.raises(RuleBroken, match="no customer"):
        list(book.remove(RemoveCustomer(id=LI.id), NOW))
