"""Which files Asterisk writes a recording to."""

from pathlib import Path

from antiphon.telephony.engine import RecordingId


def recording_files(folder: Path, recording: RecordingId) -> tuple[Path, ...]:
    """A message is a WAV file; a conversation is raw, the customer's side first."""
    message = folder / f"{recording}.wav"
    if message.exists():
        return (message,)
    return (folder / f"{recording}.customer.raw", folder / f"{recording}.agent.raw")
