"""What the tests need of the machine beside Antiphon itself, and how it is installed."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """A Debian package, how to tell that it is there, and the tiers that use it."""

    package: str
    is_there: Callable[[], bool]
    tiers: frozenset[str]
    # Without it the tiers cannot run at all; otherwise single tests leave themselves out.
    is_essential: bool = True


def _has(*programs: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(program) for program in programs)


def _has_file(*patterns: str) -> Callable[[], bool]:
    return lambda: any(any(Path("/").glob(pattern)) for pattern in patterns)


NEEDS = (
    Need(package="sip-tester", is_there=_has("sipp"), tiers=frozenset({"system"})),
    Need(
        package="chromium",
        is_there=_has("chromium", "chromium-browser", "google-chrome"),
        tiers=frozenset({"browser"}),
    ),
    Need(
        package="postgresql",
        is_there=_has_file("usr/lib/postgresql/*/bin/postgres", "usr/bin/postgres"),
        tiers=frozenset({"contract", "api", "replay"}),
        is_essential=False,
    ),
    Need(
        package="fonts-noto-cjk",
        is_there=_has_file("usr/share/fonts/**/NotoSansCJK*"),
        tiers=frozenset({"browser"}),
        is_essential=False,
    ),
    Need(
        package="espeak-ng",
        is_there=_has("espeak-ng"),
        tiers=frozenset({"contract"}),
        is_essential=False,
    ),
    Need(
        package="strace",
        is_there=_has("strace"),
        tiers=frozenset({"replay"}),
        is_essential=False,
    ),
    Need(package="sox", is_there=_has("sox"), tiers=frozenset({"system", "browser"})),
)


def missing_needs() -> list[Need]:
    """What this machine lacks."""
    return [need for need in NEEDS if not need.is_there()]


def install(needs: Sequence[Need]) -> str | None:
    """Install with apt where we may; the reason when we may not or could not."""
    if shutil.which("apt-get") is None:
        return "there is no apt-get"
    if os.geteuid() != 0:
        return "this needs root rights"
    packages = [need.package for need in needs]
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if _apt(command) or (_apt(["apt-get", "update"]) and _apt(command)):
        return None
    return "apt-get could not install them"


def _apt(command: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, check=False, capture_output=True, stdin=subprocess.DEVNULL, env=environment
    )
    return done.returncode == 0
