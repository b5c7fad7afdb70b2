"""What others may know of customers: their record, and the events and commands about it."""

from typing import ClassVar, NewType

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, UserId

CustomerId = NewType("CustomerId", str)


class Customer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person outside. `numbers` are in E.164; `vip_level` runs from 0 (none) to 9.

    `segment` is what an administrator groups customers by, such as `gold`; `agent_id` is the
    customer's own agent, who is asked first where a queue says so.
    """

    id: CustomerId
    name: str
    numbers: tuple[str, ...] = ()
    note: str = ""
    language: str | None = None
    vip_level: int = 0
    segment: str = ""
    agent_id: AgentId | None = None


class CustomerSaved(Event, frozen=True, kw_only=True):
    """A customer was added or changed."""

    type: ClassVar[str] = "customers.saved"
    customer: Customer
    by: UserId | None

    def stream(self) -> str:
        return f"customer/{self.customer.id}"


class CustomerRemoved(Event, frozen=True, kw_only=True):
    """A customer was removed."""

    type: ClassVar[str] = "customers.removed"
    customer_id: CustomerId
    by: UserId | None

    def stream(self) -> str:
        return f"customer/{self.customer_id}"


class SaveCustomer(Command, frozen=True, kw_only=True):
    """Add or change a customer; numbers may be written as people write them."""

    customer: Customer
    edited_version: int | None = None


class RemoveCustomer(Command, frozen=True, kw_only=True):
    """Remove a customer."""

    id: CustomerId
