"""A command decided, and all that follows from it: the same in the live centre, in replay's tests
and in the simulation.
"""

from datetime import datetime

from antiphon.app.centre.decisions import decide
from antiphon.app.centre.reactions import REACTIONS
from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event


def step(world: World, command: Command, now: datetime) -> list[Event]:
    """Decide about a command, apply what follows from it, and return all of it in order.

    Raises:
        RuleBroken: the command is refused and nothing has changed.
    """
    # Listed first: what is decided together is decided on one state.
    happened = list(decide(world, command, now))
    for event in happened:
        world.apply(event)
    # What follows from an event is reacted to in its turn, so the list grows while it is read.
    for event in happened:
        for reaction in REACTIONS.get(type(event), ()):
            if following := list(reaction(world, event)):
                for one in following:
                    world.apply(one)
                happened += following
    return happened
