"""Sound in answers."""

import io
import wave


def wav_of(samples: bytes, rate: int) -> bytes:
    """A WAV file of one channel of 16-bit samples, so many a second."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return sound.getvalue()
