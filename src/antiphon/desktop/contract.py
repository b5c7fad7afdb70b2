"""What others may know of the desktop: scripts, screen pops, and the sites that pops may show."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import QueueId, ScreenPopId, ScriptId, SiteId, UserId


class Stage(StrEnum):
    """How far the agent is with an interaction."""

    OFFER = "offer"
    CONVERSATION = "conversation"
    WRAP_UP = "wrap_up"


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """What to say, or to mind, in these queues at these stages.

    `queues` empty means every queue, `stages` empty every stage, `language` None every language.
    `text` may name `{customer}`, `{agent}`, `{queue}` and attached data as `{data.key}`.
    """

    id: ScriptId
    name: str
    text: str
    queues: tuple[QueueId, ...] = ()
    stages: tuple[Stage, ...] = ()
    language: str | None = None


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A site outside that screen pops may lead to: `origin` is its scheme, host and port."""

    id: SiteId
    name: str
    origin: str


class PopKind(StrEnum):
    """How a screen pop is shown."""

    LINK = "link"
    PANEL = "panel"


class ScreenPop(msgspec.Struct, frozen=True, kw_only=True):
    """A page outside that is opened with an interaction of these queues; empty: of every queue.

    `address` is a template such as `https://crm.example.com/find?tel={number}`. One that
    `is_automatic` opens by itself, any other when the agent asks for it.
    """

    id: ScreenPopId
    name: str
    kind: PopKind
    address: str
    queues: tuple[QueueId, ...] = ()
    is_automatic: bool = False


class ScriptSaved(Event, frozen=True, kw_only=True):
    """A script was added or changed."""

    type: ClassVar[str] = "desktop.script_saved"
    script: Script
    by: UserId | None

    def stream(self) -> str:
        return f"script/{self.script.id}"


class ScriptRemoved(Event, frozen=True, kw_only=True):
    """A script is shown no more."""

    type: ClassVar[str] = "desktop.script_removed"
    script_id: ScriptId
    by: UserId | None

    def stream(self) -> str:
        return f"script/{self.script_id}"


class SiteSaved(Event, frozen=True, kw_only=True):
    """A site was put on the list of those that screen pops may lead to, or changed there."""

    type: ClassVar[str] = "desktop.site_saved"
    site: Site
    by: UserId | None

    def stream(self) -> str:
        return f"site/{self.site.id}"


class SiteRemoved(Event, frozen=True, kw_only=True):
    """A site was taken off the list; no screen pop led there."""

    type: ClassVar[str] = "desktop.site_removed"
    site_id: SiteId
    by: UserId | None

    def stream(self) -> str:
        return f"site/{self.site_id}"


class ScreenPopSaved(Event, frozen=True, kw_only=True):
    """A screen pop was added or changed."""

    type: ClassVar[str] = "desktop.screen_pop_saved"
    screen_pop: ScreenPop
    by: UserId | None

    def stream(self) -> str:
        return f"screen_pop/{self.screen_pop.id}"


class ScreenPopRemoved(Event, frozen=True, kw_only=True):
    """A screen pop opens no more."""

    type: ClassVar[str] = "desktop.screen_pop_removed"
    screen_pop_id: ScreenPopId
    by: UserId | None

    def stream(self) -> str:
        return f"screen_pop/{self.screen_pop_id}"


class SaveScript(Command, frozen=True, kw_only=True):
    """Add or change a script."""

    script: Script
    edited_version: int | None = None


class RemoveScript(Command, frozen=True, kw_only=True):
    """Show a script no more."""

    id: ScriptId


class SaveSite(Command, frozen=True, kw_only=True):
    """Let screen pops lead to a site."""

    site: Site
    edited_version: int | None = None


class RemoveSite(Command, frozen=True, kw_only=True):
    """Let no screen pop lead to a site any more."""

    id: SiteId


class SaveScreenPop(Command, frozen=True, kw_only=True):
    """Add or change a screen pop."""

    screen_pop: ScreenPop
    edited_version: int | None = None


class RemoveScreenPop(Command, frozen=True, kw_only=True):
    """Open a screen pop no more."""

    id: ScreenPopId
