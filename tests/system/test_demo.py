"""The demo: a newcomer finds a centre that lives, and a sign-in that works."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.support.eventually import eventually
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.web_client import WebClient

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

_SIGN_IN = re.compile(r"^  take calls as .+:  (\S+) / (\S+)$", re.MULTILINE)


@pytest.fixture
def demo_site(tmp_path: Path) -> Iterator[LiveSite]:
    """A running demo with many callers."""
    site = LiveSite(tmp_path / "demo")
    site.start("demo", "--pace", "2")
    try:
        yield site
    finally:
        site.stop()


async def test_a_newcomer_finds_a_living_centre(demo_site: LiveSite) -> None:
    async def invitation() -> re.Match[str] | None:
        return _SIGN_IN.search(demo_site.output.read_text())

    login, password = (await eventually(invitation, 2 * PATIENCE_S)).groups()
    with closing(WebClient(demo_site.origin)) as client:
        session = await client.sign_in(login, password)
        assert session["user"]["agent_id"]

        async def conversations() -> list[dict[str, Any]] | None:
            listed = await client.get("/v1/interactions?limit=100")
            talked = [
                one
                for one in listed["items"]
                if one["outcome"] == "handled" and one["has_recording"]
            ]
            languages = {one["language"] for one in talked}
            # Who calls is left to chance: some are known here, and some calls have a result.
            is_known = any(one["customer"]["name"] for one in talked)
            has_result = any(one["disposition"] for one in talked)
            return talked if languages >= {"en", "zh-Hans"} and is_known and has_result else None

        talked = await eventually(conversations, 400)
        assert all(one["talk_ms"] > 5_000 for one in talked)
