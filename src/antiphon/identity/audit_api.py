"""The audit trail over HTTP."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.parts import part
from antiphon.identity.changes import AuditTrails
from antiphon.identity.permissions import Permission
from antiphon.identity.users import Users

router = APIRouter(prefix="/v1/audit", tags=["audit"])

PAGE = 100


class AuditEntry(BaseModel):
    """Who did what, and when."""

    at: datetime
    who: str = Field(description="The user's name; empty for the system or the command line.")
    what: str = Field(examples=["routing.queue_saved"])
    subject: str = Field(examples=["queue/01k9"])
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
    before: Annotated[AwareDatetime | None, Query()] = None,
) -> AuditPage:
    """Who changed what: configuration, users, sessions, secrets shown, recordings played."""
    entries = await trails.list_newest(before=before, limit=PAGE)
    names = {user.id: user.name for user in await users.list_users()}
    items = [
        AuditEntry(
            at=entry.at,
            who=names.get(entry.user_id, entry.user_id) if entry.user_id else "",
            what=entry.action,
            subject=entry.subject,
            params=dict(entry.detail),
        )
        for entry in entries
    ]
    return AuditPage(items=items, next=items[-1].at if len(items) == PAGE else None)
