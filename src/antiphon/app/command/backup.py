"""`admin backup` and `admin restore`: a data folder as one archive, and back.

Databases are copied through SQLite's online backup, so a running centre may go on. The journal is
copied after the other databases, which catch up with it, and recordings after the journal, so that
nothing in the journal points at a file that the archive lacks.
"""

import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

from antiphon.app.command.errors import fail, say, telling_errors
from antiphon.app.data_folder import locked
from antiphon.app.settings import Settings, read_settings

# What can be made again, or belongs to the processes that run now.
_LEFT_OUT = {"tools", "log", "restore.partial"}
# With the access of the engine that runs, a copy would take over the calls of the original.
_LEFT_OUT_OF_ENGINE = {"etc", "run", "log", "share", "process.json", "access.json"}
# A journal makes its own companions again; one that is ahead of it would stop the start.
_COMPANIONS = ("-wal", "-shm", "-journal", ".partial", ".head", ".lock", ".reserve")
_SQLITE = b"SQLite format 3\0"


class BackupImpossible(Exception):  # noqa: N818 (it names what is the case)
    """The archive cannot be written; the text says why and what to do."""


class NotABackup(Exception):  # noqa: N818 (it names what is the case)
    """The archive cannot be restored; the text says why."""


def run_backup(data: Path, file: Path) -> None:
    """Write the archive; it appears only when it is whole."""
    with telling_errors():
        settings = read_settings(data=data)
        try:
            check_backup(settings, file)
            count = write_archive(settings, file)
        except BackupImpossible as error:
            fail(str(error))
            return
        except (OSError, sqlite3.Error) as error:
            fail(f"{file} could not be written: {error}. Nothing was left behind; try again.")
            return
        say(f"{file}: {count} files, {file.stat().st_size / 1024**2:.1f} MiB.")
        if settings.key_file.exists():
            say("The key that trunks' and phones' secrets are sealed with is in it: keep it safe.")
        if settings.database_url is not None:
            say("The database is a server's of its own and not in it: back it up with its tools.")


def run_restore(data: Path, file: Path) -> None:
    """Unpack the archive into a folder that holds nothing yet."""
    with telling_errors():
        settings = read_settings(data=data)
        try:
            count = read_archive(settings, file)
        except FileNotFoundError:
            fail(f"{file} does not exist")
            return
        except (EOFError, zlib.error):
            fail(f"{file} ends in the middle: it was not copied whole. Take another copy.")
            return
        except (NotABackup, tarfile.TarError, OSError) as error:
            fail(f"{file}: {error}")
            return
        say(f"{settings.data}: {count} files restored. `antiphon up` starts it.")
        if not settings.key_file.exists():
            say("It held no key: give trunks their secrets again, and renew those of desk phones.")


def check_backup(settings: Settings, file: Path) -> None:
    """Refuse what would make no backup, or take the place of something that is none.

    Raises:
        BackupImpossible: the text says why.
    """
    if settings.journal_url is None and not settings.journal_file.is_file():
        raise BackupImpossible(
            f"{settings.data} holds no centre: name the folder that it was started with, by --data"
        )
    if file.exists() and not file.is_file():
        # Renamed over, a device of the system would be gone.
        raise BackupImpossible(f"{file} is no file: name one, such as today.tar.gz")
    if not file.absolute().parent.is_dir():
        raise BackupImpossible(f"the folder {file.absolute().parent} does not exist: make it first")


def write_archive(settings: Settings, file: Path) -> int:
    """Write everything worth keeping into `file`; gives the number of files."""
    partial = file.with_name(file.name + ".partial")
    try:
        count = _write(settings, partial)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _write(settings: Settings, partial: Path) -> int:
    count = 0
    with tempfile.TemporaryDirectory(prefix="antiphon-backup-") as scratch:
        # It holds passwords' hashes and customers' voices.
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "wb") as out,
            tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive,
        ):
            for path in _worth_keeping(settings):
                source = path
                if _is_database(path):
                    source = Path(scratch) / "copy.db"
                    _copy_database(path, source)
                try:
                    archive.add(source, arcname=str(path.relative_to(settings.data)))
                except FileNotFoundError:
                    # A temporary file of the running centre that is gone meanwhile.
                    continue
                count += 1
            out.flush()
        os.sync()
    return count


def read_archive(settings: Settings, file: Path) -> int:
    """Restore `file` into the data folder; gives the number of files.

    Raises:
        NotABackup: the folder is in use or holds something, or the archive is none of ours.
    """
    with tarfile.open(file, "r:gz") as archive:
        members = archive.getmembers()
        if not any(member.name == settings.journal_file.name for member in members):
            raise NotABackup("holds no journal, so it is no backup of Antiphon")
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(settings.data):
            if next(_worth_keeping(settings), None) is not None:
                raise NotABackup(f"{settings.data} holds data already; name an empty folder")
            partial = settings.data / "restore.partial"
            shutil.rmtree(partial, ignore_errors=True)
            engine = settings.engine_folder.relative_to(settings.data)
            of_no_use = {str(engine / name) for name in _LEFT_OUT_OF_ENGINE}
            members = [member for member in members if member.name not in of_no_use]
            for member in members:
                _extract(archive, member, partial)
            for path in partial.iterdir():
                path.replace(settings.data / path.name)
            partial.rmdir()
    return sum(member.isfile() for member in members)


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    path = PurePosixPath(member.name)
    if not member.isfile() or path.is_absolute() or ".." in path.parts:
        raise NotABackup(f"holds {member.name!r}, which no backup of ours does")
    target = into / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = archive.extractfile(member)
    if content is None:
        raise NotABackup(f"{member.name!r} cannot be read")
    with content, target.open("wb") as out:
        shutil.copyfileobj(content, out)
    target.chmod(member.mode & 0o700)


def _worth_keeping(settings: Settings) -> Iterator[Path]:
    """Files in the order in which they must be copied."""
    found = list(_files(settings.data, _LEFT_OUT, settings.engine_folder))
    is_recording = {path: settings.recordings_folder in path.parents for path in found}

    def turn(path: Path) -> tuple[bool, bool, str]:
        return is_recording[path], path == settings.journal_file, str(path)

    yield from sorted(found, key=turn)


def _files(folder: Path, left_out: set[str], engine: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name in left_out or path.name.endswith(_COMPANIONS) or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path, _LEFT_OUT_OF_ENGINE if path == engine else set(), engine)
        elif path.is_file():
            yield path


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _copy_database(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(source.as_uri() + "?mode=ro", uri=True, timeout=30)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        # An archive needs no companions of its databases.
        new.execute("PRAGMA journal_mode=DELETE")
