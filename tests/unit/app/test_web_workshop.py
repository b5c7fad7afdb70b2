"""The web app is built when its sources changed, and a broken build never replaces a good one."""

import os
import sys
from pathlib import Path

import pytest

from antiphon.app.preparation.node import Node
from antiphon.app.preparation.web_app import WebBuildFailed, WebWorkshop

# Stands in for npm: notes what it was asked for, and "builds" by copying the page.
NPM = """\
import os, pathlib, shutil, sys
pathlib.Path("../asked").open("a").write(sys.argv[1] + "\\n")
page = pathlib.Path("page.html")
if sys.argv[1] == "install":
    pathlib.Path("node_modules").mkdir(exist_ok=True)
    if page.read_text() == "interrupted":
        pathlib.Path("node_modules/half-written").touch()
        sys.exit("killed")
elif pathlib.Path("node_modules/half-written").exists():
    sys.exit("Bus error")
elif page.read_text() == "broken":
    sys.exit("cannot build this")
else:
    out = pathlib.Path(os.environ["ANTIPHON_WEB_OUT"])
    out.mkdir()
    shutil.copy("page.html", out)
"""


def quietly(_text: str, _share: float | None) -> None:
    """Nobody watches."""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "package-lock.json").write_text("{}")
    (folder / "page.html").write_text("one")
    return folder


@pytest.fixture
def workshop(tmp_path: Path, sources: Path) -> WebWorkshop:
    npm = tmp_path / "npm.py"
    npm.write_text(NPM)
    node = Node(program=Path(sys.executable), npm=(sys.executable, str(npm)), version="24")
    return WebWorkshop(
        sources, folder=tmp_path / "tools", cache=tmp_path / "cache", choose_node=lambda: node
    )


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def asked(workshop: WebWorkshop) -> list[str]:
    return (workshop.folder.parent / "asked").read_text().split()


async def test_unchanged_sources_are_built_once(workshop: WebWorkshop) -> None:
    assert not workshop.is_current()
    await workshop.build(quietly)
    await workshop.build(quietly)
    assert workshop.is_current()
    assert (workshop.built / "page.html").read_text() == "one"
    assert asked(workshop) == ["install", "run"]


async def test_changed_sources_are_built_again_without_fetching(
    workshop: WebWorkshop, sources: Path
) -> None:
    await workshop.build(quietly)
    (sources / "page.html").write_text("two")
    (sources / "more.html").write_text("more")
    assert not workshop.is_current()
    await workshop.build(quietly)
    assert (workshop.built / "page.html").read_text() == "two"
    assert asked(workshop) == ["install", "run", "run"]
    (sources / "more.html").unlink()
    await workshop.build(quietly)
    assert not (workshop.folder / "more.html").exists()


async def test_a_changed_lock_fetches_again(workshop: WebWorkshop, sources: Path) -> None:
    await workshop.build(quietly)
    (sources / "package-lock.json").write_text("{ }")
    await workshop.build(quietly)
    assert asked(workshop) == ["install", "run", "install", "run"]


async def test_a_broken_build_is_told_and_leaves_the_last_good_one(
    workshop: WebWorkshop, sources: Path
) -> None:
    good = await workshop.build(quietly)
    (sources / "page.html").write_text("broken")
    with pytest.raises(WebBuildFailed, match="cannot build this"):
        await workshop.build(quietly)
    assert (good / "page.html").read_text() == "one"
    assert not workshop.is_current()


async def test_checkouts_that_share_a_tools_folder_have_a_page_each(
    workshop: WebWorkshop, sources: Path
) -> None:
    one = await workshop.build(quietly)
    (sources / "page.html").write_text("two")
    two = await workshop.build(quietly)
    (sources / "page.html").write_text("one")
    assert await workshop.build(quietly) == one
    assert [(page / "page.html").read_text() for page in (one, two)] == ["one", "two"]
    assert asked(workshop) == ["install", "run", "run"]


async def test_pages_that_nobody_used_for_long_are_forgotten(
    workshop: WebWorkshop, sources: Path
) -> None:
    built = []
    for number in range(7):
        (sources / "page.html").write_text(f"{number}")
        built.append(await workshop.build(quietly))
        os.utime(built[-1], (number, number))
    assert [page.is_dir() for page in built] == [False] * 2 + [True] * 5


async def test_nothing_is_written_into_the_sources(workshop: WebWorkshop, sources: Path) -> None:
    before = names_in(sources)
    await workshop.build(quietly)
    assert names_in(sources) == before


@pytest.mark.parametrize("is_first", [True, False])
async def test_packages_that_were_half_unpacked_are_unpacked_anew(
    workshop: WebWorkshop, sources: Path, is_first: bool
) -> None:
    if not is_first:
        await workshop.build(quietly)
        (sources / "package-lock.json").write_text("{ }")
    (sources / "page.html").write_text("interrupted")
    with pytest.raises(WebBuildFailed, match="killed"):
        await workshop.build(quietly)
    (sources / "page.html").write_text("one")
    assert (await workshop.build(quietly) / "page.html").read_text() == "one"


async def test_packages_that_are_damaged_later_are_unpacked_anew_by_the_start_after(
    workshop: WebWorkshop, sources: Path
) -> None:
    await workshop.build(quietly)
    (workshop.folder / "node_modules" / "half-written").touch()
    (sources / "page.html").write_text("two")
    with pytest.raises(WebBuildFailed, match="try again once"):
        await workshop.build(quietly)
    assert (await workshop.build(quietly) / "page.html").read_text() == "two"
