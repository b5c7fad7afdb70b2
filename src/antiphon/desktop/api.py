"""Scripts, screen pops and allowed sites over HTTP."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from antiphon.desktop.contract import (
    PopKind,
    RemoveScreenPop,
    RemoveScript,
    RemoveSite,
    SaveScreenPop,
    SaveScript,
    SaveSite,
    ScreenPop,
    Script,
    Site,
    Stage,
)
from antiphon.desktop.domain import DesktopBook
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Ids, Input, Name, Note
from antiphon.edge.parts import part_of
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import ScreenPopId, ScriptId, SiteId

Address = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=2_000, pattern=r"^[\x21-\x7e]+$"
    ),
]


class NewScript(Input):
    """What to say, or to mind, with an interaction."""

    name: Name = Field(examples=["Greeting"])
    text: Note = Field(examples=["Welcome {customer}, this is {agent} of {queue}."])
    queues: Ids = Field(default=[], description="Where it is shown; empty: in every queue.")
    stages: list[Stage] = Field(
        default=[], max_length=len(Stage), description="When it is shown; empty: all the time."
    )
    language: Literal["en", "zh-Hans", "zh-Hant", "yue"] | None = Field(
        None, description="Only with customers who speak it."
    )


class NewAllowedSite(Input):
    """A site outside that screen pops may lead to."""

    name: Name = Field(examples=["Customer system"])
    origin: Address = Field(examples=["https://crm.example.com"])


class NewScreenPop(Input):
    """A page outside that is opened with an interaction."""

    name: Name = Field(examples=["Customer in the CRM"])
    kind: PopKind = Field(description="A page of its own, or a panel inside the desk.")
    address: Address = Field(examples=["https://crm.example.com/find?tel={number}"])
    queues: Ids = Field(default=[], description="With which interactions; empty: with all.")
    is_automatic: bool = Field(
        default=False, description="Opens by itself: a page when accepted, a panel at once."
    )


SCRIPTS = CatalogueApi(
    path="scripts",
    noun="script",
    plural="scripts",
    new=NewScript,
    item=Script,
    catalogue=lambda connection: part_of(connection, DesktopBook).scripts,
    save=lambda item, version, by: SaveScript(script=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveScript(id=ScriptId(item_id), by=by),
    read=Permission.SCRIPT_READ,
    edit=Permission.SCRIPT_EDIT,
)

SITES = CatalogueApi(
    path="allowed-sites",
    noun="allowed_site",
    plural="allowed_sites",
    new=NewAllowedSite,
    item=Site,
    catalogue=lambda connection: part_of(connection, DesktopBook).sites,
    save=lambda item, version, by: SaveSite(site=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveSite(id=SiteId(item_id), by=by),
    read=Permission.SITE_READ,
    edit=Permission.SITE_EDIT,
)

SCREEN_POPS = CatalogueApi(
    path="screen-pops",
    noun="screen_pop",
    plural="screen_pops",
    new=NewScreenPop,
    item=ScreenPop,
    catalogue=lambda connection: part_of(connection, DesktopBook).pops,
    save=lambda item, version, by: SaveScreenPop(screen_pop=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveScreenPop(id=ScreenPopId(item_id), by=by),
    read=Permission.SCREEN_POP_READ,
    edit=Permission.SCREEN_POP_EDIT,
)

routers = (SCRIPTS.router, SITES.router, SCREEN_POPS.router)
