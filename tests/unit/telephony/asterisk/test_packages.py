"""Where packages come from, and that an interrupted run goes on."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.support.free_ports import free_ports

from antiphon.telephony.asterisk.packages import (
    PackageStore,
    PackagesUnavailable,
    debian_mirror,
    unpack,
)

STANZAS = """\
Types: deb
URIs: http://mirror.invalid/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

# Types: deb
Types: deb deb-src
URIs: http://mirror.invalid/debian/
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
"""


def apt_folder(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "sources.list.d").mkdir()
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        folder = tmp_path if stem == "main" else tmp_path / "sources.list.d"
        (folder / f"{'sources' if stem == 'main' else stem}.{suffix}").write_text(text)
    return tmp_path


def test_the_archive_is_found_in_stanzas(tmp_path: Path) -> None:
    folder = apt_folder(tmp_path, debian_sources=STANZAS)
    assert debian_mirror(folder) == "http://mirror.invalid/debian/"


def test_the_archive_is_found_in_one_line_lists(tmp_path: Path) -> None:
    folder = apt_folder(
        tmp_path,
        main_list="# deb http://a.invalid/debian bookworm main\n"
        "deb-src http://b.invalid/debian bookworm main\n"
        "deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
        "https://c.invalid/pub/debian bookworm main # the near one\n",
    )
    assert debian_mirror(folder) == "https://c.invalid/pub/debian"


@pytest.mark.parametrize(
    "line",
    [
        "deb [signed-by=/etc/apt/keyrings/vendor.asc] https://vendor.invalid/linux/debian x stable",
        "deb [signed-by=/etc/apt/keyrings/vendor.asc] https://vendor.invalid/linux/debian x main",
        "deb https://vendor.invalid/linux/debian bookworm stable",
        "deb https://mirror.invalid/debian-security bookworm-security main",
        "deb https://mirror.invalid/ubuntu noble main",
        "deb cdrom:[Debian GNU/Linux]/debian bookworm main",
        "deb https://vendor.invalid/debian ./",
    ],
)
def test_sources_of_others_are_left_aside(tmp_path: Path, line: str) -> None:
    folder = apt_folder(tmp_path, main_list=line + "\n", debian_sources=STANZAS)
    assert debian_mirror(folder) == "http://mirror.invalid/debian/"


def test_a_source_that_is_switched_off_is_left_aside(tmp_path: Path) -> None:
    off = STANZAS.replace("Types: deb deb-src", "Enabled: no\nTypes: deb")
    with pytest.raises(PackagesUnavailable, match="ANTIPHON_DEBIAN_MIRROR"):
        debian_mirror(apt_folder(tmp_path, debian_sources=off))


def test_a_mirror_list_of_a_cloud_image_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = apt_folder(
        tmp_path, main_list="deb mirror+file:///etc/apt/mirrors/debian.list trixie main\n"
    )
    assert debian_mirror(folder) == "mirror+file:///etc/apt/mirrors/debian.list"


async def test_unpacking_goes_on_where_it_was_interrupted(tmp_path: Path) -> None:
    packages = [a_package(tmp_path, name) for name in ("one", "two", "three")]
    whole = packages[1].read_bytes()
    packages[1].write_bytes(whole[: len(whole) // 2])
    root = tmp_path / "root"
    with pytest.raises(PackagesUnavailable, match="two"):
        await unpack(packages, root, lambda _text, _share: None)
    assert not root.exists()

    packages[1].write_bytes(whole)
    packages[0].unlink()  # it is done: nobody asks for it again
    await unpack(packages, root, lambda _text, _share: None)
    assert sorted(path.name for path in (root / "files").iterdir()) == ["one", "three", "two"]
    assert not (tmp_path / "root.partial").exists()


def a_package(tmp_path: Path, name: str) -> Path:
    tree = tmp_path / f"tree-{name}"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN").chmod(0o755)  # whatever the umask says, as dpkg-deb wants it
    (tree / "files").mkdir()
    (tree / "files" / name).write_text(name)
    (tree / "DEBIAN" / "control").write_text(
        f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: none <none@invalid>\n"
        "Description: for a test\n"
    )
    file = tmp_path / f"{name}.deb"
    subprocess.run(["dpkg-deb", "--build", tree, file], check=True, capture_output=True)
    return file


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="only where there is apt")
async def test_a_mirror_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    mirror = f"http://127.0.0.1:{free_ports()}/debian"
    store = PackageStore(tmp_path / "packages", mirror=mirror, progress=lambda _text, _share: None)
    with pytest.raises(PackagesUnavailable, match=f"{mirror} cannot be reached"):
        await store.provide(["asterisk"])
