"""The folders of the sounds that Asterisk plays by itself, made once."""

from pathlib import Path


def provide_sounds(sounds: Path, music: Path, source: Path | None) -> None:
    """Fill both folders where something is missing; `source` holds WAV files of music."""
    sounds.mkdir(parents=True, exist_ok=True)
    music.mkdir(parents=True, exist_ok=True)
    has_beep, has_music = (sounds / "beep.sln16").exists(), any(music.glob("*.sln16"))
    if has_beep and has_music:
        return
    # Only the first start of a folder needs what computes with sound.
    from antiphon.telephony.asterisk.music import write_beep, write_music  # noqa: PLC0415

    if not has_beep:
        write_beep(sounds / "beep")
    if not has_music:
        write_music(music, source)
