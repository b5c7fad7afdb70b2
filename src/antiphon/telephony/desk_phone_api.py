"""What an agent's desk phone has to know, over HTTP: to type in, or as a file that sets it up."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel
from starlette.requests import HTTPConnection

from antiphon.agents.contract import Agent
from antiphon.edge.audit import AuditTrail
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.catalogue import ItemId
from antiphon.edge.parts import part, part_of
from antiphon.edge.problems import not_found, responses
from antiphon.identity.contract import Permission
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.telephony.contract import phone_of
from antiphon.telephony.engine import PhoneKind
from antiphon.telephony.engine_problems import engine_problems
from antiphon.telephony.lines import Lines, PhoneServer
from antiphon.telephony.phone_files import Maker, PhoneAccount, phone_file

router = APIRouter(prefix="/v1/agents/{id}", tags=["agents"], responses=responses(503))

TheLines = Annotated[Lines, part(Lines)]
TheAudit = Annotated[AuditTrail, part(AuditTrail)]
Revealer = Annotated[Caller, permitted(Permission.PHONE_SECRET_REVEAL)]


class PhoneSecret(BaseModel):
    """What to set in a desk phone. `tls_port` is None where SIP over TLS is not served."""

    host: str
    port: int
    tls_port: int | None
    username: str
    secret: str


@router.get("/phone-secret", operation_id="reveal_phone_secret")
async def reveal_phone_secret(
    item_id: ItemId,
    connection: HTTPConnection,
    lines: TheLines,
    audit: TheAudit,
    caller: Revealer,
) -> PhoneSecret:
    """What to set in an agent's desk phone; who asked is on record."""
    agent = _owner(lines, item_id)
    await audit.note(caller, "agents.phone_secret_revealed", agent.id, name=agent.name)
    return _phone_secret(connection, agent.id, await lines.desk_phone_secret(agent.id))


@router.post("/phone-secret", operation_id="renew_phone_secret")
async def renew_phone_secret(
    item_id: ItemId,
    connection: HTTPConnection,
    lines: TheLines,
    audit: TheAudit,
    caller: Revealer,
) -> PhoneSecret:
    """Give an agent's desk phone a new secret; the old one stops working."""
    agent = _owner(lines, item_id)
    await audit.note(caller, "agents.phone_secret_renewed", agent.id, name=agent.name)
    with engine_problems():
        secret = await lines.renew_desk_phone(agent.id)
    return _phone_secret(connection, agent.id, secret)


@router.get(
    "/phone-files/{maker}",
    operation_id="get_phone_file",
    response_class=Response,
    responses={200: {"description": "The file, as the maker's phones read it."}},
)
async def get_phone_file(
    item_id: ItemId,
    maker: Maker,
    *,
    connection: HTTPConnection,
    lines: TheLines,
    audit: TheAudit,
    caller: Revealer,
    transport: Annotated[Literal["udp", "tls"], Query()] = "udp",
) -> Response:
    """A file that sets up an agent's desk phone; it holds the secret, so who asked is on record."""
    agent = _owner(lines, item_id)
    server = part_of(connection, PhoneServer)
    if transport == "tls" and server.tls_port is None:
        raise RuleBroken("phone_file.no_tls", "SIP over TLS is not served here; choose UDP.")
    await audit.note(caller, "agents.phone_secret_revealed", agent.id, name=agent.name)
    known = _phone_secret(connection, agent.id, await lines.desk_phone_secret(agent.id))
    file = phone_file(
        maker,
        PhoneAccount(
            display_name=agent.name,
            username=known.username,
            secret=known.secret,
            host=known.host,
            port=server.tls_port if transport == "tls" and server.tls_port else known.port,
            is_tls=transport == "tls",
        ),
    )
    return Response(
        file.text,
        media_type=file.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "no-store",
        },
    )


def _phone_secret(connection: HTTPConnection, agent_id: AgentId, secret: str) -> PhoneSecret:
    server = part_of(connection, PhoneServer)
    return PhoneSecret(
        host=server.host or connection.url.hostname or "localhost",
        port=server.port,
        tls_port=server.tls_port,
        username=phone_of(agent_id),
        secret=secret,
    )


def _owner(lines: Lines, item_id: str) -> Agent:
    agent = lines.find_agent(AgentId(item_id))
    if agent is None:
        raise not_found("agent")
    if agent.phone_kind is not PhoneKind.SIP:
        raise RuleBroken("agents.no_desk_phone", "This agent's phone is in the page.")
    return agent
