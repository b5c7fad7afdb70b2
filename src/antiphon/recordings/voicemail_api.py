"""Voicemail over HTTP: the boxes, the messages that somebody may hear, and what was done."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field, StringConstraints

from antiphon.edge.audit import AuditTrail
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Id, Input, Name, Note
from antiphon.edge.parts import Centre, part, part_of
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import InteractionId, UserId, VoicemailBoxId
from antiphon.recordings.library import RecordingLibrary
from antiphon.recordings.storage import RecordingStore, RecordingUnknown
from antiphon.recordings.voicemail import (
    FinishVoicemail,
    HearVoicemail,
    RemoveVoicemailBox,
    ReopenVoicemail,
    SaveVoicemailBox,
    Voicemail,
    VoicemailBook,
    VoicemailBox,
)

_Language = Literal["en", "zh-Hans", "zh-Hant", "yue"]
_Greeting = Annotated[
    dict[_Language, Annotated[Note, StringConstraints(max_length=2_000)]],
    Field(examples=[{"en": "Orders is closed. Tell us your number after the tone."}]),
]


class NewVoicemailBox(Input):
    """Where messages lie: for the agents of a queue or for one agent; with neither, for all."""

    name: Name = Field(examples=["Orders"])
    queue_id: Id | None = Field(None, description="Whose agents hear the messages.")
    agent_id: Id | None = Field(None, description="The one agent who hears them.")
    greeting: _Greeting = Field(
        {}, description="Said before the tone, by language; empty: what the flow's step says."
    )
    keep_days: int | None = Field(
        None,
        ge=1,
        le=3_650,
        description="Days after which a message and its sound are deleted; none: never.",
    )


_BOXES = CatalogueApi(
    path="voicemail-boxes",
    noun="voicemail_box",
    plural="voicemail_boxes",
    new=NewVoicemailBox,
    item=VoicemailBox,
    catalogue=lambda connection: part_of(connection, VoicemailBook).boxes,
    save=lambda box, version, by: SaveVoicemailBox(box=box, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveVoicemailBox(id=VoicemailBoxId(item_id), by=by),
    read=Permission.VOICEMAIL_BOX_READ,
    edit=Permission.VOICEMAIL_BOX_EDIT,
)

_messages = APIRouter(prefix="/v1/voicemails", tags=["voicemails"])

# An agent for the own boxes, others for what they may play.
Listener = Annotated[Caller, permitted(Permission.DESK_USE, Permission.RECORDING_PLAY)]
Book = Annotated[VoicemailBook, part(VoicemailBook)]


class VoicemailRights:
    """Whether somebody may hear a message, which the agents' profiles and teams know."""

    def __init__(self, may_hear: Callable[[Caller, Voicemail], bool]) -> None:
        self.may_hear = may_hear


class VoicemailMessage(BaseModel):
    """A message, by the interaction in which it was left; `transcript` is for later speech."""

    id: str
    left_at: datetime
    seconds: float
    number: str
    name: str
    box: str | None = Field(description="The name of the box.")
    queue_id: str | None
    is_heard: bool
    is_done: bool
    done_at: datetime | None
    goes_at: datetime | None = Field(description="When it will be deleted; none: never.")
    transcript: str | None
    sound_url: str


class VoicemailList(BaseModel):
    """Messages, newest first, and how many are new in all."""

    items: list[VoicemailMessage]
    new_count: int


class Mine:
    """The messages that a caller may hear."""

    def __init__(
        self,
        caller: Listener,
        book: Book,
        rights: Annotated[VoicemailRights, part(VoicemailRights)],
    ) -> None:
        self.caller, self.book, self._rights = caller, book, rights

    def all(self) -> list[Voicemail]:
        """All of them, newest first."""
        kept = reversed(self.book.messages.values())
        return [one for one in kept if self._rights.may_hear(self.caller, one)]

    def get(self, interaction_id: str) -> Voicemail:
        """One of them; whoever may not hear it does not learn that it is there."""
        message = self.book.messages.get(InteractionId(interaction_id))
        if message is None or not self._rights.may_hear(self.caller, message):
            raise not_found("message")
        return message

    @property
    def by(self) -> UserId:
        """Who asks."""
        return self.caller.user_id


ForCaller = Annotated[Mine, Depends()]
MessageId = Annotated[str, Path(alias="id", min_length=1, max_length=200)]


@_messages.get("", operation_id="list_voicemails")
async def list_voicemails(
    mine: ForCaller,
    status: Annotated[
        str, Query(pattern="^(open|done|all)$", description="open, done or all")
    ] = "open",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> VoicemailList:
    """The messages that the caller may hear, newest first."""
    every = mine.all()
    found = [one for one in every if status == "all" or (one.done_at is None) == (status == "open")]
    return VoicemailList(
        items=[_shown(one, mine.book) for one in found[:limit]],
        new_count=sum(one.heard_at is None and one.done_at is None for one in every),
    )


@_messages.get(
    "/{id}/sound",
    operation_id="get_voicemail_sound",
    response_class=FileResponse,
    responses={200: {"content": {"audio/wav": {}}, "description": "The sound."}},
)
async def get_voicemail_sound(
    message_id: MessageId,
    mine: ForCaller,
    library: Annotated[RecordingLibrary, part(RecordingLibrary)],
    store: Annotated[RecordingStore, part(RecordingStore)],
    audit: Annotated[AuditTrail, part(AuditTrail)],
    *,
    centre: Centre,
) -> FileResponse:
    """Listen to a message: it is heard from then on, and that is on record."""
    message = mine.get(message_id)
    kept = await library.find(message.left.recording_id)
    if kept is None:
        raise not_found("recording")
    try:
        file = store.find(kept.path)
    except RecordingUnknown:
        raise not_found("recording") from None
    if message.heard_at is None:
        await audit.note(
            mine.caller, "recordings.played", kept.id, interaction_id=kept.interaction_id
        )
        await centre.submit(HearVoicemail(interaction_id=InteractionId(message_id), by=mine.by))
    return FileResponse(
        file,
        media_type="audio/wav",
        content_disposition_type="inline",
        headers={"Cache-Control": "private, no-store"},
    )


@_messages.post("/{id}/done", operation_id="finish_voicemail", status_code=HTTPStatus.NO_CONTENT)
async def finish_voicemail(message_id: MessageId, mine: ForCaller, centre: Centre) -> None:
    """Say that what a message asked for is done; as a lost call it is done with it."""
    mine.get(message_id)
    await centre.submit(FinishVoicemail(interaction_id=InteractionId(message_id), by=mine.by))


@_messages.post("/{id}/reopen", operation_id="reopen_voicemail", status_code=HTTPStatus.NO_CONTENT)
async def reopen_voicemail(message_id: MessageId, mine: ForCaller, centre: Centre) -> None:
    """Take a message up again."""
    mine.get(message_id)
    await centre.submit(ReopenVoicemail(interaction_id=InteractionId(message_id), by=mine.by))


def _shown(message: Voicemail, book: VoicemailBook) -> VoicemailMessage:
    left, box = message.left, book.box_of(message)
    return VoicemailMessage(
        id=left.interaction_id,
        left_at=left.at,
        seconds=left.seconds,
        number=left.customer_number,
        name=left.customer_name,
        box=box.name if box is not None else None,
        queue_id=left.queue_id,
        is_heard=message.heard_at is not None,
        is_done=message.done_at is not None,
        done_at=message.done_at,
        goes_at=message.goes_at,
        transcript=None,
        sound_url=f"/v1/voicemails/{left.interaction_id}/sound",
    )


routers = (_BOXES.router, _messages)
