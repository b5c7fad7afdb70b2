"""Ticket numbers lead only to allowed sites, as screen pops do: forms and sites checked together.

Policy: a form is saved with a link only to a site of the list, and such a site stays on it.
"""

from collections.abc import Iterable
from datetime import datetime

from antiphon.app.centre.world import World
from antiphon.desktop.contract import RemoveSite, SaveSite
from antiphon.interactions.wrap_up_forms import SaveWrapUpForm
from antiphon.kernel.catalogue import refuse_in_use
from antiphon.kernel.events import Event
from antiphon.kernel.ids import SiteId


def save_form(world: World, command: SaveWrapUpForm, now: datetime) -> Iterable[Event]:
    """Decide about what agents are asked."""
    decided = list(world.interactions.save_wrap_up_form(command, now))
    tickets = command.form.tickets
    if tickets is not None and tickets.address:
        world.desktop.check_allowed(tickets.address)
    yield from decided


def save_site(world: World, command: SaveSite, now: datetime) -> Iterable[Event]:
    """Decide about a site; forms that lead to its old origin must not lose it."""
    before = world.desktop.sites.find(command.site.id)
    decided = list(world.desktop.save_site(command, now))
    if before is not None and all(event.site.origin != before.origin for event in decided):
        _check_unused(world, command.site.id)
    yield from decided


def remove_site(world: World, command: RemoveSite, now: datetime) -> Iterable[Event]:
    """Decide about taking a site off the list."""
    decided = list(world.desktop.remove_site(command, now))
    _check_unused(world, command.id)
    yield from decided


def _check_unused(world: World, site_id: SiteId) -> None:
    site = world.desktop.sites.get(site_id)
    form = world.interactions.wrap_up_forms.leading_to(site.origin)
    if form is not None and not world.desktop.is_doubled(site):
        refuse_in_use([form.name])
