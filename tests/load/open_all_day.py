"""Memory while pages stay open through a day: 30 desks, 5 wallboards, and two pages in Chromium.

    python -m tests.load.open_all_day --calls 3000 --rate 5

Thirty agents take some 3,000 calls in a day, of minutes each. Here each lasts half a second: all
that happens in a day happens, and the time in between is left out, so what grows by the hour
alone is not seen. Desks and wallboards are sockets as pages open them; the two pages are a
desk and the supervisors' board, whose memory is read after their garbage was collected.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import psutil
from playwright.async_api import CDPSession, Page
from tests.browser.chromium import open_chromium, open_page
from tests.browser.desk_page import sign_in
from tests.load.sipp import Agents, call, register
from tests.support.free_ports import free_ports
from tests.support.live_centre import LOGIN, PASSWORD, login_of, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from websockets.asyncio.client import connect

from antiphon.simulation.desk import Desk
from antiphon.simulation.web_client import WebClient
from antiphon.telephony.asterisk.process_record import running_pid

REPOSITORY = Path(__file__).parents[2]
DESKS, WALLBOARDS = 30, 5
STRAIGHT_INTO_THE_QUEUE = "100"
TALK_MS = (300, 700)
# So many calls lie between two looks at the memory.
STEP = 150
# What is filled once, such as caches, is filled in the first part of the day.
FILLED_AFTER = 1 / 3
# SIPp takes some ports beside the one it is told.
PHONES_PORTS = 16
FIGURES = ("waiting", "longest_wait", "agents_ready", "answered", "occupancy")


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """The memory after so many calls, in MB by whose it is."""

    calls: int
    memory: dict[str, float]


def growth(looks: Sequence[Look], whose: str) -> float:
    """How much it grows in 1,000 calls once all is filled, in MB: the slope of the best line."""
    late = looks[int(len(looks) * FILLED_AFTER) :]
    slope, _ = np.polyfit([one.calls for one in late], [one.memory[whose] for one in late], 1)
    return float(slope) * 1_000


class Day:
    """A centre at work with everything open; an async context."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.site = LiveSite(folder / "data", home=REPOSITORY)
        self._agents_port, self._callers_port = free_ports(PHONES_PORTS), free_ports(PHONES_PORTS)
        self._stack = AsyncExitStack()
        self._pages: dict[str, CDPSession] = {}
        self.frames = 0

    async def __aenter__(self) -> "Day":
        self.site.data.mkdir()
        await asyncio.to_thread(self.site.start)
        self._stack.callback(self.site.stop)
        made = await make_centre(self.site, agents=DESKS, wrap_up_s=0)
        root = WebClient(self.site.origin)
        self._stack.callback(root.close)
        await root.sign_in(LOGIN, PASSWORD)
        phones = [await root.get(f"/v1/agents/{one}/phone-secret") for one in made.agents]
        named = [(one["username"], one["secret"]) for one in phones]
        port = self._agents_port
        await asyncio.to_thread(register, self._folder, self.site.sip_port, named, port)
        answering = Agents(self._folder, self.site.sip_port, port)
        self._stack.callback(answering.stop)
        for number in range(DESKS):
            await self._sit_down(number)
        for number in range(WALLBOARDS):
            await self._hang_up_wallboard(root, number)
        browser = await self._stack.enter_async_context(open_chromium(self._folder, 440))
        for name, login, path in (
            ("desk page", login_of(0), "/desk"),
            ("board page", LOGIN, "/board"),
        ):
            page = await open_page(browser, self.site.origin)
            await sign_in(page, login, PASSWORD)
            await page.goto(path)
            self._pages[name] = await _looked_into(page)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _sit_down(self, number: int) -> None:
        client = WebClient(self.site.origin)
        self._stack.callback(client.close)
        await client.sign_in(login_of(number), PASSWORD)
        desk = Desk(client)
        following = asyncio.create_task(desk.run(), name=f"desk {number}")
        self._stack.callback(following.cancel)
        await desk.until(
            lambda desk: bool(desk.me.get("phone", {}).get("is_reachable")), PATIENCE_S
        )
        await desk.change_presence("ready")

    async def _hang_up_wallboard(self, root: WebClient, number: int) -> None:
        tiles = [
            {"id": figure, "kind": "number", "figure": figure, "x": 2 * place, "y": 0}
            | {"width": 2, "height": 2, "warns_at": None, "alarms_at": None}
            for place, figure in enumerate(FIGURES)
        ]
        wall = await root.post("/v1/wallboards", {"name": f"Wall {number}", "tiles": tiles})
        body = {"name": f"Screen {number}", "wallboard_id": wall["id"]}
        display = await root.post("/v1/displays", body)
        following = asyncio.create_task(self._follow(display["key"]), name=f"wall {number}")
        self._stack.callback(following.cancel)

    async def _follow(self, key: str) -> None:
        address = f"ws{self.site.origin.removeprefix('http')}/v1/display"
        async with connect(address, origin=self.site.origin) as socket:  # type: ignore[arg-type]
            await socket.send(json.dumps({"key": key}))
            async for _ in socket:
                self.frames += 1

    async def work(self, calls: int, rate: int) -> int:
        """Let so many customers call; how many were served."""
        result = await asyncio.to_thread(
            call,
            self._folder,
            self.site.sip_port,
            number=STRAIGHT_INTO_THE_QUEUE,
            rate=rate,
            seconds=calls / rate,
            talk_ms=TALK_MS,
            port=self._callers_port,
        )
        return result.succeeded

    async def look(self, calls: int) -> Look:
        """The memory now."""
        control = psutil.Process(self.site.pid)
        children = control.children(recursive=True)
        memory = {
            "control plane": _resident(control),
            "its children": sum(map(_resident, children)),
            "engine": _resident(psutil.Process(running_pid(self.site.data / "engine"))),
        }
        for name, page in self._pages.items():
            await page.send("HeapProfiler.collectGarbage")
            used: dict[str, Any] = await page.send("Runtime.getHeapUsage")
            memory[name] = used["usedSize"] / 1e6
        return Look(calls=calls, memory=memory)


async def _looked_into(page: Page) -> CDPSession:
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.enable")
    return session


def _resident(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 1e6


@asynccontextmanager
async def a_day() -> AsyncIterator[Day]:
    """A day on a fresh site."""
    with tempfile.TemporaryDirectory(prefix="antiphon-day-") as name:
        async with Day(Path(name)) as day:
            yield day


async def measure(calls: int, rate: int, tell: Callable[[Look], None]) -> list[Look]:
    """Look at the memory through a day of so many calls."""
    async with a_day() as day:
        looks, served = [await day.look(0)], 0
        tell(looks[0])
        while served < calls:
            served += await day.work(STEP, rate)
            looks.append(await day.look(served))
            tell(looks[-1])
        print(f"{day.frames} frames to {WALLBOARDS} wallboards")
    return looks


def _tell(look: Look) -> None:
    cells = [f"{whose} {size:6.1f}" for whose, size in look.memory.items()]
    print(f"{look.calls:>6} calls, MB: " + "   ".join(cells), flush=True)


def main(arguments: Sequence[str] | None = None) -> list[Look]:
    """Run it, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=3_000)
    parser.add_argument("--rate", type=int, default=5, help="New calls a second.")
    options = parser.parse_args(arguments)
    looks = asyncio.run(measure(options.calls, options.rate, _tell))
    for whose in looks[0].memory:
        print(f"{whose}: {growth(looks, whose):+.2f} MB in 1,000 calls")
    return looks


if __name__ == "__main__":
    main()
