"""Notices over HTTP: published, read, withdrawn, and who has read them."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from antiphon.edge.caller import Caller, OwnAgent, SignedIn, permitted
from antiphon.edge.fields import Ids, Input, Note
from antiphon.edge.oversight import NOT_YOURS, Oversight
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, NoticeId, new_id
from antiphon.supervision.notices import (
    LONGEST_TEXT,
    EndNotice,
    Notice,
    NoticeBook,
    PublishNotice,
    ReadNotice,
)

Actor = Annotated[Caller, permitted(Permission.FLOOR_ACT)]
Limits = Annotated[Oversight, part(Oversight)]
Book = Annotated[NoticeBook, part(NoticeBook)]
ItsId = Annotated[str, Path(alias="id", min_length=1, max_length=64)]

DONE = HTTPStatus.NO_CONTENT


class NewNotice(Input):
    """What some agents are told until a time."""

    agents: Ids = Field(min_length=1)
    text: Annotated[Note, StringConstraints(max_length=LONGEST_TEXT)]
    until: AwareDatetime


class NoticeView(BaseModel):
    """A notice, and how many have read it."""

    id: str
    text: str
    sender_name: str
    at: datetime
    until: datetime
    agent_count: int = Field(description="How many of one's own agents it is for.")
    unread_by: list[str] = Field(description="The ids of those who have not read it yet.")


class NoticeList(BaseModel):
    """What is announced now, the newest first."""

    items: list[NoticeView]


_floor = APIRouter(prefix="/v1/floor/notices", tags=["floor"])
_desk = APIRouter(prefix="/v1/desk/notices", tags=["desk"])


@_floor.get("", operation_id="list_notices")
async def list_notices(book: Book, limits: Limits, caller: Actor) -> NoticeList:
    """What is announced to one's agents, and who has not read it."""
    limit = limits.limit_of(caller)
    items = []
    for one in reversed(book.notices.values()):
        own = [agent for agent in one.agents if limit is None or agent in limit.agents]
        unread = [agent for agent in own if agent not in book.read_by[one.id]]
        if own:
            items.append(
                NoticeView(
                    id=one.id,
                    text=one.text,
                    sender_name=one.sender_name,
                    at=one.at,
                    until=one.until,
                    agent_count=len(own),
                    unread_by=list(unread),
                )
            )
    return NoticeList(items=items)


@_floor.post("", operation_id="publish_notice", status_code=DONE)
async def publish_notice(body: NewNotice, limits: Limits, centre: Centre, caller: Actor) -> None:
    """Tell agents something until a time."""
    for agent_id in body.agents:
        limits.check_agent(caller, AgentId(agent_id))
    now = datetime.now(UTC)
    notice = Notice(
        id=NoticeId(new_id(now)),
        text=body.text,
        agents=tuple(dict.fromkeys(map(AgentId, body.agents))),
        sender_name=caller.name,
        at=now,
        until=body.until.astimezone(UTC),
    )
    await centre.submit(PublishNotice(notice=notice, by=caller.user_id))


@_floor.delete("/{id}", operation_id="withdraw_notice", status_code=DONE)
async def withdraw_notice(
    notice_id: ItsId, book: Book, limits: Limits, centre: Centre, caller: Actor
) -> None:
    """Tell it no more; one that is for others' agents too is theirs to withdraw."""
    known = book.notices.get(NoticeId(notice_id))
    if known is None:
        raise not_found("notice")
    limit = limits.limit_of(caller)
    if limit is not None and not limit.agents.issuperset(known.agents):
        raise NOT_YOURS
    await centre.submit(EndNotice(notice_id=known.id, by=caller.user_id))


@_desk.put("/{id}/read", operation_id="read_notice", status_code=DONE)
async def read_notice(
    notice_id: ItsId, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Say that one has read it."""
    command = ReadNotice(notice_id=NoticeId(notice_id), agent_id=agent_id, by=caller.user_id)
    await centre.submit(command)


routers = (_floor, _desk)
