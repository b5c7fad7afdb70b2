"""What callers hear while the centre is away: a text in one or more languages, with versions. Pure.

Nobody knows then which language a caller speaks, so every language that has words is heard, one
after the other, in the order of `LANGUAGES`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

from antiphon.flows.graph import LANGUAGES
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.history import History
from antiphon.kernel.ids import UserId

# In force until somebody writes another one.
DEFAULT_TEXT: Mapping[str, str] = {
    "en": "We cannot take your call at the moment. Please call again in a few minutes.",
    "zh-Hans": "很抱歉，我们暂时无法接听您的来电，请过几分钟再拨。",
    "yue": "好抱歉，我哋暫時未能接聽你嘅來電，請過幾分鐘再打嚟。",
}


class AwayTextSaved(Event, frozen=True, kw_only=True):
    """What callers hear while the centre is away changed; `restores` is a version brought back."""

    type: ClassVar[str] = "flows.away_text_saved"
    text: dict[str, str]
    by: UserId | None
    restores: int | None = None

    def stream(self) -> str:
        return "away_text/all"


class SaveAwayText(Command, frozen=True, kw_only=True):
    """Change what callers hear while the centre is away; `edited_version` is what was edited."""

    text: dict[str, str]
    edited_version: int | None = None


class RestoreAwayText(Command, frozen=True, kw_only=True):
    """Bring back an earlier version; 0 is the text that the product came with."""

    number: int


class AwayTextBook:
    """The text in force, and all that were before."""

    def __init__(self) -> None:
        self.history: History[Mapping[str, str]] = History("texts", DEFAULT_TEXT)

    @property
    def text(self) -> Mapping[str, str]:
        """The text in force, by language: each version counts from when it was saved."""
        newest = self.history.newest
        return self.history.find(newest).content if newest else DEFAULT_TEXT

    def save(self, command: SaveAwayText, now: datetime) -> Iterable[Event]:
        """Decide about a new text."""
        if command.edited_version is not None:
            self.history.check_edit(command.edited_version)
        yield AwayTextSaved(at=now, text=spoken_of(command.text), by=command.by)

    def restore(self, command: RestoreAwayText, now: datetime) -> Iterable[Event]:
        """Bring back an earlier version."""
        number = command.number
        text = self.history.find(number).content if number else DEFAULT_TEXT
        yield AwayTextSaved(at=now, text=dict(text), by=command.by, restores=number)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case AwayTextSaved():
                self.history.add(event.text, event, valid_from=event.at)
            case _:
                pass


def spoken_of(text: Mapping[str, str]) -> dict[str, str]:
    """The languages that have words, in the order in which they are heard.

    Raises:
        RuleBroken: a language is none that we speak, or none has words.
    """
    unknown = sorted(set(text) - set(LANGUAGES))
    if unknown:
        raise RuleBroken("away_text.language", f"Nobody speaks {unknown[0]!r} here.")
    stripped = {language: text.get(language, "").strip() for language in LANGUAGES}
    spoken = {language: words for language, words in stripped.items() if words}
    if not spoken:
        raise RuleBroken("away_text.empty", "Write the words in at least one language.")
    return spoken
