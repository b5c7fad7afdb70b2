"""The music on hold of the test houses: one tone, so that nobody takes it for a voice."""

from pathlib import Path

import soundfile

from antiphon.simulation.sound import RATE, tone

# None of the people in any test says this tone, nor one near it.
MUSIC_TONE = 1_700


def provide_known_music(folder: Path) -> None:
    """Put the tone into an operator's music folder."""
    folder.mkdir(parents=True, exist_ok=True)
    # As an operator would who knows that it is nobody else's affair.
    (folder / "tone.wav").touch(mode=0o600)
    soundfile.write(folder / "tone.wav", tone(MUSIC_TONE, 10), RATE)
