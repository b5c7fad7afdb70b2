"""The book of scripts and screen pops. `decide` methods check, `apply` never refuses.

Pages lead only to sites on the administrators' list: `check_allowed` holds that rule.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from antiphon.desktop.contract import (
    PopKind,
    RemoveScreenPop,
    RemoveScript,
    RemoveSite,
    SaveScreenPop,
    SaveScript,
    SaveSite,
    ScreenPop,
    ScreenPopRemoved,
    ScreenPopSaved,
    Script,
    ScriptRemoved,
    ScriptSaved,
    Site,
    SiteRemoved,
    SiteSaved,
    Stage,
)
from antiphon.desktop.templates import check_places
from antiphon.kernel.catalogue import Catalogue, refuse_in_use
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import QueueId
from antiphon.kernel.web_origin import AddressUnusable, origin_of


class DesktopBook:
    """All scripts, screen pops and allowed sites."""

    def __init__(self) -> None:
        self.scripts: Catalogue[Script] = Catalogue("script")
        self.pops: Catalogue[ScreenPop] = Catalogue("screen pop")
        self.sites: Catalogue[Site] = Catalogue("allowed site")

    def scripts_for(
        self, queue_id: QueueId | None, stage: Stage, language: str
    ) -> Iterator[Script]:
        """What to show at this stage, what is for this very queue first."""
        found = [
            script
            for script in self.scripts
            if (not script.queues or queue_id in script.queues)
            and (not script.stages or stage in script.stages)
            and script.language in {None, language}
        ]
        return iter(sorted(found, key=lambda script: not script.queues))

    def pops_for(self, queue_id: QueueId | None) -> Iterator[ScreenPop]:
        """What opens with an interaction of this queue."""
        return (pop for pop in self.pops if not pop.queues or queue_id in pop.queues)

    def framed_origins(self) -> list[str]:
        """The origins that our page may show inside itself."""
        panels = (pop for pop in self.pops if pop.kind is PopKind.PANEL)
        return sorted({origin_of(pop.address) for pop in panels})

    def check_allowed(self, address: str) -> None:
        """Refuse an address that leads to no site on the list."""
        origin = _origin(address)
        if all(site.origin != origin for site in self.sites):
            raise RuleBroken(
                "desktop.site_unknown",
                f"{origin} is not among the allowed sites: add it first.",
                origin=origin,
            )

    def is_doubled(self, site: Site) -> bool:
        """Whether the list has the same site twice: then one may go."""
        return any(one.origin == site.origin and one.id != site.id for one in self.sites)

    # Decisions

    def save_script(self, command: SaveScript, now: datetime) -> Iterable[Event]:
        """Decide about a script."""
        self.scripts.check_save(command.script, command.edited_version)
        if not command.script.text.strip():
            raise RuleBroken("desktop.script_empty", "Write down what the script says.")
        yield ScriptSaved(at=now, script=command.script, by=command.by)

    def remove_script(self, command: RemoveScript, now: datetime) -> Iterable[Event]:
        """Decide about showing a script no more."""
        self.scripts.get(command.id)
        yield ScriptRemoved(at=now, script_id=command.id, by=command.by)

    def save_site(self, command: SaveSite, now: datetime) -> Iterable[SiteSaved]:
        """Decide about a site; pops that lead to its old origin must not lose it."""
        self.sites.check_save(command.site, command.edited_version)
        origin = _origin(command.site.origin)
        before = self.sites.find(command.site.id)
        if before is not None and before.origin != origin:
            self._check_unused(before)
        site = msgspec.structs.replace(command.site, origin=origin)
        yield SiteSaved(at=now, site=site, by=command.by)

    def remove_site(self, command: RemoveSite, now: datetime) -> Iterable[Event]:
        """Decide about taking a site off the list."""
        self._check_unused(self.sites.get(command.id))
        yield SiteRemoved(at=now, site_id=command.id, by=command.by)

    def save_pop(self, command: SaveScreenPop, now: datetime) -> Iterable[Event]:
        """Decide about a screen pop."""
        self.pops.check_save(command.screen_pop, command.edited_version)
        self._check_pop(command.screen_pop)
        yield ScreenPopSaved(at=now, screen_pop=command.screen_pop, by=command.by)

    def remove_pop(self, command: RemoveScreenPop, now: datetime) -> Iterable[Event]:
        """Decide about opening a screen pop no more."""
        self.pops.get(command.id)
        yield ScreenPopRemoved(at=now, screen_pop_id=command.id, by=command.by)

    def _check_pop(self, pop: ScreenPop) -> None:
        _origin(pop.address)
        try:
            check_places(pop.address)
        except AddressUnusable as error:
            raise RuleBroken(error.code, str(error)) from None
        self.check_allowed(pop.address)

    def _check_unused(self, site: Site) -> None:
        users = [pop.name for pop in self.pops if origin_of(pop.address) == site.origin]
        if not self.is_doubled(site):
            refuse_in_use(users)

    # Evolution

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case ScriptSaved(script=script):
                self.scripts.save(script, event)
            case ScriptRemoved(script_id=script_id):
                self.scripts.remove(script_id, event)
            case SiteSaved(site=site):
                self.sites.save(site, event)
            case SiteRemoved(site_id=site_id):
                self.sites.remove(site_id, event)
            case ScreenPopSaved(screen_pop=pop):
                self.pops.save(pop, event)
            case ScreenPopRemoved(screen_pop_id=pop_id):
                self.pops.remove(pop_id, event)
            case _:
                pass


def _origin(address: str) -> str:
    try:
        return origin_of(address)
    except AddressUnusable as error:
        raise RuleBroken(error.code, str(error)) from None
