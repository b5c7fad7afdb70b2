"""Calls that ask to come in, and what an administrator may do about them: for admission's tests."""

from typing import Any

from msgspec.structs import replace
from tests.support.centre import SmallCentre

from antiphon.customers.numbers import RegionalNumbers
from antiphon.interactions.contract import InteractionClosed, Outcome
from antiphon.kernel.events import Event
from antiphon.kernel.ids import LegId
from antiphon.routing.admission.contract import (
    AdmissionPolicy,
    InteractionRefused,
    ListEntry,
    ListKind,
    Rule,
    SaveAdmissionPolicy,
    SaveListEntries,
    SaveRules,
)
from antiphon.routing.admission.lists import read_value
from antiphon.telephony.contract import HearEngine
from antiphon.telephony.engine import LegArrived

LI = "+8613800138000"


def ask(
    centre: SmallCentre,
    name: str = "c1",
    *,
    number: str = LI,
    lag_ms: int | None = 0,
    dialled: str = "1000",
    is_overloaded: bool = False,
) -> list[Event]:
    """A call arrives from a number, with a measured lag."""
    arrived = LegArrived(
        at=centre.now, leg=LegId(name), dialled=dialled, caller_number=number, caller_name=""
    )
    return centre.do(HearEngine(event=arrived, lag_ms=lag_ms, is_overloaded=is_overloaded))


def one(events: list[Event], kind: type[Any]) -> Any:
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, events
    return found[0]


def limits(centre: SmallCentre, **changes: Any) -> None:
    policy = replace(AdmissionPolicy(), **changes)
    version = centre.world.admission.policy.newest
    centre.do(SaveAdmissionPolicy(policy=policy, edited_version=version))


def rules(centre: SmallCentre, *rules: Rule, **how: Any) -> None:
    version = centre.world.admission.rules.newest
    centre.do(SaveRules(rules=rules, edited_version=version, **how))


def a_rule(when: str = "true", name: str = "r1", **changes: Any) -> Rule:
    return Rule(id=name, name=name, when=when, **changes)


def put(centre: SmallCentre, kind: ListKind, value: str, **changes: Any) -> None:
    match, read = read_value(value, None, RegionalNumbers("CN"))
    entry = ListEntry(id=f"{kind}{value}", list=kind, match=match, value=read, **changes)
    centre.do(SaveListEntries(entries=(entry,)))


def count(centre: SmallCentre, what: str) -> int:
    return centre.world.admission.days[centre.now.astimezone(centre.world.zone).date()][what]


def is_refused(events: list[Event], reason: str) -> bool:
    refused = one(events, InteractionRefused)
    closed = one(events, InteractionClosed)
    return bool(refused.reason == closed.reason == reason and closed.outcome is Outcome.REFUSED)
