"""What Asterisk itself holds, seen past our own code."""

import base64
import json
import urllib.request
from typing import Any

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
