"""Scripts and screen pops: what is shown with which interaction, and where pops may lead."""

import pytest
from tests.support.centre import NOON

from antiphon.desktop.contract import (
    PopKind,
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
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import QueueId, ScreenPopId, ScriptId, SiteId

pytestmark = pytest.mark.unit

SALES = QueueId("sales")
CRM = Site(id=SiteId("crm"), name="CRM", origin="https://crm.example.com")


def a_book(*sites: Site) -> DesktopBook:
    book = DesktopBook()
    for site in sites:
        for event in book.save_site(SaveSite(site=site), NOON):
            book.apply(event)
    return book


def a_pop(address: str, kind: PopKind = PopKind.LINK) -> ScreenPop:
    return ScreenPop(id=ScreenPopId("p"), name="Find", kind=kind, address=address)


def keep(book: DesktopBook, pop: ScreenPop) -> None:
    for event in book.save_pop(SaveScreenPop(screen_pop=pop), NOON):
        book.apply(event)


def test_a_pop_leads_to_sites_on_the_list_only() -> None:
    book = a_book(CRM)
    keep(book, a_pop("https://crm.example.com/{number}"))
    for elsewhere in ("https://evil.example/", "https://crm.example.com:8443/"):
        with pytest.raises(RuleBroken, match="not among the allowed sites"):
            keep(book, a_pop(elsewhere))
    with pytest.raises(RuleBroken, match="salary"):
        keep(book, a_pop("https://crm.example.com/{salary}"))


def test_a_site_stays_on_the_list_while_a_pop_leads_there() -> None:
    book = a_book(CRM)
    keep(book, a_pop("https://crm.example.com/{number}"))
    with pytest.raises(RuleBroken, match="Find"):
        list(book.remove_site(RemoveSite(id=CRM.id), NOON))
    moved = Site(id=CRM.id, name="CRM", origin="https://new.example.com")
    with pytest.raises(RuleBroken, match="Find"):
        list(book.save_site(SaveSite(site=moved), NOON))
    renamed = Site(id=CRM.id, name="Customers", origin="https://CRM.example.com/")
    assert list(book.save_site(SaveSite(site=renamed), NOON))


def test_only_panels_are_shown_inside_the_page() -> None:
    book = a_book(CRM)
    keep(book, a_pop("https://crm.example.com/{number}"))
    assert book.framed_origins() == []
    keep(book, a_pop("https://crm.example.com/{number}", PopKind.PANEL))
    assert book.framed_origins() == ["https://crm.example.com"]


def test_scripts_are_for_queues_stages_and_languages_the_queues_own_first() -> None:
    book = DesktopBook()
    for script in (
        Script(id=ScriptId("a"), name="For all", text="x"),
        Script(id=ScriptId("b"), name="Sales", text="x", queues=(SALES,)),
        Script(id=ScriptId("c"), name="Ringing", text="x", stages=(Stage.OFFER,)),
        Script(id=ScriptId("d"), name="Chinese", text="x", language="zh-Hans"),
        Script(id=ScriptId("e"), name="Service", text="x", queues=(QueueId("service"),)),
    ):
        for event in book.save_script(SaveScript(script=script), NOON):
            book.apply(event)

    def shown(stage: Stage, language: str) -> list[str]:
        return [script.name for script in book.scripts_for(SALES, stage, language)]

    assert shown(Stage.OFFER, "en") == ["Sales", "For all", "Ringing"]
    assert shown(Stage.CONVERSATION, "zh-Hans") == ["Sales", "For all", "Chinese"]


def test_an_empty_script_is_refused() -> None:
    script = Script(id=ScriptId("a"), name="Empty", text=" ")
    with pytest.raises(RuleBroken, match="Write down"):
        list(DesktopBook().save_script(SaveScript(script=script), NOON))
