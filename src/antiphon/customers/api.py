"""Customers over HTTP."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field, create_model
from starlette.requests import HTTPConnection

from antiphon.customers.contract import (
    Customer,
    CustomerId,
    RemoveCustomer,
    SaveCustomer,
)
from antiphon.customers.directory import CustomerDirectory, CustomerOrder
from antiphon.customers.domain import CustomerBook
from antiphon.edge.caller import Caller
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
    """Customers are many: they are listed by pages, and forgotten when they are removed."""

    keeps_removed = False

    def add_list(self, plural: str, reader: Any) -> None:
        """The route that lists some of them."""
        page_of = create_model(
            "CustomerPage",
            __doc__="Some customers, and how many there are in all.",
            items=(list[self.shown], ...),  # type: ignore[name-defined]
            total=(int, ...),
        )

        async def list_customers(
            connection: HTTPConnection,
            _caller: Caller = reader,
            *,
            q: Annotated[str, Query(max_length=200, description="Name, number or segment.")] = "",
            order: CustomerOrder = CustomerOrder.NAME,
            page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
            limit: Annotated[int, Query(ge=1, le=200)] = 50,
        ) -> Any:
            found = await part_of(connection, CustomerDirectory).page(
                q, order, first=(page - 1) * limit, count=limit
            )
            versions = part_of(connection, CustomerBook).customers.versions
            items = [self.show(one, versions[one.id]) for one in found.items]
            return {"items": items, "total": found.total}

        self.add("GET", "", list_customers, f"list_{plural}", page_of, HTTPStatus.OK)


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
