"""Agents, skills and reason codes over HTTP; and the signed-in agent's own presence."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReasonCode,
    RemoveAgent,
    RemoveReasonCode,
    RemoveSkill,
    SaveAgent,
    SaveReasonCode,
    SaveSkill,
    SetOwnLine,
    SetOwnNumber,
    Skill,
)
from antiphon.agents.domain import AgentBook
from antiphon.agents.skill_news import ReadSkills
from antiphon.edge.caller import OwnAgent, SignedIn
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Id, Ids, Input, Name, SkillLevels
from antiphon.edge.parts import Centre, part_of
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, ReasonId, SkillId
from antiphon.telephony.engine import PhoneKind


class NewSkill(Input):
    """Something an agent can do."""

    name: Name = Field(examples=["Mandarin"])


class NewReasonCode(Input):
    """Why an agent takes no work."""

    name: Name = Field(examples=["Lunch"])


class CapacityFields(Input):
    """How much an agent can hold at once: 100 points over all channels."""

    weights: dict[Id, Annotated[int, Field(ge=1, le=100)]] = Field(
        default={}, max_length=10, description="The points one interaction takes, by channel."
    )
    most: dict[Id, Annotated[int, Field(ge=0, le=100)]] = Field(
        default={}, max_length=10, description="The most interactions at once, by channel."
    )


# A visitor's phone in a web page calls once and cannot be rung: no agent works with one.
AgentPhoneKind = Literal[PhoneKind.BROWSER, PhoneKind.SIP, PhoneKind.OUTSIDE]


class NewAgent(Input):
    """A person who handles interactions."""

    name: Name = Field(examples=["Ann Lee"])
    user_id: Id | None = Field(None, description="The user who signs in as this agent.")
    skills: SkillLevels = Field(default={}, description="Levels from 1 to 10, by skill.")
    queues: Ids = Field(default=[], description="The queues this agent serves.")
    phone_kind: AgentPhoneKind = Field(
        PhoneKind.BROWSER,
        description="A phone in the page, a SIP phone on the desk, or a number outside.",
    )
    phone_number: str = Field(
        "",
        max_length=32,
        description="The number of a phone outside, which the rules for dialling have to allow.",
        examples=["+8613800138000"],
    )
    may_set_number: bool = Field(False, description="Whether the agent may change that number.")
    keeps_line: bool = Field(
        False, description="Whether the phone is called once and its line kept open for all calls."
    )
    may_keep_line: bool = Field(False, description="Whether the agent may choose that.")
    extension: str = Field("", max_length=20, pattern=r"^[0-9]*$", examples=["201"])
    languages: Annotated[list[Id], Field(max_length=20)] = Field(
        default=[], description="The languages this agent speaks, as tags.", examples=[["en"]]
    )
    queue_head_starts: dict[Id, Annotated[int, Field(ge=0, le=3600)]] = Field(
        default={},
        max_length=500,
        description="Preferences: how many seconds earlier a queue's customers go to this agent.",
    )
    capacity: CapacityFields = CapacityFields()
    teams: Ids = Field(default=[], description="The teams this agent belongs to.")


class OwnNumber(Input):
    """The number outside at which an agent is called."""

    number: Annotated[str, Field(max_length=32)] = Field(
        description="Empty: the agent cannot be called.", examples=["+8613800138000"]
    )


class OwnLine(Input):
    """Whether the line to an agent's phone is kept open between calls."""

    is_kept: bool


class SkillsSeen(Input):
    """The skills that an agent has read, as the desk showed them."""

    skills: SkillLevels


class PresenceChange(Input):
    """What an agent chooses to be."""

    presence: Presence
    reason_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="A reason code; needed for not_ready and only for it."
    )


SKILLS = CatalogueApi(
    path="skills",
    noun="skill",
    plural="skills",
    new=NewSkill,
    item=Skill,
    catalogue=lambda connection: part_of(connection, AgentBook).skills,
    save=lambda skill, version, by: SaveSkill(skill=skill, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveSkill(id=SkillId(item_id), by=by),
    read=Permission.SKILL_READ,
    edit=Permission.SKILL_EDIT,
)

REASON_CODES = CatalogueApi(
    path="reason-codes",
    noun="reason_code",
    plural="reason_codes",
    new=NewReasonCode,
    item=ReasonCode,
    catalogue=lambda connection: part_of(connection, AgentBook).reasons,
    save=lambda reason, version, by: SaveReasonCode(reason=reason, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveReasonCode(id=ReasonId(item_id), by=by),
    read=Permission.REASON_CODE_READ,
    edit=Permission.REASON_CODE_EDIT,
)

AGENTS = CatalogueApi(
    path="agents",
    noun="agent",
    plural="agents",
    new=NewAgent,
    item=Agent,
    catalogue=lambda connection: part_of(connection, AgentBook).profiles,
    save=lambda agent, version, by: SaveAgent(agent=agent, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveAgent(id=AgentId(item_id), by=by),
    read=Permission.AGENT_READ,
    edit=Permission.AGENT_EDIT,
)

_desk = APIRouter(prefix="/v1/desk", tags=["desk"])


@_desk.put("/presence", operation_id="change_own_presence", status_code=HTTPStatus.NO_CONTENT)
async def change_own_presence(
    body: PresenceChange, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Choose to be ready, not ready, or offline; the stream tells what became of it."""
    reason_id = None if body.reason_id is None else ReasonId(body.reason_id)
    await centre.submit(
        ChangePresence(
            agent_id=agent_id, presence=body.presence, reason_id=reason_id, by=caller.user_id
        )
    )


@_desk.put("/phone-number", operation_id="set_own_number", status_code=HTTPStatus.NO_CONTENT)
async def set_own_number(
    body: OwnNumber, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Be called at another number outside, where an administrator allows agents to choose it."""
    await centre.submit(SetOwnNumber(agent_id=agent_id, number=body.number, by=caller.user_id))


@_desk.put("/phone-line", operation_id="set_own_line", status_code=HTTPStatus.NO_CONTENT)
async def set_own_line(body: OwnLine, agent_id: OwnAgent, caller: SignedIn, centre: Centre) -> None:
    """Keep the own line open between calls, or not, where an administrator lets agents choose."""
    await centre.submit(SetOwnLine(agent_id=agent_id, is_kept=body.is_kept, by=caller.user_id))


@_desk.put("/skills-read", operation_id="read_own_skills", status_code=HTTPStatus.NO_CONTENT)
async def read_own_skills(
    body: SkillsSeen, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Say that one has read which skills one has: they are no news any more, in any browser."""
    skills = {SkillId(skill_id): level for skill_id, level in body.skills.items()}
    await centre.submit(ReadSkills(agent_id=agent_id, skills=skills, by=caller.user_id))


routers = (SKILLS.router, REASON_CODES.router, AGENTS.router, _desk)
