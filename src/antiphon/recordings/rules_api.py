"""Which conversations are recorded, over HTTP; and an agent's pause of a recording."""

from datetime import UTC
from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from antiphon.edge.caller import Caller, OwnAgent, SignedIn, permitted
from antiphon.edge.editions import EditionShown, Restoration, editions_of
from antiphon.edge.fields import Id, Ids, Input, Name, Version
from antiphon.edge.parts import Centre, part
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import InteractionId
from antiphon.recordings.contract import PauseReason, PauseRecording, ResumeRecording
from antiphon.recordings.rules import (
    MOST_RULES,
    Consent,
    Direction,
    RecordingRule,
    RecordingRuleBook,
    RestoreRecordingRules,
    SaveRecordingRules,
)

_rules = APIRouter(prefix="/v1/recording-rules", tags=["recording-rules"])
_desk = APIRouter(prefix="/v1/desk/interactions/{interaction_id}/recording", tags=["desk"])

Book = Annotated[RecordingRuleBook, part(RecordingRuleBook)]
Reader = Annotated[Caller, permitted(Permission.RECORDING_RULES_READ)]
Editor = Annotated[Caller, permitted(Permission.RECORDING_RULES_EDIT)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]


class RecordingRuleBody(Input):
    """A rule; the first that fits a conversation decides. What is left empty fits everything."""

    id: Id
    name: Name = Field(examples=["Sales, one in ten"])
    queues: Ids = Field(default=[])
    direction: Direction | None = None
    entry_points: Ids = Field(default=[])
    countries: list[Country] = Field(
        default=[], max_length=250, description="Of the customer's number.", examples=[["DE"]]
    )
    share_percent: int = Field(100, ge=0, le=100, description="How many are recorded.")
    consent: Consent = Field(
        Consent.NONE,
        description="Recorded only if the flow attached `recording_consent`: `announced` or `yes` "
        "for announce, `yes` or the digit `1` for ask.",
    )


class RecordingRulesShown(BaseModel):
    """The newest rules, and all versions, newest first. Without rules everything is recorded."""

    version: int
    rules: list[RecordingRuleBody]
    versions: list[EditionShown]


class NewRecordingRules(Input):
    """A new version of the rules, in order."""

    version: Version
    rules: list[RecordingRuleBody] = Field(max_length=MOST_RULES)
    valid_from: AwareDatetime | None = Field(None, description="Later than now, or left out.")


class RecordingPause(Input):
    """Why nothing is to be written down."""

    reason: PauseReason = PauseReason.AGENT


@_rules.get("", operation_id="get_recording_rules")
async def get_recording_rules(book: Book, _caller: Reader) -> RecordingRulesShown:
    """Which conversations are recorded."""
    return _shown(book)


@_rules.put("", operation_id="save_recording_rules")
async def save_recording_rules(
    body: NewRecordingRules, book: Book, caller: Editor, centre: Centre
) -> RecordingRulesShown:
    """Publish rules as a new version; conversations that go on are not touched."""
    command = SaveRecordingRules(
        rules=tuple(msgspec.convert(rule.model_dump(), RecordingRule) for rule in body.rules),
        edited_version=body.version,
        valid_from=body.valid_from.astimezone(UTC) if body.valid_from is not None else None,
        by=caller.user_id,
    )
    await centre.submit(command)
    return _shown(book)


@_rules.post("/restore", operation_id="restore_recording_rules")
async def restore_recording_rules(
    body: Restoration, book: Book, caller: Editor, centre: Centre
) -> RecordingRulesShown:
    """Bring an earlier version back, as a new one; 0 is no rules at all."""
    await centre.submit(RestoreRecordingRules(number=body.number, by=caller.user_id))
    return _shown(book)


@_desk.post("/pause", operation_id="pause_recording", status_code=HTTPStatus.NO_CONTENT)
async def pause_recording(
    interaction_id: AnInteraction,
    body: RecordingPause,
    agent_id: OwnAgent,
    caller: SignedIn,
    centre: Centre,
) -> None:
    """Write nothing down, of nobody in the conversation: card data, passwords."""
    command = PauseRecording(
        interaction_id=InteractionId(interaction_id),
        agent_id=agent_id,
        reason=body.reason,
        by=caller.user_id,
    )
    await centre.submit(command)


@_desk.post("/resume", operation_id="resume_recording", status_code=HTTPStatus.NO_CONTENT)
async def resume_recording(
    interaction_id: AnInteraction, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Go on recording; the pause stays on record as silence."""
    command = ResumeRecording(
        interaction_id=InteractionId(interaction_id), agent_id=agent_id, by=caller.user_id
    )
    await centre.submit(command)


def _shown(book: RecordingRuleBook) -> RecordingRulesShown:
    history = book.rules
    rules = history.editions[-1].content if history.editions else ()
    return RecordingRulesShown(
        version=history.newest,
        rules=[RecordingRuleBody.model_validate(msgspec.to_builtins(rule)) for rule in rules],
        versions=editions_of(history),
    )


routers = (_rules, _desk)
