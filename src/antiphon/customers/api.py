"""Customers over HTTP."""

from typing import Annotated, Literal

from pydantic import Field

from antiphon.customers.contract import (
    Customer,
    CustomerId,
    RemoveCustomer,
    SaveCustomer,
)
from antiphon.customers.domain import CustomerBook
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Id, Input, Line, Name, Note
from antiphon.edge.parts import part_of
from antiphon.identity.contract import Permission


class NewCustomer(Input):
    """A person outside."""

    name: Name = Field(examples=["Li Na"])
    numbers: list[Line] = Field(
        default=[], max_length=20, description="Telephone numbers, in any way of writing them."
    )
    note: Note = ""
    language: Literal["en", "zh-Hans", "zh-Hant", "yue"] | None = Field(
        None, description="The language to be spoken to in, if known."
    )
    vip_level: Annotated[int, Field(ge=0, le=9)] = 0
    segment: Annotated[Line, Field(max_length=40, examples=["gold"])] = ""
    agent_id: Id | None = Field(
        None, description="The customer's own agent, asked first where a queue says so."
    )


class _CustomersApi(CatalogueApi[Customer]):
    keeps_removed = False


_CUSTOMERS = _CustomersApi(
    path="customers",
    noun="customer",
    plural="customers",
    new=NewCustomer,
    item=Customer,
    catalogue=lambda connection: part_of(connection, CustomerBook).customers,
    save=lambda item, version, by: SaveCustomer(customer=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveCustomer(id=CustomerId(item_id), by=by),
    read=Permission.CUSTOMER_READ,
    edit=Permission.CUSTOMER_EDIT,
)

routers = (_CUSTOMERS.router,)
