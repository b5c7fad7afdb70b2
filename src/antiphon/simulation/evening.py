"""What a simulated day is checked for besides its events: that time brings what is due, and that
in the end nothing is left anywhere and a replay gives the world as it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from antiphon.app.centre.world import World
from antiphon.interactions.parking import EndParking
from antiphon.interactions.states import State
from antiphon.journal.replay import replay
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import LegId
from antiphon.simulation.invariants import InvariantBroken, Invariants
from antiphon.simulation.plant import Plant

# A deadline that falls due is decided within the next batch.
_LATEST = timedelta(seconds=1)


def overdue(world: World, now: datetime) -> list[str]:
    """The deadlines that have passed; for a time when nothing is under way."""
    return sorted(
        key
        for key, (at, command) in world.deadlines.at.items()
        if at < now - _LATEST and not _is_rung(world, command)
    )


def _is_rung(world: World, command: Command) -> bool:
    """Who is being picked up is not given back; in vain, the time begins anew."""
    if not isinstance(command, EndParking):
        return False
    interaction = world.interactions.open.get(command.interaction_id)
    return interaction is not None and interaction.state is State.TRANSFERRING


async def check_nothing_left(plant: Plant, invariants: Invariants) -> None:
    """Raise InvariantBroken for the first thing that is left, or that a replay gives otherwise."""
    for problem in _left(plant, invariants):
        raise InvariantBroken(problem)
    again = World()
    await replay(plant.journal, lambda event, _: again.apply(event))
    for part, remembered in _essence(plant.centre.world).items():
        rebuilt = _essence(again)[part]
        if rebuilt != remembered:
            raise InvariantBroken(f"replay differs: {rebuilt} {remembered}")


def _left(plant: Plant, invariants: Invariants) -> Iterator[str]:
    engine, world = plant.engine, plant.centre.world
    unheard = engine.heard_of - {LegId(i) for i in invariants.outcomes}
    for what, left in (
        ("heard of, but without an outcome", unheard),
        ("legs left", engine.legs),
        ("bridges left", engine.bridges),
        ("calls left", world.calls.calls),
        ("deadlines left", world.deadlines.at),
        ("offers left", world.routing.offers.open),
        ("parked", world.parking.parked),
        ("visits left", world.call_buttons.visits),
    ):
        if left:
            yield f"{what}: {sorted(left)}"


def _essence(world: World) -> dict[str, object]:
    return {
        "agents": {
            agent_id: (live.presence, live.reason_id, live.since, live.idle_since, live.work)
            for agent_id, live in world.agents.live.items()
        },
        "waiting": world.routing.waiting,
        "offers": world.routing.offers.open,
        "open": world.interactions.open,
        "calls": world.calls.calls,
        "lines": world.lines.lines,
        "call_backs": world.call_backs.open,
        "parked": world.parking.parked,
        "visits": world.call_buttons.visits,
    }
