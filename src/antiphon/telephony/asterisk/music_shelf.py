"""The music on hold that lies ready in the line's codecs, as people choose and hear it."""

from pathlib import Path

from antiphon.telephony.asterisk.sounds import DEFAULT_MUSIC

_BYTES_A_SECOND = 2 * 16_000


def list_music(folder: Path) -> dict[str, int]:
    """Each music in `folder` by its name, with how many pieces it has."""
    found = list(folder.iterdir()) if folder.is_dir() else []
    return {DEFAULT_MUSIC: 0} | {one.name: len(_pieces(one)) for one in found if one.is_dir()}


def beginning(folder: Path, name: str, seconds: int) -> bytes | None:
    """So much of the first piece, 16-bit samples at 16 kHz; None where there is no such music."""
    pieces = _pieces(folder / name)
    if not pieces:
        return None
    with pieces[0].open("rb") as file:
        return file.read(seconds * _BYTES_A_SECOND)


def _pieces(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.sln16"))
