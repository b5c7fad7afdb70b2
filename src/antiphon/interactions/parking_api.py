"""Parking the customer in hand, and picking up one who is parked, over HTTP."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from antiphon.edge.parts import part
from antiphon.interactions.call_control_api import TheCall
from antiphon.interactions.parking import ParkingBook, ParkInteraction, PickUpParked

router = APIRouter(prefix="/v1/desk/interactions/{interaction_id}", tags=["desk"])


class ParkingPlace(BaseModel):
    """Where the customer is parked now; None when somebody has the customer already."""

    place: int | None
    name: str = Field(description="What goes before the number; may be empty.")


@router.post("/park", operation_id="park_interaction")
async def park_interaction(
    call: TheCall, parking: Annotated[ParkingBook, part(ParkingBook)]
) -> ParkingPlace:
    """Park the customer at a numbered place, with music, and leave the call."""
    await call.wish(ParkInteraction)
    parked = parking.parked.get(call.interaction_id)
    if parked is None:
        return ParkingPlace(place=None, name="")
    return ParkingPlace(place=parked.place, name=parked.place_name)


@router.post("/pick-up", operation_id="pick_up_parked", status_code=HTTPStatus.NO_CONTENT)
async def pick_up_parked(call: TheCall) -> None:
    """Have a parked customer of one's queues; the own phone rings for it."""
    await call.wish(PickUpParked)
