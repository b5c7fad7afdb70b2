"""What callers hear while the centre is away, over HTTP: the words, their versions, a preview."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import Field, StringConstraints

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.editions import EditionShown, editions_of
from antiphon.edge.fields import Input
from antiphon.edge.parts import Centre, part
from antiphon.edge.sound import wav_of
from antiphon.flows.away_text import AwayTextBook, RestoreAwayText, SaveAwayText, spoken_of
from antiphon.flows.graph import LANGUAGES
from antiphon.flows.voice import PromptFailed
from antiphon.identity.contract import Permission
from antiphon.kernel.events import RuleBroken

router = APIRouter(prefix="/v1/away-text", tags=["away-text"])

_RATE = 16_000

Words = Annotated[str, StringConstraints(max_length=500)]
Texts = Annotated[
    dict[str, Words],
    Field(
        max_length=len(LANGUAGES),
        description=f"By language: {', '.join(LANGUAGES)}. One without words is not heard.",
        examples=[{"en": "Please call again in a few minutes."}],
    ),
]


class AwayVoice:
    """Speaks the text as callers hear it; `app` says how."""

    def __init__(self, speak: Callable[[Mapping[str, str]], Awaitable[bytes]]) -> None:
        """`speak` gives 16-bit samples at 16 kHz."""
        self.speak = speak


Book = Annotated[AwayTextBook, part(AwayTextBook)]
Reader = Annotated[Caller, permitted(Permission.FLOW_READ)]
Editor = Annotated[Caller, permitted(Permission.FLOW_EDIT)]


class AwayTextBody(Input):
    """What callers hear, one language after the other."""

    text: Texts


class AwayTextChange(AwayTextBody):
    """Other words; `version` is the one that the edit began with."""

    version: int | None = Field(None, ge=0)


class AwayTextShown(AwayTextBody):
    """The words in force, and all versions."""

    languages: list[str] = Field(description="Those that can be spoken, as they are heard.")
    version: int = Field(description="0: nobody has changed the words yet.")
    versions: list[EditionShown] = Field(description="The newest first.")


@router.get("", operation_id="get_away_text")
async def get_away_text(book: Book, _caller: Reader) -> AwayTextShown:
    """What callers hear when the centre is away for longer than they can be asked to wait."""
    return _shown(book)


@router.put("", operation_id="save_away_text")
async def save_away_text(
    body: AwayTextChange, book: Book, caller: Editor, centre: Centre
) -> AwayTextShown:
    """Change the words; they are spoken and laid ready at once."""
    await centre.submit(
        SaveAwayText(text=body.text, edited_version=body.version, by=caller.user_id)
    )
    return _shown(book)


@router.post("/{number}/restore", operation_id="restore_away_text")
async def restore_away_text(
    number: Annotated[int, Path(ge=0)], book: Book, caller: Editor, centre: Centre
) -> AwayTextShown:
    """Bring back an earlier version; 0 is the text that the product came with."""
    await centre.submit(RestoreAwayText(number=number, by=caller.user_id))
    return _shown(book)


@router.post(
    "/sample",
    operation_id="hear_away_text",
    response_class=Response,
    responses={HTTPStatus.OK: {"content": {"audio/wav": {}}}},
)
async def hear_away_text(
    body: AwayTextBody, voice: Annotated[AwayVoice, part(AwayVoice)], _caller: Editor
) -> Response:
    """These words as callers would hear them; nothing is saved."""
    text = spoken_of(body.text)
    try:
        samples = await voice.speak(text)
    except PromptFailed as error:
        raise RuleBroken("away_text.unspoken", f"This cannot be spoken: {error}.") from error
    return Response(wav_of(samples, _RATE), media_type="audio/wav")


def _shown(book: AwayTextBook) -> AwayTextShown:
    return AwayTextShown(
        text=dict(book.text),
        languages=list(LANGUAGES),
        version=book.history.newest,
        versions=editions_of(book.history),
    )
