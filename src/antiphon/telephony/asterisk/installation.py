"""An Asterisk and an espeak-ng that can be run, wherever they come from.

The telephone engine is either the system's own or a *private root*: a folder with Debian's packages
unpacked into it, whose programs run through the folder's own dynamic loader and never touch the
system's libraries. `command_of` gives the argument list that runs a program in either case.
"""

import re
import shutil
import subprocess
from enum import StrEnum
from pathlib import Path

import msgspec

from antiphon.telephony.asterisk.late_frames import drops_late_frames

OLDEST_VERSION = (22, 10, 1)


class InstallationBroken(Exception):  # noqa: N818 (it names what is the case)
    """No usable engine; the text says what is missing and what to do about it."""


class Origin(StrEnum):
    """Where the engine comes from."""

    SETTING = "setting"
    SYSTEM = "system"
    PRIVATE = "private"


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """A folder that programs are run from; without a loader they run as the system runs them."""

    folder: Path
    loader: Path | None = None
    library_path: tuple[Path, ...] = ()


class Installation(msgspec.Struct, frozen=True, kw_only=True):
    """What runs the telephone side: two programs and the folders they need."""

    origin: Origin
    asterisk_root: Root
    asterisk: Path
    modules: Path
    # `astdatadir`: the documentation without which modules refuse to load, and rest-api/*.json.
    data: Path
    version: str
    speech_root: Root
    espeak: Path
    # The folder that holds `espeak-ng-data`, for `--path`; None where the program knows its own.
    espeak_data: Path | None
    # Music on hold as 8 kHz WAV files, None when this machine has none.
    music: Path | None

    def asterisk_command(self, *arguments: str) -> list[str]:
        """The argument list that runs Asterisk."""
        return [*command_of(self.asterisk_root, self.asterisk), *arguments]

    def espeak_command(self, *arguments: str) -> list[str]:
        """The argument list that runs espeak-ng with its data."""
        data = [f"--path={self.espeak_data}"] if self.espeak_data else []
        return [*command_of(self.speech_root, self.espeak), *data, *arguments]


SYSTEM_ROOT = Root(folder=Path("/"))


def command_of(root: Root, program: Path | str) -> list[str]:
    """The argument list that runs `program` of `root`, a path in it or a bare name."""
    path = Path(program)
    if not path.is_absolute():
        path = program_in(root.folder, path.name)
    if root.loader is None:
        return [str(path)]
    libraries = ":".join(str(folder) for folder in root.library_path)
    # Without --inhibit-cache a library that the root lacks would be taken from the system.
    return [str(root.loader), "--inhibit-cache", "--library-path", libraries, str(path)]


def root_in(folder: Path) -> Root:
    """The private root unpacked in `folder`."""
    loaders = sorted(folder.glob("usr/lib/*-linux-gnu*/ld-linux*.so.*"))
    if not loaders:
        raise InstallationBroken(f"{folder} holds no dynamic loader; remove it and start again")
    libraries = loaders[0].parent
    # libpulse finds its companion by an absolute path that does not exist outside the root.
    return Root(
        folder=folder, loader=loaders[0], library_path=(libraries, libraries / "pulseaudio")
    )


def private_installation(folder: Path) -> Installation:
    """The installation unpacked in `folder`, with Asterisk, espeak-ng and music in it."""
    root = root_in(folder)
    asterisk = program_in(folder, "asterisk")
    return Installation(
        origin=Origin.PRIVATE,
        asterisk_root=root,
        asterisk=asterisk,
        modules=_modules_near(folder),
        data=_existing(folder / "usr/share/asterisk"),
        version=version_of(root, asterisk),
        speech_root=root,
        espeak=program_in(folder, "espeak-ng"),
        espeak_data=espeak_data_in(folder),
        music=_existing(folder / "usr/share/asterisk/moh"),
    )


def named_installation(origin: Origin, asterisk: Path, speech: Root) -> Installation:
    """The installation of an `asterisk` that lives outside our data folder.

    Raises:
        InstallationBroken: it does not run, is too old, or its folders are not where they belong.
    """
    version = version_of(SYSTEM_ROOT, asterisk)
    if version_number(version) < OLDEST_VERSION:
        oldest = ".".join(map(str, OLDEST_VERSION))
        raise InstallationBroken(f"{asterisk} is version {version}; {oldest} or newer is needed")
    prefix = asterisk.resolve().parent.parent
    folder = prefix.parent if prefix.name == "usr" else prefix
    data = next(
        (d for d in (prefix / "share/asterisk", folder / "var/lib/asterisk") if _has_documents(d)),
        None,
    )
    if data is None:
        raise InstallationBroken(f"{asterisk}: its documentation folder was not found")
    is_system_speech = speech.loader is None
    return Installation(
        origin=origin,
        asterisk_root=SYSTEM_ROOT,
        asterisk=asterisk,
        modules=_modules_near(folder),
        data=data,
        version=version,
        speech_root=speech,
        espeak=program_in(speech.folder, "espeak-ng"),
        espeak_data=None if is_system_speech else espeak_data_in(speech.folder),
        music=next(
            (
                d
                for d in (data / "moh", speech.folder / "usr/share/asterisk/moh")
                if any(d.glob("*.wav"))
            ),
            None,
        ),
    )


def find_system_asterisk() -> Path | None:
    """The system's asterisk, when it is new enough and lets all sound pass."""
    found = shutil.which("asterisk", path="/usr/sbin:/usr/local/sbin:/opt/asterisk/sbin")
    if found is None:
        return None
    try:
        version = version_of(SYSTEM_ROOT, Path(found))
    except InstallationBroken:
        return None
    is_usable = version_number(version) >= OLDEST_VERSION and not drops_late_frames(Path(found))
    return Path(found) if is_usable else None


def version_of(root: Root, asterisk: Path) -> str:
    """What `asterisk -V` says, such as `22.10.1+dfsg`.

    Raises:
        InstallationBroken: the program does not run.
    """
    try:
        done = subprocess.run(
            [*command_of(root, asterisk), "-V"],
            check=False,
            capture_output=True,
            text=True,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallationBroken(f"{asterisk} does not run: {error}") from error
    match = re.match(r"Asterisk (\S+)", done.stdout)
    if match is None:
        raise InstallationBroken(f"{asterisk} does not run: {(done.stderr or done.stdout).strip()}")
    return match[1]


def version_number(version: str) -> tuple[int, ...]:
    """`22.10.1+dfsg` as (22, 10, 1); a development build counts as older than any release."""
    match = re.match(r"(?:certified-)?(\d+(?:\.\d+)*)", version)
    return tuple(int(part) for part in match[1].split(".")) if match else (0,)


def espeak_data_in(folder: Path) -> Path:
    """The folder of a private root that holds `espeak-ng-data`."""
    found = sorted(folder.glob("usr/lib/*/espeak-ng-data")) or sorted(
        folder.glob("usr/share/espeak-ng-data")
    )
    if not found:
        raise InstallationBroken(f"{folder} holds no espeak-ng-data; remove it and start again")
    return found[0].parent


def program_in(folder: Path, name: str) -> Path:
    """A program of a private root.

    Raises:
        InstallationBroken: there is none of that name.
    """
    for place in ("usr/sbin", "usr/bin", "sbin", "bin", "usr/local/bin"):
        if (folder / place / name).is_file():
            return folder / place / name
    raise InstallationBroken(f"{folder} holds no program {name}; remove it and start again")


def _modules_near(folder: Path) -> Path:
    places = [
        *sorted(folder.glob("usr/lib/*/asterisk/modules")),
        folder / "usr/lib/asterisk/modules",
        folder / "lib/asterisk/modules",
    ]
    for place in places:
        if (place / "res_ari.so").is_file():
            return place
    raise InstallationBroken(f"no Asterisk modules with ARI under {folder}")


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise InstallationBroken(f"{folder} is missing; remove the private root and start again")
    return folder


def _has_documents(folder: Path) -> bool:
    return (folder / "documentation/core-en_US.xml").is_file()
