"""Recordings: the sound with byte ranges, its outline, a copy to keep. Who did it is on record."""

from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import FileResponse

from antiphon.edge.audit import AuditTrail
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import part
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission
from antiphon.recordings.contract import ShelvedRecording
from antiphon.recordings.library import RecordingLibrary
from antiphon.recordings.storage import RecordingStore, RecordingUnknown
from antiphon.telephony.engine import RecordingId

router = APIRouter(prefix="/v1/recordings/{recording_id}", tags=["recordings"])

Id = Annotated[str, Path(alias="recording_id", min_length=1, max_length=130)]
Library = Annotated[RecordingLibrary, part(RecordingLibrary)]
Store = Annotated[RecordingStore, part(RecordingStore)]
Listener = Annotated[Caller, permitted(Permission.RECORDING_PLAY)]
Audit = Annotated[AuditTrail, part(AuditTrail)]
Limits = Annotated[Oversight, part(Oversight)]


class Peaks(BaseModel):
    """The loudest moment of each part of a recording, from 0 to 255."""

    left: list[int] = Field(description="The customer.")
    right: list[int] = Field(description="The agent; empty when there is one channel only.")
    seconds: float


@router.get(
    "",
    operation_id="get_recording",
    response_class=FileResponse,
    responses={
        200: {"content": {"audio/wav": {}}, "description": "The sound."},
        206: {"content": {"audio/wav": {}}, "description": "The part that was asked for."},
        416: {"description": "There is no such part."},
    },
)
async def get_recording(
    recording_id: Id,
    request: Request,
    library: Library,
    store: Store,
    audit: Audit,
    *,
    limits: Limits,
    caller: Listener,
) -> FileResponse:
    """The sound: customer left, agent right. Asking for the beginning is put on record."""
    kept = await _kept(library, recording_id, limits, caller)
    file = _file(store, kept)
    if request.headers.get("range", "bytes=0-").startswith("bytes=0-"):
        await audit.note(caller, "recordings.played", kept.id, interaction_id=kept.interaction_id)
    return FileResponse(
        file,
        media_type="audio/wav",
        filename=f"{kept.id}.wav",
        content_disposition_type="inline",
        headers={"Cache-Control": "private, no-store"},
    )


@router.get(
    "/download",
    operation_id="download_recording",
    response_class=FileResponse,
    responses={200: {"content": {"audio/wav": {}}, "description": "The sound."}},
)
async def download_recording(
    recording_id: Id,
    library: Library,
    store: Store,
    audit: Audit,
    *,
    limits: Limits,
    caller: Annotated[Caller, permitted(Permission.RECORDING_DOWNLOAD)],
) -> FileResponse:
    """A copy of the sound to keep, which leaves our care: put on record by itself."""
    kept = await _kept(library, recording_id, limits, caller)
    file = _file(store, kept)
    await audit.note(caller, "recordings.downloaded", kept.id, interaction_id=kept.interaction_id)
    return FileResponse(
        file,
        media_type="audio/wav",
        filename=f"{kept.id}.wav",
        headers={"Cache-Control": "private, no-store"},
    )


@router.get("/peaks", operation_id="get_recording_peaks")
async def get_recording_peaks(
    recording_id: Id,
    library: Library,
    store: Store,
    *,
    limits: Limits,
    caller: Listener,
    columns: Annotated[int, Query(ge=1, le=4000)] = 600,
) -> Peaks:
    """The outline of the sound, for a picture of who spoke when."""
    kept = await _kept(library, recording_id, limits, caller)
    try:
        channels = await store.peaks(kept.path, columns)
    except RecordingUnknown:
        raise not_found("recording") from None
    right = channels[1] if len(channels) > 1 else []
    return Peaks(left=channels[0], right=right, seconds=kept.seconds)


def _file(store: RecordingStore, kept: ShelvedRecording) -> FilePath:
    try:
        return store.find(kept.path)
    except RecordingUnknown:
        raise not_found("recording") from None


async def _kept(
    library: RecordingLibrary, recording_id: str, limits: Oversight, caller: Caller
) -> ShelvedRecording:
    kept = await library.find(RecordingId(recording_id))
    if kept is None:
        raise not_found("recording")
    await limits.check_any(caller, kept.interaction_id)
    return kept
