"""What visitors of other web sites reach over HTTP: a call button's state, a visit, its SIP.

Nobody here is signed in. The sites that may show a button are told to browsers in the headers of
its frame, and the requests come from that frame: from our own origin. What a visit may do is small:
for a short time, its phone may call one entry point once.
"""

import secrets
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket
from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection

from antiphon.app.web.sip_route import FORBIDDEN, PhoneGateway
from antiphon.app.web.visitors import Visitors
from antiphon.call_buttons.contract import Visit
from antiphon.edge.fields import Id, Input
from antiphon.edge.parts import part
from antiphon.edge.problems import responses
from antiphon.kernel.ids import CallButtonId, VisitId
from antiphon.telephony.asterisk.sip_proxy import SUBPROTOCOL
from antiphon.telephony.engine_problems import engine_problems
from antiphon.telephony.lines import Lines

router = APIRouter(prefix="/v1", tags=["visitors"])
socket_router = APIRouter()

TheVisitors = Annotated[Visitors, part(Visitors)]
_SIP_USER = "call"


class VisitorButton(BaseModel):
    """A call button as visitors see it."""

    name: str
    is_open: bool
    opens_at: datetime | None = Field(description="None while it is open, or when it is not known.")
    origins: list[str] = Field(description="The sites whose pages may send data along.")


class NewVisit(Input):
    """A visitor pressed a call button."""

    key: Id
    language: str = Field("", max_length=40, examples=["zh-Hans"])
    page: str = Field("", max_length=2_000, description="The address of the page.")
    data: dict[str, str] = Field(default={}, max_length=50, description="What the page sends.")


class VisitorPhone(BaseModel):
    """How the visitor's page calls: once, within a minute or so; the secret is told this once."""

    uri: str
    target: str
    websocket: str
    username: str
    secret: str


@router.get("/visitors/button", operation_id="get_visitor_button")
async def get_visitor_button(
    key: Annotated[str, Query(min_length=1, max_length=64)], visitors: TheVisitors
) -> VisitorButton:
    """A call button, for the page that shows it; needs no session."""
    button = visitors.find_button(key)
    state = visitors.state_of(button)
    return VisitorButton(
        name=button.name,
        is_open=state.is_open,
        opens_at=state.opens_at,
        origins=list(button.origins),
    )


@router.post(
    "/visitors/visits",
    operation_id="begin_visit",
    status_code=HTTPStatus.CREATED,
    responses=responses(429, 503),
)
async def begin_visit(
    body: NewVisit,
    connection: HTTPConnection,
    visitors: TheVisitors,
    lines: Annotated[Lines, part(Lines)],
) -> VisitorPhone:
    """Let a visitor call by a button; needs no session."""
    visit = Visit(
        id=VisitId(secrets.token_hex(16)),
        button_id=CallButtonId(body.key),
        page=body.page,
        language=body.language,
        data=body.data,
    )
    await visitors.allow(visit, connection.client.host if connection.client else "unknown")
    with engine_problems():
        phone = await lines.open_visitor_phone(visit.id)
    host = connection.url.hostname or "localhost"
    return VisitorPhone(
        uri=f"sip:{phone.id}@{host}",
        target=f"sip:{_SIP_USER}@{host}",
        websocket=f"/sip/visitor?visit={visit.id}",
        username=phone.id,
        secret=phone.secret,
    )


@socket_router.websocket("/sip/visitor")
async def connect_visitor(
    websocket: WebSocket,
    visit: Annotated[str, Query(max_length=64)],
    visitors: TheVisitors,
    gateway: Annotated[PhoneGateway, part(PhoneGateway)],
) -> None:
    """The way of a visit's SIP; the engine asks for its secret."""
    offered = websocket.scope.get("subprotocols", [])
    if SUBPROTOCOL not in offered or not visitors.may_connect(VisitId(visit)):
        await websocket.close(FORBIDDEN)
        return
    await visitors.carry(websocket, VisitId(visit), gateway.engine_url)
