"""All customers in an order, searched and by pages, for a centre that has very many of them.

What is sorted is kept until a customer changes. Sorting and searching go on beside the calls, in a
thread, over a list that nobody else writes.
"""

import asyncio
from enum import StrEnum
from typing import NamedTuple

from antiphon.customers.contract import Customer
from antiphon.customers.domain import CustomerBook


class CustomerOrder(StrEnum):
    """What a list of customers goes by."""

    NAME = "name"
    VIP_LEVEL = "vip_level"
    NEWEST = "newest"


class CustomerPage(NamedTuple):
    """Some customers, and how many there are in all."""

    items: list[Customer]
    total: int


class _Line(NamedTuple):
    customer: Customer
    name: str
    searched: str


class CustomerDirectory:
    """The customers of a book. Ask from one event loop."""

    def __init__(self, book: CustomerBook) -> None:
        self._customers = book.customers
        self._seen = -1
        self._lines: list[_Line] = []
        self._sorted: dict[CustomerOrder, list[_Line]] = {}

    async def page(
        self, text: str, order: CustomerOrder, *, first: int, count: int
    ) -> CustomerPage:
        """So many from the one at `first` (from 0) of those whose name, number or segment fits."""
        lines = await self._in_order(order)
        if wanted := searched(text):
            lines = await asyncio.to_thread(_matching, lines, wanted)
        return CustomerPage([line.customer for line in lines[first : first + count]], len(lines))

    async def _in_order(self, order: CustomerOrder) -> list[_Line]:
        if self._seen != self._customers.changes:
            seen, customers = self._customers.changes, list(self._customers)
            lines = await asyncio.to_thread(_lines_of, customers)
            self._seen, self._lines, self._sorted = seen, lines, {}
        if order not in self._sorted:
            self._sorted[order] = await asyncio.to_thread(_in_order, self._lines, order)
        return self._sorted[order]


def searched(text: str) -> str:
    """What is compared: without case, and a number without what people put between its digits."""
    text = text.strip().casefold()
    if all(c.isdigit() or c in "+ -()./" for c in text):
        return "".join(c for c in text if c.isdigit() or c == "+")
    return text


def _lines_of(customers: list[Customer]) -> list[_Line]:
    return [
        _Line(one, one.name.casefold(), "\n".join((one.name, one.segment, *one.numbers)).casefold())
        for one in customers
    ]


def _in_order(lines: list[_Line], order: CustomerOrder) -> list[_Line]:
    match order:
        case CustomerOrder.NAME:
            return sorted(lines, key=lambda line: (line.name, line.customer.id))
        case CustomerOrder.VIP_LEVEL:
            return sorted(lines, key=lambda line: (-line.customer.vip_level, line.name))
        case CustomerOrder.NEWEST:
            # Ids begin with the time they were made at.
            return sorted(lines, key=lambda line: line.customer.id, reverse=True)


def _matching(lines: list[_Line], wanted: str) -> list[_Line]:
    return [line for line in lines if wanted in line.searched]
