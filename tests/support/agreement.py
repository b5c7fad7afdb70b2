"""The supervisor's board and Asterisk say the same about who is in a call."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from tests.support.engine_look import held_by_engine
from tests.support.eventually import eventually
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.desk import Desk
from antiphon.simulation.web_client import WebClient


@asynccontextmanager
async def board_of(client: WebClient) -> AsyncIterator[Desk]:
    """What a supervisor who is signed in sees of the centre."""
    board = Desk(client)
    running = asyncio.create_task(board.run(), name="board")
    try:
        yield board
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def all_agree(
    site: LiveSite,
    supervisor: WebClient,
    hands: Mapping[str, str],
    *,
    together: int,
    shown: str = "state",
) -> None:
    """The board shows how each agent has the call; so many legs are in one bridge.

    How: the `state` of the call, or the agent's own `stage` in it. Empty: nothing in hand.
    """

    async def engine_agrees() -> bool | None:
        bridges = await asyncio.to_thread(held_by_engine, site, "bridges")
        joined = [len(one["channels"]) for one in bridges if len(one["channels"]) > 1]
        return True if joined == ([together] if together else []) else None

    async with board_of(supervisor) as board:
        await board.until(
            lambda desk: all(
                [one[shown] for one in desk.of("agent").get(agent, {}).get("in_hand", [])]
                == ([how] if how else [])
                for agent, how in hands.items()
            ),
            PATIENCE_S,
        )
    await eventually(engine_agrees, PATIENCE_S)


async def nothing_left(site: LiveSite) -> None:
    """Asterisk holds no channel and no bridge any more."""

    async def look() -> bool | None:
        channels = await asyncio.to_thread(held_by_engine, site, "channels")
        bridges = await asyncio.to_thread(held_by_engine, site, "bridges")
        return True if not channels and not bridges else None

    await eventually(look, PATIENCE_S)
