"""Building the web app, outside the checkout and only when its sources changed.

The sources are copied into the tools folder and built there, so that a checkout may be read-only.
What was built lies in a folder named after its sources: checkouts that share a tools folder have a
page each.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from antiphon.app.preparation.board import Report
from antiphon.app.preparation.node import Node, find_node
from antiphon.kernel.children import ProgramFailed, run, run_lines

_NOT_SOURCES = {"node_modules", "dist", "test-results", "coverage", ".vite"}
# So many pages are kept, the last used ones: some may be served just now.
_KEPT = 5


class WebBuildFailed(Exception):  # noqa: N818 (it names what happened)
    """The web app could not be built; the text holds the end of what the builder said."""


class WebWorkshop:
    """A copy of the web sources with their packages, and what is built from them."""

    def __init__(
        self,
        sources: Path,
        *,
        folder: Path,
        cache: Path,
        choose_node: Callable[[], Node] = find_node,
    ) -> None:
        self._sources = sources
        self._cache = cache
        self._choose_node = choose_node
        self.folder = folder / "source"

    @property
    def built(self) -> Path:
        """Where the app lies that is built from the present sources."""
        return self.folder.with_name(f"dist-{digest_of(self._sources)[:16]}")

    def is_current(self) -> bool:
        """Whether the present sources are built."""
        return self.built.is_dir()

    async def build(self, report: Report) -> Path:
        """Build the present sources, unless they are; gives `built`.

        Raises:
            WebBuildFailed, NodeMissing
        """
        built = self.built
        if built.is_dir():
            os.utime(built)
            return built
        node = await self.install(report)
        report("building", None)
        fresh = self.folder.with_name("partial")
        shutil.rmtree(fresh, ignore_errors=True)
        environment = {
            **node.environment(self._cache),
            "ANTIPHON_WEB_OUT": str(fresh),
            "NO_COLOR": "1",
        }
        try:
            await run([*node.npm, "run", "build"], folder=self.folder, environment=environment)
        except ProgramFailed as error:
            # Damaged packages would fail for ever; what was fetched is kept in npm's own store.
            self._stamp.unlink(missing_ok=True)
            raise WebBuildFailed(
                f"building the web app: {error.tail}\n"
                "The next start unpacks its packages anew: try again once."
            ) from error
        fresh.rename(built)
        self._forget_old()
        return built

    def _forget_old(self) -> None:
        known = self.folder.parent.glob("dist-*")
        newest_first = sorted(known, key=lambda path: path.stat().st_mtime, reverse=True)
        for old in newest_first[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)

    async def install(self, report: Report) -> Node:
        """Bring the copy and its packages up to date; gives the Node.js to run them with."""
        node = self._choose_node()
        _mirror(self._sources, self.folder)
        wanted = _sha256(self.folder / "package-lock.json") + node.version
        stamp = self._stamp
        if stamp.is_file():
            if stamp.read_text() == wanted:
                return node
            stamp.unlink()
        else:
            # What a killed start left behind looks whole to npm, half-written files included.
            shutil.rmtree(stamp.parent, ignore_errors=True)
        report("fetching packages", None)
        # Not `ci`: it refuses a lock without the packages of platforms that a registry may lack.
        command = [*node.npm, "install", "--no-save", "--no-progress", "--loglevel=error"]
        environment = node.environment(self._cache)
        try:
            async for _ in run_lines(command, folder=self.folder, environment=environment):
                pass
        except ProgramFailed as error:
            raise WebBuildFailed(f"fetching the web app's packages: {error.tail}") from error
        stamp.write_text(wanted)
        return node

    @property
    def _stamp(self) -> Path:
        """Says which packages are here, once all of them are."""
        return self.folder / "node_modules" / "antiphon-packages"

    def environment(self, node: Node) -> dict[str, str]:
        """What programs run in the copy need to see."""
        return node.environment(self._cache)


def digest_of(folder: Path) -> str:
    """A digest of all sources in `folder`, their names included."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder)}\0{_sha256(path)}\n".encode())
    return digest.hexdigest()


def _mirror(source: Path, target: Path) -> None:
    """Make `target` hold the same sources, leaving unchanged files (and packages) alone."""
    wanted = {path.relative_to(source) for path in _files(source)}
    for name in wanted:
        old, new = target / name, source / name
        if old.is_file() and old.read_bytes() == new.read_bytes():
            continue
        old.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(new, old)
    for path in list(_files(target)):
        if path.relative_to(target) not in wanted:
            path.unlink()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_SOURCES:
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
