"""Which work may come on top of which, over HTTP: the rules of the whole centre, with versions."""

from datetime import UTC
from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from antiphon.agents.interruptions import InterruptionBook, RestoreInterruptions, SaveInterruptions
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.editions import EditionShown, Restoration, editions_of
from antiphon.edge.fields import Id, Input, Version
from antiphon.edge.parts import Centre, part
from antiphon.identity.contract import Permission

router = APIRouter(prefix="/v1/interruption-rules", tags=["interruption-rules"])

Book = Annotated[InterruptionBook, part(InterruptionBook)]
Reader = Annotated[Caller, permitted(Permission.AGENT_READ)]
Editor = Annotated[Caller, permitted(Permission.AGENT_EDIT)]
Rules = Annotated[
    dict[Id, Annotated[list[Id], Field(max_length=10)]],
    Field(
        max_length=10,
        description="By channel, those that it may interrupt: they do not count against it.",
        examples=[{"voice": ["email"], "chat": ["email"]}],
    ),
]


class InterruptionRulesShown(BaseModel):
    """The newest rules, and all versions, newest first."""

    version: int = Field(description="0: nobody has changed the rules yet.")
    rules: Rules
    versions: list[EditionShown]


class NewInterruptionRules(Input):
    """A new version of the rules."""

    version: Version
    rules: Rules
    valid_from: AwareDatetime | None = Field(None, description="Later than now, or left out.")


@router.get("", operation_id="get_interruption_rules")
async def get_interruption_rules(book: Book, _caller: Reader) -> InterruptionRulesShown:
    """Which work may come on top of which."""
    return _shown(book)


@router.put("", operation_id="save_interruption_rules")
async def save_interruption_rules(
    body: NewInterruptionRules, book: Book, caller: Editor, centre: Centre
) -> InterruptionRulesShown:
    """Publish rules as a new version; offers that are made stand, the next one obeys."""
    command = SaveInterruptions(
        rules={channel: tuple(many) for channel, many in body.rules.items()},
        edited_version=body.version,
        valid_from=body.valid_from.astimezone(UTC) if body.valid_from is not None else None,
        by=caller.user_id,
    )
    await centre.submit(command)
    return _shown(book)


@router.post("/restore", operation_id="restore_interruption_rules")
async def restore_interruption_rules(
    body: Restoration, book: Book, caller: Editor, centre: Centre
) -> InterruptionRulesShown:
    """Bring an earlier version back, as a new one; 0 is as it was at the beginning."""
    await centre.submit(RestoreInterruptions(number=body.number, by=caller.user_id))
    return _shown(book)


def _shown(book: InterruptionBook) -> InterruptionRulesShown:
    newest = book.history.newest
    return InterruptionRulesShown(
        version=newest,
        rules={channel: list(many) for channel, many in book.version(newest).items()},
        versions=editions_of(book.history),
    )
