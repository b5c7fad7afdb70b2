"""The music on hold: what comes along, what the operator puts into the folder, what is damaged."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from antiphon.simulation.sound import dominant, tone
from antiphon.telephony.asterisk.sounds import (
    DEFAULT_MUSIC,
    provide_all_music,
    sources_of_music,
)


def write_piece(folder: Path, name: str, hertz: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    soundfile.write(folder / name, tone(hertz, 1), 8_000)


def pitches(folder: Path) -> list[float]:
    found = []
    for file in sorted(folder.glob("*.sln16")):
        wide = np.frombuffer(file.read_bytes(), "<i2")
        found.append(dominant(wide[::2]))
    return found


def provide(folder: Path, own: Path, packaged: Path | None = None) -> None:
    provide_all_music(folder, sources_of_music(own, packaged))


def test_own_files_take_the_place_of_the_packaged_ones(tmp_path: Path) -> None:
    write_piece(tmp_path / "packaged", "a.wav", 300)
    provide(tmp_path / "moh", tmp_path / "own", tmp_path / "packaged")
    assert pitches(tmp_path / "moh" / DEFAULT_MUSIC) == [300]

    write_piece(tmp_path / "own", "b.wav", 500)
    write_piece(tmp_path / "own", "b.flac", 600)
    provide(tmp_path / "moh", tmp_path / "own", tmp_path / "packaged")
    assert sorted(pitches(tmp_path / "moh" / DEFAULT_MUSIC)) == [500, 600]


def test_each_folder_is_a_music_of_its_own_until_it_is_taken_away(tmp_path: Path) -> None:
    write_piece(tmp_path / "own" / "spring", "a.wav", 700)
    provide(tmp_path / "moh", tmp_path / "own")
    assert pitches(tmp_path / "moh" / "spring") == [700]
    assert pitches(tmp_path / "moh" / DEFAULT_MUSIC)

    (tmp_path / "own" / "spring" / "a.wav").unlink()
    provide(tmp_path / "moh", tmp_path / "own")
    assert not (tmp_path / "moh" / "spring").exists()


def test_what_is_unchanged_is_not_made_again(tmp_path: Path) -> None:
    write_piece(tmp_path / "own", "a.wav", 700)
    provide(tmp_path / "moh", tmp_path / "own")
    made = tmp_path / "moh" / DEFAULT_MUSIC / ".made-from"
    before = made.stat().st_mtime_ns
    provide(tmp_path / "moh", tmp_path / "own")
    assert made.stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["Frühling", "two words", "a" * 41])
def test_a_folder_that_no_queue_could_name_is_no_music(tmp_path: Path, name: str) -> None:
    write_piece(tmp_path / "own" / name, "a.wav", 700)
    assert list(sources_of_music(tmp_path / "own", None)) == [DEFAULT_MUSIC]


def test_a_file_that_is_no_sound_leaves_the_others(tmp_path: Path) -> None:
    write_piece(tmp_path / "own", "good.wav", 700)
    (tmp_path / "own" / "bad.wav").write_bytes(b"RIFF and no more")
    provide(tmp_path / "moh", tmp_path / "own")
    assert pitches(tmp_path / "moh" / DEFAULT_MUSIC) == [700]
