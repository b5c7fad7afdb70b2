"""A centre with a public address, reached from another network: the page, a call, its sound."""

import asyncio
import ipaddress
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.patience import PATIENCE_S
from tests.support.public_site import PublicSite

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

REPOSITORY = Path(__file__).parents[2]
# Set aside for measurements between machines: no real network is called so. Each process that tests
# has four addresses of its own.
_FIRST = ipaddress.ip_address("198.18.0.0") + 4 * (os.getpid() % 2**14)
OURS, THEIRS = str(_FIRST + 1), str(_FIRST + 2)


def ip(*arguments: str) -> None:
    """Change this machine's network."""
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=PATIENCE_S)


@pytest.fixture
def far_network() -> Iterator[str]:
    """The name of a network of its own, with one cable to this one."""
    name = f"far{os.getpid()}"
    try:
        ip("netns", "add", name)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("making a network takes root and the program ip")
    try:
        ip("link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b", "netns", name)
        ip("addr", "add", f"{OURS}/30", "dev", f"{name}a")
        ip("link", "set", f"{name}a", "up")
        ip("-n", name, "addr", "add", f"{THEIRS}/30", "dev", f"{name}b")
        ip("-n", name, "link", "set", f"{name}b", "up")
        yield name
    finally:
        # The cable goes with it.
        ip("netns", "del", name)


async def test_a_centre_is_reached_from_another_network(tmp_path: Path, far_network: str) -> None:
    site = PublicSite(tmp_path / "data")
    try:
        await asyncio.to_thread(site.start)
        made = await make_centre(site, agents=1)
        async with LiveCentre(site, made) as centre:
            await centre.change(f"/v1/trunks/{made.trunk}", addresses=[THEIRS])
        await asyncio.to_thread(site.stop)
        site.open_to(OURS)
        await asyncio.to_thread(site.start)
        far = await asyncio.create_subprocess_exec(
            *("ip", "netns", "exec", far_network, sys.executable, "-m", "tests.support.far_caller"),
            *(site.origin, OURS, str(site.sip_port), THEIRS),
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(far.communicate(), 4 * PATIENCE_S)
        assert far.returncode == 0, said.decode()[-3_000:]
    finally:
        await asyncio.to_thread(site.stop)
