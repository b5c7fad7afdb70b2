"""Where the telephone engine comes from: a named one, the system's, or a private root we make.

`provide_installation` holds the order. The private root lives in the data folder, needs no root
rights, is fetched once, and an interrupted run goes on where it stopped. One whose files are no
longer what they were is made anew from the packages that were kept. Of an Asterisk in it, what
makes it drop sound is taken out (`late_frames.py`).
"""

import asyncio
import shutil
from pathlib import Path

import msgspec
import structlog

from antiphon.telephony.asterisk.installation import (
    SYSTEM_ROOT,
    Installation,
    InstallationBroken,
    Origin,
    Root,
    find_system_asterisk,
    named_installation,
    private_installation,
    program_in,
    root_in,
)
from antiphon.telephony.asterisk.late_frames import let_late_frames_pass
from antiphon.telephony.asterisk.packages import (
    PackageStore,
    Progress,
    unpack,
    write_atomically,
)
from antiphon.telephony.asterisk.root_files import damaged_files, is_recorded, record_files

SPEECH_PACKAGES = ("espeak-ng", "asterisk-moh-opsound-wav")
ENGINE = "asterisk"
ENGINE_PACKAGES = (ENGINE, *SPEECH_PACKAGES)

_STAMP = "antiphon-root.json"
# Raise it when the packages, what is left out of them or what is done to them change: the root is
# then made anew.
_RECIPE = 2
_MOST_NAMED = 5

log = structlog.get_logger(__name__)


class _Stamp(msgspec.Struct, frozen=True, kw_only=True):
    recipe: int
    packages: tuple[str, ...]


async def provide_installation(
    folder: Path,
    *,
    asterisk: Path | None = None,
    mirror: str | None = None,
    progress: Progress = lambda _text, _share: None,
) -> Installation:
    """The installation to run, made in `folder` where nothing else serves.

    Args:
        folder: where a private root and its packages are kept.
        asterisk: a program to use instead of any other.
        mirror: the Debian archive to ask instead of the one this system uses.
        progress: told what is being done, and which share of it where that is known.

    Raises:
        InstallationBroken: the named or unpacked engine does not run.
        PackagesUnavailable: the packages cannot be fetched.
    """
    outside = asterisk or find_system_asterisk()
    if outside is None:
        root = await _private_root(folder, ENGINE_PACKAGES, mirror, progress)
        try:
            return private_installation(root)
        except InstallationBroken as error:
            # Its packages are kept, so it is made anew without fetching anything.
            log.warning("engine.root_damaged", why=str(error))
            (root / _STAMP).unlink()
            return private_installation(
                await _private_root(folder, ENGINE_PACKAGES, mirror, progress)
            )
    speech = SYSTEM_ROOT
    if shutil.which("espeak-ng") is None:
        speech = root_in(await _private_root(folder, SPEECH_PACKAGES, mirror, progress))
    origin = Origin.SETTING if asterisk else Origin.SYSTEM
    return named_installation(origin, outside, speech)


def find_installation(folder: Path, *, asterisk: Path | None = None) -> Installation | None:
    """The installation that is ready now, without fetching anything."""
    outside = asterisk or find_system_asterisk()
    private = folder / "root"
    try:
        if outside is None:
            return private_installation(private) if _stamp_in(private) else None
        speech: Root | None = SYSTEM_ROOT if shutil.which("espeak-ng") else None
        if speech is None and _stamp_in(private):
            speech = root_in(private)
        origin = Origin.SETTING if asterisk else Origin.SYSTEM
        return named_installation(origin, outside, speech) if speech else None
    except InstallationBroken:
        return None


async def _private_root(
    folder: Path, packages: tuple[str, ...], mirror: str | None, progress: Progress
) -> Path:
    root = folder / "root"
    stamp = _stamp_in(root)
    if stamp and stamp.recipe == _RECIPE and set(packages) <= set(stamp.packages):
        if not is_recorded(root):  # made before digests were kept
            await asyncio.to_thread(record_files, root)
        damaged = await asyncio.to_thread(damaged_files, root)
        if not damaged:
            return root
        log.warning("engine.root_damaged", files=[str(path) for path in damaged[:_MOST_NAMED]])
    store = PackageStore(folder / "packages", mirror=mirror, progress=progress)
    files = await store.provide(packages)
    await unpack(files, root, progress)
    if ENGINE in packages:
        let_late_frames_pass(program_in(root, ENGINE))
    await asyncio.to_thread(record_files, root)
    stamp = _Stamp(recipe=_RECIPE, packages=tuple(packages))
    write_atomically(root / _STAMP, msgspec.json.encode(stamp))
    return root


def _stamp_in(root: Path) -> _Stamp | None:
    try:
        return msgspec.json.decode((root / _STAMP).read_bytes(), type=_Stamp)
    except (OSError, msgspec.MsgspecError):
        return None
