"""Ticket numbers: what is one, where it leads, and that links stay on allowed sites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect
from tests.support.centre import QUEUE, SmallCentre

from antiphon.desktop.contract import RemoveSite, SaveSite, Site
from antiphon.interactions.contract import Answer, AnswerKind
from antiphon.interactions.history_tables import STEPS, interactions
from antiphon.interactions.ticket_numbers import TicketNumbers, find_ticket
from antiphon.interactions.wrap_up_forms import (
    FormField,
    RemoveWrapUpForm,
    SaveWrapUpForm,
    WrapUpForm,
    check,
)
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import SiteId, WrapUpFormId

pytestmark = pytest.mark.unit

HELP = "https://help.example.com"
SUPPORT = TicketNumbers(
    prefixes=("SUP-", "OPS/"), least_digits=3, most_digits=5, address=f"{HELP}/t/{{ticket}}"
)


def asking(
    ticket: TicketNumbers | None, *, key: str = "ticket", kind: AnswerKind = AnswerKind.TICKET
) -> WrapUpForm:
    field = FormField(key=key, label="Ticket", kind=kind, ticket=ticket)
    return WrapUpForm(id=WrapUpFormId("f"), name="Orders", queues=(QUEUE,), fields=(field,))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" sup-123 ", "SUP-123"),
        ("OPS/12345", "OPS/12345"),
        ("SUP-12", None),
        ("SUP-123456", None),
        ("SUP-12a", None),
        ("SUP-\N{ARABIC-INDIC DIGIT ONE}23", None),
        ("SUP-1²3", None),
        ("123", None),
        ("XUP-123", None),
    ],
)
def test_a_ticket_number_is_kept_in_its_one_way_of_writing(text: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(RuleBroken) as refused:
            check(asking(SUPPORT), {"ticket": text})
        assert refused.value.code == "wrap_up.ticket_unclear"
    else:
        assert find_ticket(check(asking(SUPPORT), {"ticket": text})) == kept


@given(text=st.text(max_size=12) | st.from_regex(r"(SUP-|sup-|OPS/)[0-9]{1,6}", fullmatch=True))
def test_what_is_read_stays_the_same_and_leads_to_its_site(text: str) -> None:
    ticket = SUPPORT.read(text)
    if ticket is not None:
        assert SUPPORT.read(ticket) == ticket
        assert (SUPPORT.address_of(ticket) or "").startswith(f"{HELP}/t/")


def test_without_prefixes_digits_alone_are_a_number() -> None:
    numbers = TicketNumbers(least_digits=2, most_digits=2, address=f"{HELP}/{{ticket}}")
    assert [numbers.read(text) for text in ("12", "123", "a12")] == ["12", None, None]
    assert numbers.address_of("12") == f"{HELP}/12"
    # Written while other rules held.
    assert numbers.address_of("SUP-1") is None
    assert TicketNumbers().address_of("12") is None


@pytest.mark.parametrize(
    "form",
    [
        asking(TicketNumbers(least_digits=0)),
        asking(TicketNumbers(least_digits=3, most_digits=2)),
        asking(TicketNumbers(most_digits=21)),
        asking(TicketNumbers(prefixes=("",))),
        asking(TicketNumbers(prefixes=("7-",))),
        asking(TicketNumbers(prefixes=("(a+)+",))),
        asking(TicketNumbers(address=f"{HELP}/t")),
        asking(TicketNumbers(address=f"{HELP}/{{ticket}}/{{number}}")),
        asking(TicketNumbers(address="https://{ticket}.example.com/")),
        asking(TicketNumbers(address="javascript:{ticket}")),
        asking(TicketNumbers(address="https://elsewhere.example.com/{ticket}")),
        asking(None),
        asking(TicketNumbers(), key="q1"),
        asking(None, kind=AnswerKind.TEXT),
    ],
)
def test_numbers_and_links_that_could_not_work_are_refused(form: WrapUpForm) -> None:
    centre = SmallCentre("ann")
    centre.do(SaveSite(site=Site(id=SiteId("s"), name="Help", origin=HELP)))
    with pytest.raises(RuleBroken):
        centre.do(SaveWrapUpForm(form=form))


def test_a_site_that_tickets_lead_to_stays_allowed() -> None:
    centre = SmallCentre("ann")
    site = Site(id=SiteId("s"), name="Help", origin=HELP)
    centre.do(SaveSite(site=site))
    centre.do(SaveWrapUpForm(form=asking(SUPPORT)))
    moved = Site(id=SiteId("s"), name="Help", origin="https://other.example.com")
    for command in (RemoveSite(id=SiteId("s")), SaveSite(site=moved)):
        with pytest.raises(RuleBroken) as refused:
            centre.do(command)
        assert refused.value.code == "catalogue.in_use"
    centre.do(SaveSite(site=Site(id=SiteId("s"), name="Help desk", origin=f"{HELP}:443")))
    centre.do(RemoveWrapUpForm(id=WrapUpFormId("f")))
    centre.do(RemoveSite(id=SiteId("s")))


def test_the_ticket_is_found_among_other_answers() -> None:
    note = Answer(key="q1", label="Why", kind=AnswerKind.TEXT, value="SUP-1")
    ticket = Answer(key="ticket", label="Ticket", kind=AnswerKind.TICKET, value="SUP-2")
    assert (find_ticket((note,)), find_ticket((note, ticket))) == (None, "SUP-2")


def test_a_history_from_before_there_were_tickets_gets_their_column() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        for step in STEPS:
            step(connection)
        connection.exec_driver_sql("DROP INDEX interactions_by_ticket")
        connection.exec_driver_sql("ALTER TABLE interactions DROP COLUMN ticket")
        for step in STEPS[1:]:
            step(connection)
        found = inspect(connection)
        assert {one["name"] for one in found.get_columns("interactions")} == set(
            interactions.c.keys()
        )
        assert "interactions_by_ticket" in {
            one["name"] for one in found.get_indexes("interactions")
        }
