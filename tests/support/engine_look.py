"""What Asterisk itself holds, seen past our own code."""

import base64
import json
import urllib.request
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from tests.support.live_site import LiveSite


def held_by_engine(site: LiveSite, kind: str) -> list[dict[str, Any]]:
    """All `channels` or `bridges`."""
    access = json.loads((site.data / "engine" / "access.json").read_bytes())
    request = urllib.request.Request(f"http://127.0.0.1:{access['http_port']}/ari/{kind}")
    key = base64.b64encode(f"antiphon:{access['password']}".encode()).decode()
    request.add_header("Authorization", f"Basic {key}")
    with urllib.request.urlopen(request, timeout=5) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def engines_waits(site: LiveSite) -> dict[int, float]:
    """How long each thread of Asterisk was ready but had no processor, in ms since its start."""
    configuration = str(site.data / "engine" / "etc" / "asterisk.conf")
    return waits_of(
        process
        for process in psutil.process_iter(["cmdline"])
        if configuration in (process.info["cmdline"] or [])
    )


def waits_of(processes: Iterable[psutil.Process]) -> dict[int, float]:
    """How long each thread of these was ready but had no processor, in ms since its start."""
    waits: dict[int, float] = {}
    for process in processes:
        with suppress(FileNotFoundError):  # a process that ended meanwhile
            for thread in Path(f"/proc/{process.pid}/task").iterdir():
                with suppress(OSError):  # a thread that did
                    _, waited, _ = (thread / "schedstat").read_text().split()
                    waits[int(thread.name)] = int(waited) / 1e6
    return waits


def most_starved(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """The longest that any one thread waited for a processor between two looks, in ms."""
    return max((waited - before.get(thread, 0.0) for thread, waited in after.items()), default=0.0)
