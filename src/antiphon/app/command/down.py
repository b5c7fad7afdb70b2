"""`down`: end what runs on a data folder."""

import asyncio
from pathlib import Path

import psutil

from antiphon.app.command.errors import say, telling_errors
from antiphon.app.data_folder import ask_to_end
from antiphon.app.settings import read_settings
from antiphon.telephony.asterisk.process_record import end_left_behind

_ENDS_WITHIN_S = 60


def run_down(data: Path) -> None:
    """End the control plane, or the Asterisk that one left behind."""
    with telling_errors():
        settings = read_settings(data=data)
        pid = ask_to_end(settings.data)
        if pid is not None:
            say(f"Process {pid} was asked to end.")
            try:
                psutil.Process(pid).wait(_ENDS_WITHIN_S)
            except psutil.NoSuchProcess:
                pass
            except psutil.TimeoutExpired:
                say("It waits for calls; run `antiphon down` again to end them.")
                return
        left = asyncio.run(end_left_behind(settings.engine_folder))
        if left is not None:
            say(f"The engine that was left behind ({left}) was ended.")
        elif pid is None:
            say(f"Nothing runs on {settings.data}.")
