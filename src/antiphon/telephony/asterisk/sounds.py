"""The folders of the sounds that Asterisk plays by itself, made again when their sources change."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

DEFAULT_MUSIC = "default"
SOUND_FILES = frozenset({".wav", ".flac", ".ogg", ".mp3"})

# What a music may be called: it names a folder, a class of Asterisk and a choice of a queue.
_NAME = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)


def provide_beep(sounds: Path) -> None:
    """Write the beep before a message where it is missing."""
    if (sounds / "beep.sln16").exists():
        return
    sounds.mkdir(parents=True, exist_ok=True)
    # Only the first start of a folder needs what computes with sound.
    from antiphon.telephony.asterisk.music import write_beep  # noqa: PLC0415

    write_beep(sounds / "beep")


def sources_of_music(own: Path | None, packaged: Path | None) -> dict[str, Path | None]:
    """Each music by its name with the folder of its files; None means that we make some.

    `own` is the operator's folder: files in it take the place of the packaged ones, and each
    folder in it is one more music.
    """
    sources: dict[str, Path | None] = {
        DEFAULT_MUSIC: own if own is not None and sound_files(own) else packaged
    }
    for folder in sorted(own.iterdir()) if own is not None and own.is_dir() else ():
        if _NAME.fullmatch(folder.name) and sound_files(folder):
            sources[folder.name] = folder
        elif folder.is_dir():
            log.warning("music.folder_ignored", folder=folder.name)
    return sources


def sound_files(folder: Path) -> list[Path]:
    """The files in a folder that can be played."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in SOUND_FILES)


def provide_all_music(folder: Path, sources: Mapping[str, Path | None]) -> None:
    """Make `folder` hold a folder for each music, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name not in sources:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for name, source in sources.items():
        _provide(folder / name, source)


def _provide(folder: Path, source: Path | None) -> None:
    wanted = _described(source)
    made_from = folder / ".made-from"
    if made_from.exists() and made_from.read_text() == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    # Computing with sound is slow to load, and most starts need none of it.
    from antiphon.telephony.asterisk.music import write_music  # noqa: PLC0415

    write_music(folder, sound_files(source) if source is not None else [])
    made_from.write_text(wanted)


def _described(source: Path | None) -> str:
    if source is None:
        return "made by us\n"
    marks = ((file, file.stat()) for file in sound_files(source))
    return "".join(f"{file} {mark.st_size} {mark.st_mtime_ns}\n" for file, mark in marks)
