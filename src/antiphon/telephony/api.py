"""Entry points and trunks over HTTP, and the phone in the agent's page."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from ipaddress import ip_network
from typing import Annotated, Any, Literal, Self

import msgspec
from fastapi import APIRouter, Path
from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from starlette.requests import HTTPConnection

from antiphon.edge.audit import AuditTrail
from antiphon.edge.caller import Caller, OwnAgent, SignedIn, permitted
from antiphon.edge.catalogue import CatalogueApi, ItemId
from antiphon.edge.fields import Id, Input, Line, Name
from antiphon.edge.parts import Centre, part, part_of
from antiphon.edge.problems import Problem, responses
from antiphon.identity.contract import Permission, phone_secret
from antiphon.kernel.commands import Command
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, EntryPointId, InteractionId, TrunkId
from antiphon.telephony.calls import CallBook
from antiphon.telephony.contract import (
    EntryPoint,
    OpenOwnLine,
    RecoverAudio,
    RemoveEntryPoint,
    RemoveTrunk,
    SaveEntryPoint,
    SaveTrunk,
    TrunkLine,
)
from antiphon.telephony.desk_phone_api import router as desk_phones
from antiphon.telephony.engine import Phone, TrunkState
from antiphon.telephony.engine_problems import engine_problems
from antiphon.telephony.entry_points import EntryPointBook
from antiphon.telephony.lines import Lines
from antiphon.telephony.trials import TrunkTrials
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble
from antiphon.telephony.trunks import TrunkBook


def _network(text: str) -> str:
    return str(ip_network(text, strict=False))


Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,253}$")]
Address = Annotated[str, Field(max_length=50), AfterValidator(_network)]
Username = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~+@=-]{0,100}$")]
Secret = Annotated[str, StringConstraints(pattern=r"^[!-~]{0,200}$")]
Codec = Literal["ulaw", "alaw", "g722", "opus"]
TheLines = Annotated[Lines, part(Lines)]
TheAudit = Annotated[AuditTrail, part(AuditTrail)]
AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]


class NewEntryPoint(Input):
    """A dialled number that starts a flow."""

    name: Name = Field(examples=["Hotline"])
    number: Line = Field(min_length=1, max_length=40, examples=["+86 10 5555 0100"])
    flow_id: Id
    language: Literal["en", "zh-Hans", "zh-Hant", "yue"] = "en"
    is_active: bool = True


class TrunkShown(Input):
    """A line to the outside; its secret is never shown."""

    name: Name = Field(examples=["Carrier A"])
    host: Host = Field(examples=["sip.carrier.example"])
    port: int = Field(5060, ge=1, le=65535)
    transport: Literal["udp", "tcp", "tls"] = "udp"
    addresses: list[Address] = Field(
        default=[], max_length=50, description="Calls from these addresses or networks are taken."
    )
    username: Username = ""
    registers: bool = Field(False, description="Whether we sign in at the carrier.")
    codecs: list[Codec] = Field(default=["ulaw", "alaw", "g722"], min_length=1, max_length=4)
    srtp: Literal["off", "optional", "required"] = Field(
        "off", description="Encrypted sound; its keys are safe only with `tls`."
    )


class NewTrunk(TrunkShown):
    """A line to the outside."""

    secret: Secret | None = Field(
        None, description="Write-only. Left out, the stored one stays; empty forgets it."
    )


class TrunkTroubleShown(BaseModel):
    """Why a trunk carries no calls."""

    reason: TrunkReason = Field(description="A code that pages have a text for.")
    status: int | None = Field(None, description="The SIP status, when that is the reason.")
    said: str = Field("", description="The engine's or the system's own words, not translated.")

    @classmethod
    def of(cls, trouble: TrunkTrouble | None) -> Self | None:
        """The trouble as an answer."""
        return None if trouble is None else cls.model_validate(msgspec.to_builtins(trouble))


class TrunkTest(BaseModel):
    """What a trial of a trunk found."""

    is_reachable: bool
    round_trip_ms: float | None
    status: int | None = Field(description="The SIP status that was answered.")
    trouble: TrunkTroubleShown | None = Field(description="Why it is not reachable.")


class TrunkStateShown(BaseModel):
    """How a trunk is: registered, retrying or refused; reachable or not."""

    trunk_id: str
    state: TrunkState
    trouble: TrunkTroubleShown | None = Field(description="Why it carries no calls.")
    since: datetime | None = Field(description="None while nothing is known.")


class TrunkStates(BaseModel):
    """How all trunks are."""

    items: list[TrunkStateShown]


class IceServer(BaseModel):
    """A server that helps audio through address translation."""

    urls: list[str]
    username: str = ""
    credential: str = ""


class OwnPhone(BaseModel):
    """How the phone in the page registers; the secret ends with the session."""

    uri: str
    websocket: str
    username: str
    secret: str
    display_name: str
    ice_servers: list[IceServer]


class Digits(Input):
    """DTMF to send."""

    digits: str = Field(pattern=r"^[0-9*#A-D]{1,32}$", examples=["12#"])


class TrunkApi(CatalogueApi[TrunkLine]):
    """Trunks: the secret goes to its own store, and an empty user name means none."""

    async def submit(
        self, connection: HTTPConnection, command: Command, fields: Mapping[str, Any], item_id: str
    ) -> None:
        """Store the secret first: the engine is told of the trunk as soon as it is saved."""
        lines, trunk_id = part_of(connection, Lines), TrunkId(item_id)
        if fields["secret"] is None:
            await super().submit(connection, command, fields, item_id)
            return
        before = await lines.set_trunk_secret(trunk_id, fields["secret"] or None)
        try:
            await super().submit(connection, command, fields, item_id)
        except RuleBroken:
            await lines.set_trunk_secret(trunk_id, before)
            raise

    def read(self, fields: Mapping[str, Any], item_id: str) -> TrunkLine:
        """The trunk that a body describes."""
        return super().read({**fields, "username": fields["username"] or None}, item_id)

    def show(self, item: TrunkLine, version: int) -> dict[str, Any]:
        """The trunk as an answer."""
        shown = super().show(item, version)
        return {**shown, "username": shown["username"] or ""}


ENTRY_POINTS = CatalogueApi(
    path="entry-points",
    noun="entry_point",
    plural="entry_points",
    new=NewEntryPoint,
    item=EntryPoint,
    catalogue=lambda connection: part_of(connection, EntryPointBook).points,
    save=lambda item, version, by: SaveEntryPoint(entry_point=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveEntryPoint(id=EntryPointId(item_id), by=by),
    read=Permission.ENTRY_POINT_READ,
    edit=Permission.ENTRY_POINT_EDIT,
)

TRUNKS = TrunkApi(
    path="trunks",
    noun="trunk",
    plural="trunks",
    new=NewTrunk,
    shown=TrunkShown,
    item=TrunkLine,
    catalogue=lambda connection: part_of(connection, TrunkBook).lines,
    save=lambda trunk, version, by: SaveTrunk(trunk=trunk, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveTrunk(id=TrunkId(item_id), by=by),
    read=Permission.TRUNK_READ,
    edit=Permission.TRUNK_EDIT,
)

_others = APIRouter(prefix="/v1", responses=responses(503))


@_others.get("/trunk-states", operation_id="list_trunk_states", tags=["trunks"])
async def list_trunk_states(
    lines: TheLines, _caller: Annotated[Caller, permitted(Permission.TRUNK_READ)]
) -> TrunkStates:
    """How every trunk is now."""
    return TrunkStates(
        items=[
            TrunkStateShown(
                trunk_id=trunk_id,
                state=one.state,
                trouble=TrunkTroubleShown.of(one.trouble),
                since=one.since,
            )
            for trunk_id, one in lines.trunk_states().items()
        ]
    )


@_others.post(
    "/trunks/{id}/test", operation_id="test_trunk", tags=["trunks"], responses=responses(429)
)
async def try_trunk(
    item_id: ItemId,
    connection: HTTPConnection,
    lines: TheLines,
    audit: TheAudit,
    caller: Annotated[Caller, permitted(Permission.TRUNK_EDIT)],
) -> TrunkTest:
    """Try a trunk as it would be used, without placing a call; who tried is on record."""
    line = TRUNKS.get(connection, item_id)
    wait_s = part_of(connection, TrunkTrials).ask(caller.user_id)
    if wait_s > 0:
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "trunk.tested_too_often",
            "Wait a moment before the next trial.",
            headers={"Retry-After": str(wait_s)},
        )
    await audit.note(caller, "telephony.trunk_tested", line.id, name=line.name)
    with engine_problems():
        probe = await lines.probe_trunk(line)
    return TrunkTest(
        is_reachable=probe.trouble is None,
        round_trip_ms=probe.round_trip_ms,
        status=probe.status,
        trouble=TrunkTroubleShown.of(probe.trouble),
    )


@_others.get("/desk/phone", operation_id="get_own_phone", tags=["desk"])
async def get_own_phone(
    agent_id: OwnAgent, caller: SignedIn, connection: HTTPConnection, lines: TheLines
) -> OwnPhone:
    """How the phone in the page registers; asking makes it known to the telephone engine."""
    with engine_problems():
        phone = await open_phone(caller, agent_id, lines)
    host = connection.url.hostname or "localhost"
    return OwnPhone(
        uri=f"sip:{phone.id}@{host}",
        websocket="/sip",
        username=phone.id,
        secret=phone.secret,
        display_name=phone.display_name,
        ice_servers=[],
    )


@_others.post(
    "/desk/interactions/{interaction_id}/digits",
    operation_id="send_digits",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["desk"],
)
async def send_digits(
    interaction_id: AnInteraction,
    body: Digits,
    agent_id: OwnAgent,
    connection: HTTPConnection,
    lines: TheLines,
) -> None:
    """Send DTMF to the customer."""
    call = part_of(connection, CallBook).calls.get(InteractionId(interaction_id))
    if call is None or call.agent_id != agent_id or not call.is_agent_up:
        raise RuleBroken("interaction.not_yours", "This interaction is not in your hands.")
    with engine_problems():
        await lines.send_digits(call.id, body.digits)


@_others.post(
    "/desk/interactions/{interaction_id}/recover-audio",
    operation_id="recover_audio",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["desk"],
)
async def recover_audio(
    interaction_id: AnInteraction, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Ring the agent's phone again after the page was loaded anew, or lost what rang."""
    await centre.submit(
        RecoverAudio(
            interaction_id=InteractionId(interaction_id), agent_id=agent_id, by=caller.user_id
        )
    )


@_others.post(
    "/desk/phone-line/open",
    operation_id="open_own_line",
    status_code=HTTPStatus.NO_CONTENT,
    tags=["desk"],
)
async def open_own_line(agent_id: OwnAgent, caller: SignedIn, centre: Centre) -> None:
    """Open the line that is kept open now, after it was hung up or the page was loaded anew."""
    await centre.submit(OpenOwnLine(agent_id=agent_id, by=caller.user_id))


async def open_phone(caller: Caller, agent_id: AgentId, lines: Lines) -> Phone:
    """Make the caller's own phone known; doing it again changes nothing."""
    return await lines.open_browser_phone(
        agent_id,
        session_id=caller.session_id,
        secret=phone_secret(caller.token),
        display_name=caller.name,
    )


routers = (ENTRY_POINTS.router, TRUNKS.router, _others, desk_phones)
