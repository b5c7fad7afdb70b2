"""Stopping and starting the recorder of a leg while people talk.

Asterisk's interface can start a recorder only where a call runs through the dialplan; its console
can at any time. After a pause the recorder writes into files of their own: what the first ones hold
is never touched, and a command that is repeated finds them.
"""

from abc import ABC, abstractmethod
from pathlib import Path

from antiphon.kernel.ids import LegId
from antiphon.telephony.asterisk.ari.beside import RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.configuration import EngineSettings
from antiphon.telephony.asterisk.console import ask_console
from antiphon.telephony.asterisk.dialplan import recorder
from antiphon.telephony.asterisk.recording_files import recording_files
from antiphon.telephony.engine import RecordingId, part_of

_GONE = (404, 409, 412)


class RecordingSwitch(ABC):
    """The port's commands about recordings that run."""

    _settings: EngineSettings

    def recording_files(self, recording: RecordingId) -> tuple[Path, ...]:
        """See `recording_files`."""
        return recording_files(self._settings.recordings, recording)

    @property
    @abstractmethod
    def _connection(self) -> Connection:
        """The way to Asterisk."""

    async def pause_recording(self, leg: LegId) -> None:
        """Write nothing more of a leg."""
        channel = await self._channel_of(leg)
        if channel is not None:
            await ask_console(self._settings.console, f"mixmonitor stop {channel}")

    async def resume_recording(self, leg: LegId, recording: RecordingId, part: int) -> None:
        """Go on, in the files of this part."""
        name = part_of(recording, part)
        if any(file.exists() for file in recording_files(self._settings.recordings, name)):
            return
        # A pause that was overtaken must not leave a recorder running beside the new one.
        await self.pause_recording(leg)
        channel = await self._channel_of(leg)
        if channel is not None:
            how = recorder(str(self._settings.recordings / name))
            await ask_console(self._settings.console, f'mixmonitor start {channel} "{how}"')

    async def _channel_of(self, leg: LegId) -> str | None:
        """Asterisk's own name of a leg; None when it is gone."""
        try:
            return (await self._connection.channels_get(leg)).name
        except RequestRefused as error:
            if error.status in _GONE:
                return None
            raise
