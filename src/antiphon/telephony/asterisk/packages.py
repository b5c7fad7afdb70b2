"""Debian's packages without root rights: a private apt that keeps its lists, state and files apart.

Policy: `debian_mirror` says which address is asked, `LEFT_OUT` what is never fetched. The mirror
comes from the system's own apt sources or from a setting, and every list is checked against
Debian's archive keyring by apt itself.
"""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from antiphon.kernel.children import ProgramFailed, run, run_lines

SUITE = "sid"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

# What Asterisk's modules and maintainer scripts ask for and our module list never loads: apt is
# told that these are installed. When the suite no longer fits this list, everything is fetched.
LEFT_OUT = (
    "adduser",
    "asterisk-core-sounds-en",
    "asterisk-core-sounds-en-gsm",
    "base-passwd",
    "debconf",
    "dirmngr",
    "gnupg",
    "gpg",
    "gpg-agent",
    "gpgconf",
    "gpgsm",
    "gpgv",
    "libcodec2-1.2",
    "libical3t64",
    "libiksemel3",
    "libjack-jackd2-0",
    "liblua5.1-0",
    "libneon27t64",
    "libodbc2",
    "libpam-modules",
    "libpam-modules-bin",
    "libpam0g",
    "libperl5.42",
    "libportaudio2",
    "libpq5",
    "libradcli4",
    "libsemanage2",
    "libsnmp-base",
    "libsnmp45",
    "libsybdb5",
    "login.defs",
    "passwd",
    "perl",
    "perl-base",
    "perl-modules-5.42",
    "pinentry-curses",
    "tzdata",
)

Progress = Callable[[str, float | None], None]


class PackagesUnavailable(Exception):  # noqa: N818
    """The packages cannot be fetched; the text says why and what to do."""


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A package file that apt fetched and verified."""

    file: str
    sha256: str


def debian_mirror(apt_folder: Path = Path("/etc/apt")) -> str:
    """The first Debian archive among the system's apt sources, third parties' left aside.

    Raises:
        PackagesUnavailable: the system has no such source.
    """
    for source in _sources(apt_folder):
        if source.is_debian_archive():
            return source.address
    raise PackagesUnavailable(
        "no Debian archive among this system's apt sources: name one with ANTIPHON_DEBIAN_MIRROR, "
        "or point ANTIPHON_ASTERISK at an Asterisk of your own"
    )


class PackageStore:
    """Fetches packages with all they depend on into a folder, once."""

    def __init__(self, folder: Path, *, mirror: str | None, progress: Progress) -> None:
        self._folder = folder
        self._mirror = mirror
        self._progress = progress
        self._archives = folder / "cache" / "archives"
        self._manifest = folder / "packages.json"

    async def provide(self, names: Sequence[str]) -> list[Path]:
        """The files of `names` and their whole closure, libc included.

        Raises:
            PackagesUnavailable: something is missing here or the archive cannot be reached.
        """
        kept = self._kept(names)
        if kept is not None:
            return kept
        self._prepare()
        try:
            fetched = await self._fetch(names)
        except ProgramFailed:
            # The archive may have moved on between the list and the files: once more.
            try:
                fetched = await self._fetch(names)
            except ProgramFailed as error:
                raise PackagesUnavailable(f"fetching packages: {error}") from error
        packages = [Package(file=path.name, sha256=_sha256(path)) for path in fetched]
        manifest = _Manifest(names=tuple(sorted(names)), packages=tuple(packages))
        write_atomically(self._manifest, msgspec.json.encode(manifest))
        # Lists are of no use once all is here, and three times the size of the packages.
        shutil.rmtree(self._folder / "lists", ignore_errors=True)
        for index in (self._folder / "cache").glob("*.bin"):
            index.unlink()
        return fetched

    def forget(self) -> None:
        """Drop what was fetched, so that the next `provide` asks the archive again."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _resolve(self, names: Sequence[str]) -> list[str]:
        self._progress("reading the package lists", None)
        await run(self._apt("update"), environment=self._environment)
        # What it did not get it tells as a warning, and then names a suite that nobody asked for.
        if not any((self._folder / "lists").glob("*_Packages*")):
            raise PackagesUnavailable(
                f"the packages' mirror {self._mirror or debian_mirror()} cannot be reached: look "
                "at the network and the proxy, or name another with ANTIPHON_DEBIAN_MIRROR. "
                "The next start goes on from here"
            )
        try:
            return await self._file_names(names)
        except ProgramFailed:
            self._write_status([])
            return await self._file_names(names)

    async def _file_names(self, names: Sequence[str]) -> list[str]:
        # Asked with an empty cache, apt lists also what an interrupted run has fetched already.
        empty = f"Dir::Cache::archives={self._folder.resolve()}/empty"
        command = self._apt("-o", empty, "install", "--print-uris", *names)
        lines = await run(command, environment=self._environment)
        return [match[1] for line in lines if (match := re.match(r"'[^']+' (\S+\.deb) ", line))]

    async def _fetch(self, names: Sequence[str]) -> list[Path]:
        self._write_status(LEFT_OUT)
        wanted = await self._resolve(names)
        command = self._apt("-o", "APT::Status-Fd=1", "install", *names)
        async for line in run_lines(command, environment=self._environment):
            if match := re.match(r"dlstatus:\d+:([\d.]+):", line):
                self._progress(f"downloading {len(wanted)} packages", float(match[1]) / 100)
        paths = [self._archives / name for name in sorted(wanted)]
        missing = [path.name for path in paths if not path.is_file()]
        if missing or not paths:
            raise PackagesUnavailable(f"apt did not fetch {', '.join(missing or names)}")
        for stale in set(self._archives.glob("*.deb")) - set(paths):
            stale.unlink()
        return paths

    def _kept(self, names: Sequence[str]) -> list[Path] | None:
        try:
            manifest = msgspec.json.decode(self._manifest.read_bytes(), type=_Manifest)
        except (OSError, msgspec.MsgspecError):
            return None
        if manifest.names != tuple(sorted(names)):
            return None
        for package in manifest.packages:
            path = self._archives / package.file
            if not path.is_file() or _sha256(path) != package.sha256:
                return None
        return [self._archives / package.file for package in manifest.packages]

    def _prepare(self) -> None:
        if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
            raise PackagesUnavailable(
                "this system has no apt: point ANTIPHON_ASTERISK at an Asterisk >= 22.10.1"
            )
        if not KEYRING.is_file():
            raise PackagesUnavailable(
                f"{KEYRING} is missing: install the package debian-archive-keyring"
            )
        for name in ("lists/partial", "cache/archives/partial", "empty/partial", "etc/parts"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        mirror = self._mirror or debian_mirror()
        (self._folder / "etc/sources.list").write_text(
            f"deb [signed-by={KEYRING}] {mirror} {SUITE} main\n"
        )
        (self._folder / "etc/apt.conf").write_text(self._configuration())

    def _configuration(self) -> str:
        folder = self._folder.resolve()
        options = {
            "Dir::State::lists": f"{folder}/lists",
            "Dir::State::status": f"{folder}/status",
            "Dir::State::extended_states": f"{folder}/extended_states",
            "Dir::Cache": f"{folder}/cache",
            "Dir::Log": f"{folder}",
            "Dir::Etc::sourcelist": f"{folder}/etc/sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            # The system's hooks and pins are none of ours; its proxies are taken over below.
            "Dir::Etc::main": "/dev/null",
            "Dir::Etc::parts": f"{folder}/etc/parts",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "APT::Default-Release": SUITE,
            "APT::Install-Recommends": "false",
            "APT::Get::Assume-Yes": "true",
            "APT::Get::Download-Only": "true",
            "APT::Get::AllowUnauthenticated": "false",
            "APT::Keep-Downloaded-Packages": "true",
            "APT::Sandbox::User": "root",
            "Acquire::AllowInsecureRepositories": "false",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        return "".join(f'{name} "{value}";\n' for name, value in options.items())

    def _write_status(self, left_out: Sequence[str]) -> None:
        stanzas = [
            f"Package: {name}\nStatus: install ok installed\nArchitecture: all\n"
            "Multi-Arch: foreign\nVersion: 9999:0\nMaintainer: none <none@invalid>\n"
            "Description: left out\n"
            for name in left_out
        ]
        (self._folder / "status").write_text("\n".join(stanzas))

    def _apt(self, *arguments: str) -> list[str]:
        return ["apt-get", "-q", *_system_access(), *arguments]

    @property
    def _environment(self) -> dict[str, str]:
        return {"APT_CONFIG": str(self._folder.resolve() / "etc/apt.conf")}


async def unpack(packages: Sequence[Path], into: Path, progress: Progress) -> None:
    """Unpack package files into `into`, which appears only when it is whole.

    An interrupted run goes on with the first package that was not finished.
    """
    partial = into.with_name(into.name + ".partial")
    partial.mkdir(parents=True, exist_ok=True)
    done_file = partial / ".unpacked"
    done = set(done_file.read_text().split()) if done_file.is_file() else set()
    for count, package in enumerate(packages):
        progress(f"unpacking {len(packages)} packages", count / len(packages))
        if package.name in done:
            continue
        try:
            await run(["dpkg", "-x", str(package), str(partial)])
        except ProgramFailed as error:
            raise PackagesUnavailable(f"unpacking {package.name}: {error.tail}") from error
        with done_file.open("a") as file:
            file.write(package.name + "\n")
    done_file.unlink()
    shutil.rmtree(into, ignore_errors=True)
    partial.rename(into)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file so that a reader, or a crash, finds the old content or the new."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    partial.replace(path)


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    names: tuple[str, ...]
    packages: tuple[Package, ...]


class _Source(msgspec.Struct, frozen=True, kw_only=True):
    address: str
    suite: str
    components: tuple[str, ...]
    signed_by: str | None = None
    is_enabled: bool = True

    def is_debian_archive(self) -> bool:
        is_theirs = self.signed_by is None or "debian-archive" in self.signed_by
        name = self.address.rstrip("/").rsplit("/", 1)[-1]
        is_archive = name in {"debian", "debian.list"} and "main" in self.components
        is_reachable = re.match(r"(https?|mirror\+\w+|file|copy|tor\+https?):", self.address)
        return bool(
            self.is_enabled
            and is_theirs
            and is_archive
            and is_reachable
            and not self.suite.endswith(("-security", "/"))
        )


def _sources(apt_folder: Path) -> Iterator[_Source]:
    parts = apt_folder / "sources.list.d"
    for path in [apt_folder / "sources.list", *sorted(parts.glob("*.list"))]:
        if path.is_file():
            yield from _one_line_sources(path.read_text(errors="replace"))
    for path in sorted(parts.glob("*.sources")):
        yield from _stanza_sources(path.read_text(errors="replace"))


def _one_line_sources(text: str) -> Iterator[_Source]:
    for line in text.splitlines():
        match = re.match(r"deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)", line.strip())
        if match is None:
            continue
        options, address, suite, components = match.groups()
        signed_by = re.search(r"signed-by=(\S+)", options or "", re.IGNORECASE)
        yield _Source(
            address=address,
            suite=suite,
            components=tuple(components.split()),
            signed_by=signed_by[1] if signed_by else None,
        )


def _stanza_sources(text: str) -> Iterator[_Source]:
    for stanza in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = {}
        name = ""
        for line in stanza.splitlines():
            if line.startswith("#"):
                continue
            if line[:1].isspace():
                fields[name] = f"{fields.get(name, '')} {line.strip()}".strip()
            elif ":" in line:
                name, _, value = line.partition(":")
                name = name.lower()
                fields[name] = value.strip()
        if "deb" not in fields.get("types", "").split():
            continue
        for address in fields.get("uris", "").split():
            yield _Source(
                address=address,
                suite=(fields.get("suites", "").split() or [""])[0],
                components=tuple(fields.get("components", "").split()),
                signed_by=fields.get("signed-by"),
                is_enabled=fields.get("enabled", "yes").lower() not in {"no", "false", "0"},
            )


@cache
def _system_access() -> tuple[str, ...]:
    """How this system reaches its mirror, as options; the rest of its settings stays outside.

    A frozen mirror is read with its dates unchecked, if the system says so; signatures always are.
    """
    try:
        dump = subprocess.run(
            ["apt-config", "dump", "--format", "%f=%v%n", "Acquire"],
            check=False,
            capture_output=True,
            text=True,
            timeout=20,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    wanted = re.compile(r"Acquire::(https?|ForceIPv[46]|Check-(Valid-Until|Date))\b.*=.+")
    return tuple(
        part for line in dump.splitlines() if wanted.fullmatch(line) for part in ("-o", line)
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
