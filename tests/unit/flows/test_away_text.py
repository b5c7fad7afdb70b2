"""What callers hear while the centre is away: its words, its versions, its sound."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from tests.support.patience import PATIENCE_S

from antiphon.app.centre.engine.away_sound import AwaySound
from antiphon.app.centre.loop import Recorded
from antiphon.flows.away_text import (
    DEFAULT_TEXT,
    AwayTextBook,
    AwayTextSaved,
    RestoreAwayText,
    SaveAwayText,
)
from antiphon.flows.voice import PromptFailed
from antiphon.kernel.events import RuleBroken

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def save(book: AwayTextBook, text: dict[str, str], edited: int | None = None) -> AwayTextSaved:
    (event,) = book.save(SaveAwayText(text=text, edited_version=edited), NOON)
    book.apply(event)
    assert isinstance(event, AwayTextSaved)
    return event


def test_there_are_words_in_three_languages_before_anybody_wrote_some() -> None:
    assert list(AwayTextBook().text) == ["en", "zh-Hans", "yue"]


def test_words_are_kept_in_the_order_in_which_they_are_heard_and_empty_ones_left_out() -> None:
    book = AwayTextBook()
    save(book, {"yue": "等陣", "zh-Hans": "  ", "en": " Later. "})
    assert list(book.text.items()) == [("en", "Later."), ("yue", "等陣")]


@pytest.mark.parametrize("text", [{}, {"en": " "}, {"xx": "words"}])
def test_no_words_and_languages_that_nobody_speaks_are_refused(text: dict[str, str]) -> None:
    with pytest.raises(RuleBroken):
        save(AwayTextBook(), text)


def test_an_earlier_version_is_brought_back_and_an_edit_of_an_old_one_refused() -> None:
    book = AwayTextBook()
    save(book, {"en": "One."}, edited=0)
    with pytest.raises(RuleBroken, match="meanwhile"):
        save(book, {"en": "Two."}, edited=0)
    save(book, {"en": "Two."}, edited=1)
    for number, wanted in ((1, {"en": "One."}), (0, dict(DEFAULT_TEXT))):
        (event,) = book.restore(RestoreAwayText(number=number), NOON)
        book.apply(event)
        assert book.text == wanted
    assert [edition.restores for edition in book.history.editions] == [None, None, 1, 0]


class FakeSpeaker:
    """Writes the words themselves as their sound; some it cannot say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.said: asyncio.Queue[str] = asyncio.Queue()
        # How often the machine is too busy to speak.
        self.failures = 0

    async def render(self, text: str, language: str) -> Path:
        self.said.put_nowait(text)
        if text == "unspeakable":
            raise PromptFailed("no voice")
        if self.failures:
            self.failures -= 1
            raise PromptFailed("took too long")
        stem = self._folder / f"{language}-{len(text)}"
        for suffix in ("ulaw", "alaw", "sln16"):
            stem.with_suffix(f".{suffix}").write_bytes(text.encode())
        return stem


async def test_the_sound_follows_the_words_and_stays_when_new_ones_cannot_be_said(
    tmp_path: Path,
) -> None:
    book, speaker = AwayTextBook(), FakeSpeaker(tmp_path)
    save(book, {"en": "Later.", "yue": "等陣"})
    stem = tmp_path / "engine" / "away"
    sound = AwaySound(book, speaker, stem, again_after_s=(3_600.0,))
    running = asyncio.create_task(sound.run())

    async def heard(words: str) -> bytes:
        async with asyncio.timeout(PATIENCE_S):
            while await speaker.said.get() != words:
                pass
            while not stem.with_suffix(".made-from").is_file():  # noqa: ASYNC110 (a thread writes)
                await asyncio.sleep(0.01)
            return stem.with_suffix(".ulaw").read_bytes()

    first = await heard("等陣")
    assert first.startswith(b"Later.")
    assert first.endswith("等陣".encode())
    assert first.count(b"\xff") == 5_600
    with capture_logs() as logs:
        sound.listen([Recorded(2, save(book, {"en": "unspeakable"}))])
        assert await heard("unspeakable") == first
        sound.listen([Recorded(3, save(book, {"en": "Soon."}))])
        await heard("Soon.")
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "away_sound.not_made"
    ]
    assert await sound.speak({"en": "Hm."}) == b"Hm."
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_words_that_a_busy_machine_did_not_speak_are_spoken_later(tmp_path: Path) -> None:
    book, speaker = AwayTextBook(), FakeSpeaker(tmp_path)
    speaker.failures = 3
    save(book, {"en": "Later."})
    sound = AwaySound(book, speaker, tmp_path / "away", again_after_s=(0.01, 0.02))
    running = asyncio.create_task(sound.run())
    async with asyncio.timeout(PATIENCE_S):
        for _ in range(4):
            assert await speaker.said.get() == "Later."
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert speaker.failures == 0
