"""The signed-in agent says who the customer of an interaction is."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from antiphon.customers.contract import CustomerId
from antiphon.edge.caller import OwnAgent, SignedIn
from antiphon.edge.fields import Id, Input, Line
from antiphon.edge.parts import Centre
from antiphon.interactions.customer_choice import AddCustomer, ChooseCustomer
from antiphon.kernel.ids import InteractionId, new_id

router = APIRouter(prefix="/v1/desk/interactions/{interaction_id}/customer", tags=["desk"])

AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]


class CustomerChoice(Input):
    """Which of the customers with this number it is."""

    customer_id: Id | None = Field(description="None: none of them.")


class AddedCustomer(Input):
    """A new customer, who gets the interaction's number and language."""

    name: Line = Field("", description="Left empty, the number is the name.", examples=["Li Na"])


@router.put("", operation_id="choose_customer", status_code=HTTPStatus.NO_CONTENT)
async def choose_customer(
    interaction_id: AnInteraction,
    body: CustomerChoice,
    agent_id: OwnAgent,
    caller: SignedIn,
    centre: Centre,
) -> None:
    """Say which of several customers is calling."""
    await centre.submit(
        ChooseCustomer(
            interaction_id=InteractionId(interaction_id),
            agent_id=agent_id,
            customer_id=None if body.customer_id is None else CustomerId(body.customer_id),
            by=caller.user_id,
        )
    )


@router.post("", operation_id="add_customer_of_interaction", status_code=HTTPStatus.NO_CONTENT)
async def add_customer_of_interaction(
    interaction_id: AnInteraction,
    body: AddedCustomer,
    agent_id: OwnAgent,
    caller: SignedIn,
    centre: Centre,
) -> None:
    """Add who is calling as a new customer."""
    await centre.submit(
        AddCustomer(
            interaction_id=InteractionId(interaction_id),
            agent_id=agent_id,
            customer_id=CustomerId(new_id(datetime.now(UTC))),
            name=body.name,
            by=caller.user_id,
        )
    )
