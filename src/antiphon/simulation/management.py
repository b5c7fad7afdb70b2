"""What managers do to a simulated day: they close it and open it, move people and customers."""

import random
from collections.abc import Sequence
from datetime import datetime

import msgspec

from antiphon.agents.contract import Agent, SaveAgent
from antiphon.app.centre.world import World
from antiphon.flows.contract import SaveOpeningHours
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import InteractionId
from antiphon.routing.admission.contract import DeclareEmergency
from antiphon.simulation.furniture import CLUB, CLUB_QUEUE, SALES, TEAM, opening_hours
from antiphon.supervision.contract import GiveBackParked, MoveWaiting

# How long everybody is sent away: a day is a quarter of an hour.
CLOSURE_S = (5.0, 25.0)


def a_measure(world: World, chance: random.Random, now: datetime) -> Command | None:
    """What a manager does next, sensible or not; None when there is nothing to be done."""
    match chance.randint(0, 9):
        case 0:
            return DeclareEmergency(text={"en": "We are closed."}, by_name="Manager")
        case 1:
            return DeclareEmergency(text={}, entry_point_ids=(CLUB,), by_name="Manager")
        case 2 | 3:
            is_holiday = chance.random() < 0.5
            return SaveOpeningHours(hours=opening_hours(now.date() if is_holiday else None))
        case 4 | 5:
            return _regrouped(world, chance)
        case 6 | 7:
            return _moved(list(world.routing.waiting), chance)
        case _:
            parked = list(world.parking.parked)
            return GiveBackParked(interaction_id=chance.choice(parked)) if parked else None


def _regrouped(world: World, chance: random.Random) -> Command:
    """An agent joins the team or leaves it, with or without the queue that asks for it first."""
    agents: Sequence[Agent] = sorted(world.agents.profiles, key=lambda agent: agent.id)
    agent = chance.choice(agents)
    teams = () if agent.teams else (TEAM,)
    queues = tuple(queue for queue in agent.queues if queue != CLUB_QUEUE)
    if chance.random() < 0.7:
        queues = (*queues, CLUB_QUEUE)
    return SaveAgent(agent=msgspec.structs.replace(agent, teams=teams, queues=queues))


def _moved(waiting: Sequence[InteractionId], chance: random.Random) -> Command | None:
    if not waiting:
        return None
    return MoveWaiting(
        interaction_id=chance.choice(waiting),
        queue_id=chance.choice([None, SALES, CLUB_QUEUE]),
        priority=chance.choice([None, 0, 7]),
    )
