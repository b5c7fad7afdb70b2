"""The music that can be given to a queue, over HTTP: its names, and a beginning to listen to."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import BaseModel, Field

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.parts import part
from antiphon.edge.problems import not_found
from antiphon.edge.sound import wav_of
from antiphon.identity.contract import Permission

router = APIRouter(prefix="/v1/music", tags=["music"])

_RATE = 16_000
_SAMPLE_S = 20


class MusicShelf:
    """Which music callers may hear while they wait; `app` says where it lies."""

    def __init__(
        self, list_music: Callable[[], dict[str, int]], begin: Callable[[str, int], bytes | None]
    ) -> None:
        """`list_music` gives each music with the number of its pieces.

        `begin` gives so many seconds of its first piece, in 16-bit samples at 16 kHz; None where
        there is no such music.
        """
        self.list_music, self.begin = list_music, begin


Shelf = Annotated[MusicShelf, part(MusicShelf)]
Reader = Annotated[Caller, permitted(Permission.QUEUE_READ)]
Name = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,40}$")]


class Music(BaseModel):
    """One music; a queue names it."""

    name: str = Field(examples=["default"])
    pieces: int = Field(description="How many pieces it has, played one after the other.")


class MusicList(BaseModel):
    """All music there is."""

    items: list[Music]


@router.get("", operation_id="list_music")
async def list_music(shelf: Shelf, _caller: Reader) -> MusicList:
    """The music that queues can have; it is taken from the data folder when Antiphon starts."""
    found = await asyncio.to_thread(shelf.list_music)
    return MusicList(items=[Music(name=name, pieces=found[name]) for name in sorted(found)])


@router.get(
    "/{name}/sample",
    operation_id="hear_music",
    response_class=Response,
    responses={HTTPStatus.OK: {"content": {"audio/wav": {}}}},
)
async def hear_music(name: Name, shelf: Shelf, _caller: Reader) -> Response:
    """The first 20 seconds, as callers hear them."""
    samples = await asyncio.to_thread(shelf.begin, name, _SAMPLE_S)
    if samples is None:
        raise not_found("music")
    return Response(wav_of(samples, _RATE), media_type="audio/wav")
