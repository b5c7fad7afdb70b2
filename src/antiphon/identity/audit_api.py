"""The audit trail over HTTP."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.parts import part
from antiphon.identity.changes import AuditTopic, AuditTrails
from antiphon.identity.permissions import Permission
from antiphon.identity.store import AuditEntry as Entry
from antiphon.identity.store import AuditFilter
from antiphon.identity.users import Users
from antiphon.kernel.ids import UserId

router = APIRouter(prefix="/v1/audit", tags=["audit"])

PAGE = 100


class AuditEntry(BaseModel):
    """Who did what, and when."""

    at: datetime
    who: str = Field(description="The user's name; empty for the system or the command line.")
    what: str = Field(examples=["routing.queue_saved"])
    subject: str = Field(examples=["queue/01k9"])
    name: str = Field(description="The subject's name for people; empty when it has none.")
    params: dict[str, Any]


class AuditPage(BaseModel):
    """Some entries, newest first; ask again with `next` as `before` for the following ones."""

    items: list[AuditEntry]
    next: datetime | None


@router.get("", operation_id="list_audit")
async def list_audit(
    trails: Annotated[AuditTrails, part(AuditTrails)],
    users: Annotated[Users, part(Users)],
    _caller: Annotated[Caller, permitted(Permission.AUDIT_READ)],
    *,
    before: Annotated[AwareDatetime | None, Query()] = None,
    since: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    user: Annotated[str | None, Query(max_length=64, description="Who did it.")] = None,
    topic: AuditTopic | None = None,
) -> AuditPage:
    """Who changed what: configuration, users, sessions, secrets shown, recordings played."""
    entries = await trails.list_newest(
        before=before,
        limit=PAGE,
        topic=topic,
        wanted=AuditFilter(user_id=UserId(user) if user else None, since=since),
    )
    names = {user.id: user.name for user in await users.list_users()}
    items = [
        AuditEntry(
            at=entry.at,
            who=names.get(entry.user_id, entry.user_id) if entry.user_id else "",
            what=entry.action,
            subject=entry.subject,
            name=_name_of(entry, names),
            params=dict(entry.detail),
        )
        for entry in entries
    ]
    return AuditPage(items=items, next=items[-1].at if len(items) == PAGE else None)


def _name_of(entry: Entry, names: Mapping[UserId, str]) -> str:
    told = entry.detail.get("name") or names.get(UserId(entry.subject)) or entry.detail.get("login")
    return str(told or "")
