"""Sending the customer in hand into a flow, and taking the customer back, over HTTP."""

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import Field

from antiphon.edge.fields import Input
from antiphon.interactions.call_control_api import TheCall
from antiphon.interactions.flow_visits import SendToFlow, TakeBack
from antiphon.kernel.ids import FlowId

router = APIRouter(prefix="/v1/desk/interactions/{interaction_id}/flow", tags=["desk"])


class Sending(Input):
    """Which flow, and whether the agent waits for its end."""

    flow_id: str = Field(min_length=1, max_length=64, description="A flow that is for agents.")
    stays: bool = Field(
        default=True,
        description="The agent waits and is joined again; else the agent is called back.",
    )


@router.post("", operation_id="send_to_flow", status_code=HTTPStatus.NO_CONTENT)
async def send_to_flow(call: TheCall, body: Sending) -> None:
    """Send the customer into a flow, from which the customer comes back with what it learnt."""
    await call.submit(
        SendToFlow(
            interaction_id=call.interaction_id,
            agent_id=call.agent_id,
            flow_id=FlowId(body.flow_id),
            stays=body.stays,
            by=call.by,
        )
    )


@router.post("/take-back", operation_id="take_back_from_flow", status_code=HTTPStatus.NO_CONTENT)
async def take_back_from_flow(call: TheCall) -> None:
    """Have the customer back at once, before the flow has ended."""
    await call.wish(TakeBack)
