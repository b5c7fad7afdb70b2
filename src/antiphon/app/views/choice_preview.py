"""The centre as the preview of a queue's choice asks about it."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.app.centre.world import World
from antiphon.kernel.clock import Clock
from antiphon.routing.choice_preview import Standing, rank_agents, rank_lengths, rank_line
from antiphon.routing.choice_preview_api import DRAFT, ChoicePreviews, Preview
from antiphon.routing.contract import Queue


def choice_previews_of(world: World, clock: Clock) -> ChoicePreviews:
    """Previews of the centre as it is whenever it is asked."""

    def look(queue: Queue) -> Preview:
        now = clock.now()
        return Preview(
            at=now,
            agents=rank_agents(queue, _standings(world, queue, now), now),
            line=rank_line(queue, world.routing.waiting.values()),
            lengths=rank_lengths(queue, world.routing.queues, world.routing.selection.waiting_in),
        )

    return ChoicePreviews(look)


def _standings(world: World, queue: Queue, now: datetime) -> Iterator[Standing]:
    for agent in world.agents.profiles:
        live = world.agents.live[agent.id]
        if queue.id == DRAFT:
            # Nobody can serve a queue that is not saved: who could is asked.
            agent = msgspec.structs.replace(agent, queues=(*agent.queues, DRAFT))  # noqa: PLW2901
        yield Standing(
            agent=agent, facts=live.facts(now), state=live.state, is_free=live.is_available
        )
