"""A backup holds what matters, and can be restored where nothing is."""

import io
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from antiphon.app.command.backup import (
    BackupImpossible,
    NotABackup,
    check_backup,
    read_archive,
    run_restore,
    write_archive,
)
from antiphon.app.data_folder import locked
from antiphon.app.settings import Settings, read_settings


def a_centre(folder: Path) -> Settings:
    settings = read_settings(data=folder)
    for path in (settings.recordings_folder / "2026", settings.engine_folder / "log"):
        path.mkdir(parents=True)
    (settings.recordings_folder / "2026" / "one.wav").write_bytes(b"sound")
    (settings.engine_folder / "access.json").write_text("{}")
    (settings.engine_folder / "log" / "messages.json").write_text("noise")
    for companion in (".head", ".lock", ".reserve"):
        (folder / f"journal.db{companion}").write_text("made again by the journal")
    (folder / "tools").mkdir()
    (folder / "tools" / "big").write_text("can be made again")
    for name in (settings.journal_file, folder / "data.db"):
        with closing(sqlite3.connect(name)) as database:
            database.execute("CREATE TABLE t (n)")
            database.execute("INSERT INTO t VALUES (1)")
            database.commit()
    return settings


def test_everything_that_matters_comes_back(tmp_path: Path) -> None:
    before = a_centre(tmp_path / "before")
    archive = tmp_path / "backup.tar.gz"
    with closing(sqlite3.connect(before.journal_file)) as running:
        # What a running centre has committed, but not yet moved into the main file.
        running.execute("PRAGMA journal_mode=WAL")
        running.execute("INSERT INTO t VALUES (2)")
        running.commit()
        assert write_archive(before, archive) == 3
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600

    after = read_settings(data=tmp_path / "after")
    assert read_archive(after, archive) == 3
    with closing(sqlite3.connect(after.journal_file)) as database:
        assert database.execute("SELECT n FROM t").fetchall() == [(1,), (2,)]
    assert (after.recordings_folder / "2026" / "one.wav").read_bytes() == b"sound"
    assert not (after.data / "tools").exists()
    assert not (after.engine_folder / "log").exists()


def test_a_copy_cannot_reach_the_engine_of_the_original(tmp_path: Path) -> None:
    archive = tmp_path / "older.tar.gz"
    write_archive(a_centre(tmp_path / "before"), tmp_path / "new.tar.gz")
    with tarfile.open(tmp_path / "new.tar.gz") as new, tarfile.open(archive, "w:gz") as older:
        assert "engine/access.json" not in new.getnames()
        for member in new.getmembers():
            older.addfile(member, new.extractfile(member))
        older.add(tmp_path / "before" / "engine" / "access.json", "engine/access.json")
    after = read_settings(data=tmp_path / "after")
    assert read_archive(after, archive) == 3
    assert not (after.engine_folder / "access.json").exists()
    assert after.journal_file.exists()


def test_the_journal_is_copied_after_the_other_databases_and_before_recordings(
    tmp_path: Path,
) -> None:
    write_archive(a_centre(tmp_path / "centre"), tmp_path / "a.tar.gz")
    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        names = [name for name in archive.getnames() if name != "engine/access.json"]
    assert names == ["data.db", "journal.db", "recordings/2026/one.wav"]


def test_a_folder_that_holds_something_is_not_restored_over(tmp_path: Path) -> None:
    settings = a_centre(tmp_path / "centre")
    write_archive(settings, tmp_path / "a.tar.gz")
    with pytest.raises(NotABackup, match="holds data already"):
        read_archive(settings, tmp_path / "a.tar.gz")


def test_a_folder_in_use_is_not_restored_over(tmp_path: Path) -> None:
    write_archive(a_centre(tmp_path / "centre"), tmp_path / "a.tar.gz")
    empty = read_settings(data=tmp_path / "empty")
    with locked(empty.data), pytest.raises(Exception, match="in use"):
        read_archive(empty, tmp_path / "a.tar.gz")


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "a/../../outside"])
def test_an_archive_that_reaches_outside_is_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as archive:
        for member in ("journal.db", name):
            info = tarfile.TarInfo(member)
            info.size = 1
            archive.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(NotABackup, match="no backup of ours"):
        read_archive(read_settings(data=tmp_path / "centre"), tmp_path / "bad.tar.gz")
    assert not (tmp_path / "outside").exists()


def test_links_in_an_archive_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("journal.db"), io.BytesIO())
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(NotABackup, match="no backup of ours"):
        read_archive(read_settings(data=tmp_path / "centre"), tmp_path / "bad.tar.gz")


def test_any_other_archive_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("photo.jpg"), io.BytesIO())
    with pytest.raises(NotABackup, match="no journal"):
        read_archive(read_settings(data=tmp_path / "centre"), tmp_path / "other.tar.gz")


def test_what_is_no_centre_is_not_backed_up(tmp_path: Path) -> None:
    (tmp_path / "typo" / "tools").mkdir(parents=True)
    with pytest.raises(BackupImpossible, match="holds no centre"):
        check_backup(read_settings(data=tmp_path / "typo"), tmp_path / "a.tar.gz")


def test_an_archive_takes_the_place_of_files_only(tmp_path: Path) -> None:
    settings = a_centre(tmp_path / "centre")
    for target in (tmp_path, Path("/dev/full")):
        with pytest.raises(BackupImpossible, match="is no file"):
            check_backup(settings, target)
    with pytest.raises(BackupImpossible, match="make it first"):
        check_backup(settings, tmp_path / "nowhere" / "a.tar.gz")
    (tmp_path / "a.tar.gz").touch()
    check_backup(settings, tmp_path / "a.tar.gz")


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    settings = a_centre(tmp_path / "centre")
    settings.journal_file.write_bytes(b"SQLite format 3\0, and no more of it")
    with pytest.raises(sqlite3.DatabaseError):
        write_archive(settings, tmp_path / "a.tar.gz")
    assert {path.name for path in tmp_path.iterdir()} == {"centre"}


def test_an_archive_that_was_cut_off_is_told_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_archive(a_centre(tmp_path / "centre"), tmp_path / "a.tar.gz")
    content = (tmp_path / "a.tar.gz").read_bytes()
    (tmp_path / "a.tar.gz").write_bytes(content[: len(content) // 2])
    with pytest.raises(SystemExit):
        run_restore(tmp_path / "after", tmp_path / "a.tar.gz")
    assert "ends in the middle" in capsys.readouterr().err
