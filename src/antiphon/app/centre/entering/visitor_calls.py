"""Calls from call buttons: who may call by one, and what a visitor's call begins with. Pure.

A visitor's phone reaches the entry point of its button and nothing else, whatever it dials: the
number is not even looked at. It calls once.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from antiphon.app.centre.world import World
from antiphon.call_buttons.contract import (
    AllowVisit,
    CallButton,
    VisitCalled,
    VisitEnd,
    VisitEnded,
    visit_of_phone,
)
from antiphon.flows.graph import LANGUAGES
from antiphon.flows.hours import is_open
from antiphon.interactions.contract import (
    Channel,
    InteractionArrived,
    InteractionClosed,
    InteractionDataSet,
)
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import InteractionId
from antiphon.telephony.engine import LegArrived

BUTTON_KEY, PAGE_KEY = "call_button", "page"


def allow(world: World, command: AllowVisit, now: datetime) -> Iterable[Event]:
    """Decide about a visitor who pressed a button."""
    button = world.call_buttons.buttons.find(command.visit.button_id)
    if button is None:
        raise RuleBroken("call_button.unknown", "There is no such button any more.")
    world.call_buttons.check_room(button)
    point = world.entry_points.points.find(button.entry_point_id)
    if point is None or not point.is_active:
        raise RuleBroken("call_button.off", "Nobody answers here at the moment.")
    if not is_served(world, button, now):
        raise RuleBroken("call_button.closed", "We are closed now.")
    return world.call_buttons.allow(button, command.visit, now)


def is_served(world: World, button: CallButton, at: datetime) -> bool:
    """Whether the button's opening hours say that somebody is there."""
    hours = world.flows.hours.find(button.hours_id)
    return hours is None or is_open(hours, at)


def is_visitor(event: LegArrived) -> bool:
    """Whether a call comes from the phone of a visit, one that is over too."""
    return visit_of_phone(event.phone) is not None


def arrived(
    world: World, interaction_id: InteractionId, event: LegArrived, at: datetime
) -> InteractionArrived:
    """The arrival of a visitor's call; without a visit that may call, nobody answers there."""
    visit = world.call_buttons.find_waiting(visit_of_phone(event.phone))
    button = world.call_buttons.buttons.find(visit.button_id) if visit is not None else None
    point = world.entry_points.points.find(button.entry_point_id) if button is not None else None
    is_known = visit is not None and visit.language in LANGUAGES
    language = point.language if point is not None else "en"
    return InteractionArrived(
        at=at,
        interaction_id=interaction_id,
        channel=Channel.VOICE,
        entry_point_id=point.id if point is not None and point.is_active else None,
        dialled=point.number if point is not None else "",
        customer_number="",
        customer_id=None,
        customer_name=button.name if button is not None else "",
        language=visit.language if visit is not None and is_known else language,
    )


def called(
    world: World, arrival: InteractionArrived, event: LegArrived, now: datetime
) -> Iterator[Event]:
    """The visit is used up, and what its page said goes with the call; nothing for other calls."""
    visit = world.call_buttons.find_waiting(visit_of_phone(event.phone))
    if visit is None:
        return
    interaction_id = arrival.interaction_id
    yield VisitCalled(at=now, visit_id=visit.id, interaction_id=interaction_id)
    known = {BUTTON_KEY: arrival.customer_name, PAGE_KEY: visit.page, **visit.data}
    for key, value in known.items():
        if value:
            yield InteractionDataSet(at=now, interaction_id=interaction_id, key=key, value=value)


def after_closed(world: World, event: InteractionClosed) -> Iterator[Event]:
    """With its call, a visit is over."""
    visit_id = world.call_buttons.find_by_call(event.interaction_id)
    if visit_id is not None:
        yield VisitEnded(at=event.at, visit_id=visit_id, reason=VisitEnd.CALLED)
