"""The book of customers: who is calling? `list_by_number` answers from memory.

`save` and `remove` decide; `apply` never refuses.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from antiphon.customers.contract import (
    Customer,
    CustomerId,
    CustomerRemoved,
    CustomerSaved,
    RemoveCustomer,
    SaveCustomer,
)
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.kernel.telephone_number import normalise

_LONGEST_NAME = 200
_LONGEST_NOTE = 10_000
_LONGEST_SEGMENT = 40
_MOST_NUMBERS = 20


class CustomerBook:
    """All customers of a tenant. `region` is where numbers without a country are dialled."""

    def __init__(self, region: str) -> None:
        self._region = region
        self.customers: Catalogue[Customer] = Catalogue("customer", keeps_editions=False)
        self._by_number: dict[str, tuple[CustomerId, ...]] = {}

    def list_by_number(self, number: str) -> list[Customer]:
        """The customers with this number, however it is written, in the order they got it."""
        wanted = normalise(number, self._region)
        found = self._by_number.get(wanted, ()) if wanted is not None else ()
        return [self.customers.get(customer_id) for customer_id in found]

    def find_by_number(self, number: str) -> Customer | None:
        """The only customer with this number; None for none, and when it could be several."""
        found = self.list_by_number(number)
        return found[0] if len(found) == 1 else None

    def vip_level_of(self, customer_id: CustomerId | None, number: str) -> int:
        """The VIP level of a customer; of somebody among several the highest that it may be."""
        known = self.customers.find(customer_id)
        candidates = [known] if known is not None else self.list_by_number(number)
        return max((one.vip_level for one in candidates), default=0)

    def own_agent_of(self, customer_id: CustomerId | None) -> AgentId | None:
        """The customer's own agent."""
        known = self.customers.find(customer_id)
        return known.agent_id if known is not None else None

    def save(self, command: SaveCustomer, now: datetime) -> Iterable[Event]:
        """Decide about a customer; two may have the same name."""
        customer = command.customer
        self.customers.check_version(customer, command.edited_version)
        if not 1 <= len(customer.name.strip()) <= _LONGEST_NAME:
            raise RuleBroken(
                "customers.name", f"A name has 1 to {_LONGEST_NAME} characters.", most=_LONGEST_NAME
            )
        if len(customer.note) > _LONGEST_NOTE:
            raise RuleBroken(
                "customers.note",
                f"A note has at most {_LONGEST_NOTE:,} characters.",
                most=_LONGEST_NOTE,
            )
        if not 0 <= customer.vip_level <= 9:
            raise RuleBroken("customers.vip_level", "The VIP level runs from 0 to 9.")
        if len(customer.segment) > _LONGEST_SEGMENT:
            raise RuleBroken(
                "customers.segment",
                f"A segment has at most {_LONGEST_SEGMENT} characters.",
                most=_LONGEST_SEGMENT,
            )
        numbers = self._checked(customer)
        yield CustomerSaved(
            at=now, customer=msgspec.structs.replace(customer, numbers=numbers), by=command.by
        )

    def _checked(self, customer: Customer) -> tuple[str, ...]:
        if len(customer.numbers) > _MOST_NUMBERS:
            raise RuleBroken(
                "customers.numbers", f"At most {_MOST_NUMBERS} numbers.", most=_MOST_NUMBERS
            )
        numbers: dict[str, None] = {}
        for number in customer.numbers:
            normal = normalise(number, self._region)
            if normal is None:
                raise RuleBroken(
                    "customers.number_unclear", f"{number!r} is no telephone number.", number=number
                )
            numbers[normal] = None
        return tuple(numbers)

    def remove(self, command: RemoveCustomer, now: datetime) -> Iterable[Event]:
        """Decide about removing a customer."""
        self.customers.get(command.id)
        yield CustomerRemoved(at=now, customer_id=command.id, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case CustomerSaved(customer=customer):
                self._forget_numbers(customer.id)
                self.customers.save(customer, event)
                for number in customer.numbers:
                    self._by_number[number] = (*self._by_number.get(number, ()), customer.id)
            case CustomerRemoved(customer_id=customer_id):
                self._forget_numbers(customer_id)
                self.customers.remove(customer_id, event)
            case _:
                pass

    def _forget_numbers(self, customer_id: str) -> None:
        known = self.customers.find(customer_id)
        for number in known.numbers if known is not None else ():
            others = tuple(one for one in self._by_number.pop(number) if one != customer_id)
            if others:
                self._by_number[number] = others
