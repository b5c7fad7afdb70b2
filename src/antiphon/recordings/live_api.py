"""Hearing the last seconds of a conversation that goes on: for supervisors, on record."""

import asyncio
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from antiphon.edge.audit import AuditTrail
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import part
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import InteractionId
from antiphon.telephony.engine import RecordingId

router = APIRouter(prefix="/v1/interactions/{interaction_id}", tags=["recordings"])

LAST_S = 30

Find = Callable[[InteractionId], RecordingId | None]
Locate = Callable[[RecordingId], tuple[FilePath, ...]]


class RunningRecordings:
    """Which recording of an interaction can be heard now, and where the engine writes it."""

    def __init__(self, find: Find, locate: Locate) -> None:
        self._find = find
        self._locate = locate

    def files(self, interaction_id: InteractionId) -> tuple[FilePath, ...]:
        """Both sides, the customer's first. Raises RuleBroken, or the problem of its absence."""
        recording = self._find(interaction_id)
        if recording is None:
            raise not_found("recording")
        return self._locate(recording)


@router.get(
    "/last-seconds",
    operation_id="hear_last_seconds",
    response_class=Response,
    responses={200: {"content": {"audio/wav": {}}, "description": "The sound."}},
)
async def hear_last_seconds(
    interaction_id: Annotated[str, Path(min_length=1, max_length=200)],
    running: Annotated[RunningRecordings, part(RunningRecordings)],
    audit: Annotated[AuditTrail, part(AuditTrail)],
    limits: Annotated[Oversight, part(Oversight)],
    *,
    caller: Annotated[Caller, permitted(Permission.RECORDING_LISTEN)],
) -> Response:
    """The last half minute of a conversation that goes on; nothing that was said in a pause."""
    limits.check_interaction(caller, InteractionId(interaction_id))
    files = running.files(InteractionId(interaction_id))
    # What computes with sound is not imported before there is some.
    from antiphon.recordings.last_seconds import last_seconds  # noqa: PLC0415

    sound = await asyncio.to_thread(last_seconds, files, LAST_S)
    await audit.note(caller, "recordings.listened_live", interaction_id)
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "private, no-store"})
