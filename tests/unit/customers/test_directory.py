"""The directory: every customer on one page each, found as people write, changed ones at once."""

from datetime import UTC, datetime

import msgspec
import pytest

from antiphon.customers.contract import Customer, CustomerId, CustomerRemoved, CustomerSaved
from antiphon.customers.directory import CustomerDirectory, CustomerOrder
from antiphon.customers.domain import CustomerBook

pytestmark = pytest.mark.unit

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def a_book(count: int) -> CustomerBook:
    book = CustomerBook("CN")
    for number in range(count):
        customer = Customer(
            id=CustomerId(f"{number:06}"),
            name=f"Customer {number * 7919 % count:06}",
            numbers=(f"+86138{number:08}",),
            vip_level=number % 10,
            segment="gold" if number % 100 == 0 else "",
        )
        book.apply(CustomerSaved(at=NOW, customer=customer, by=None))
    return book


async def names(directory: CustomerDirectory, text: str = "", **given: int) -> list[str]:
    page = await directory.page(text, CustomerOrder.NAME, first=0, count=50, **given)
    return [one.name for one in page.items]


@pytest.mark.parametrize("order", CustomerOrder)
async def test_each_customer_stands_on_one_page(order: CustomerOrder) -> None:
    directory = CustomerDirectory(a_book(230))
    seen: list[Customer] = []
    for first in range(0, 300, 50):
        page = await directory.page("", order, first=first, count=50)
        assert page.total == 230
        seen += page.items
    assert len({one.id for one in seen}) == len(seen) == 230
    if order is CustomerOrder.VIP_LEVEL:
        levels = [one.vip_level for one in seen]
        assert levels == sorted(levels, reverse=True)


async def test_customers_are_found_as_people_write() -> None:
    directory = CustomerDirectory(a_book(300))
    assert await names(directory, "CUSTOMER 000012") == ["Customer 000012"]
    gold = await directory.page("gold", CustomerOrder.NEWEST, first=0, count=2)
    assert (gold.total, [one.id for one in gold.items]) == (3, ["000200", "000100"])
    by_number = await directory.page("+86 (138) 0000-0123", CustomerOrder.NAME, first=0, count=9)
    assert [one.id for one in by_number.items] == ["000123"]
    assert await names(directory, "nobody") == []


async def test_a_change_is_seen_at_once() -> None:
    book = a_book(3)
    directory = CustomerDirectory(book)
    first = (await directory.page("", CustomerOrder.NAME, first=0, count=1)).items[0]
    book.apply(CustomerSaved(at=NOW, customer=msgspec.structs.replace(first, name="Zoe"), by=None))
    assert (await names(directory))[-1] == "Zoe"
    book.apply(CustomerRemoved(at=NOW, customer_id=first.id, by=None))
    assert "Zoe" not in await names(directory)
