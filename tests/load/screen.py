"""How soon a call is on the agent's screen: from the INVITE to the offer on the live socket.

    python -m tests.load.screen --rates 20,60,100

Every agent has a desk phone that is picked up at once, and a socket as a page has it. Callers,
phones, screens and the centre share this machine's cores.
"""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.load.bench import AGENT_PORT, CALLER_PORT, RTP, percentile
from tests.load.sipp import Agents, CallerResult, call, register
from tests.support.live_centre import LOGIN, PASSWORD, login_of, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.desk import Desk
from antiphon.simulation.web_client import WebClient

AGENTS = 80
STRAIGHT_INTO_THE_QUEUE = "100"
# So short that somebody is always free: what is measured is no waiting time.
TALK_MS = (200, 400)


class Screen(Desk):
    """A desk that notes when each caller was first offered to it."""

    def __init__(self, client: WebClient, seen: dict[str, datetime]) -> None:
        super().__init__(client)
        self._seen = seen

    def _change(self, change: dict[str, Any]) -> None:
        super()._change(change)
        if change["entity"] == "offer" and change["value"] is not None:
            number = change["value"]["customer"]["number"]
            # SIPp tells the time of this machine in the same way.
            self._seen.setdefault(number.lstrip("+"), datetime.now())  # noqa: DTZ005


class Floor:
    """Agents with phones and screens on a fresh site; an async context."""

    def __init__(self, folder: Path, agents: int) -> None:
        self._folder, self._count = folder, agents
        self.site = LiveSite(folder / "data")
        self.site.more_options = ("--rtp-ports", f"{RTP[0]}-{RTP[1]}")
        self.seen: dict[str, datetime] = {}
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Floor":
        self.site.data.mkdir()
        await asyncio.to_thread(self.site.start)
        self._stack.callback(self.site.stop)
        made = await make_centre(self.site, agents=self._count, wrap_up_s=0)
        administrator = WebClient(self.site.origin)
        await administrator.sign_in(LOGIN, PASSWORD)
        phones = []
        for agent_id in made.agents:
            secret = await administrator.get(f"/v1/agents/{agent_id}/phone-secret")
            phones.append((secret["username"], secret["secret"]))
        administrator.close()
        await asyncio.to_thread(register, self._folder, self.site.sip_port, phones, AGENT_PORT)
        for number in range(self._count):
            await self._sit_down(number)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _sit_down(self, number: int) -> None:
        client = WebClient(self.site.origin)
        self._stack.callback(client.close)
        await client.sign_in(login_of(number), PASSWORD)
        screen = Screen(client, self.seen)
        following = asyncio.create_task(screen.run(), name=f"screen {number}")
        self._stack.callback(following.cancel)
        await screen.until(
            lambda desk: bool(desk.me.get("phone", {}).get("is_reachable")), PATIENCE_S
        )
        await screen.change_presence("ready")

    async def step(self, rate: int, seconds: float) -> tuple[CallerResult, list[float]]:
        """What became of the calls at one rate, and the times in ms, sorted."""
        self.seen.clear()
        agents = Agents(self._folder, self.site.sip_port, AGENT_PORT)
        try:
            result = await asyncio.to_thread(
                call,
                self._folder,
                self.site.sip_port,
                number=STRAIGHT_INTO_THE_QUEUE,
                rate=rate,
                seconds=seconds,
                talk_ms=TALK_MS,
                port=CALLER_PORT,
            )
        finally:
            agents.stop()
        spans = [self.seen[who] - began for who, began in result.began.items() if who in self.seen]
        return result, sorted(span.total_seconds() * 1000 for span in spans)


async def measure(agents: int, rates: Sequence[int], seconds: float) -> dict[int, list[float]]:
    """The times by rate; printed as they come."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-screen-"))
    found: dict[int, list[float]] = {}
    try:
        async with Floor(folder, agents) as floor:
            for rate in rates:
                result, found[rate] = await floor.step(rate, seconds)
                print(
                    f"INVITE to the agent's screen, {rate:>3}/s: {len(found[rate])}"
                    f" of {result.started} calls seen, {result.failed} failed,"
                    f" p50 {percentile(found[rate], 50):.1f} p99 {percentile(found[rate], 99):.1f}"
                    f" longest {percentile(found[rate], 100):.1f} ms",
                    flush=True,
                )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def main(arguments: Sequence[str] | None = None) -> dict[int, list[float]]:
    """Run it, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", default="20,60,100", help="New calls a second.")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--agents", type=int, default=AGENTS)
    given = parser.parse_args(arguments)
    rates = [int(rate) for rate in given.rates.split(",")]
    return asyncio.run(measure(given.agents, rates, given.seconds))


if __name__ == "__main__":
    main()
