"""`up` and `down`."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import psutil
import uvloop

from antiphon.app.command.errors import say, telling_errors
from antiphon.app.data_folder import ask_to_end
from antiphon.app.logs import configure_logs
from antiphon.app.preparation.board import open_board
from antiphon.app.processes import run_everything
from antiphon.app.serve import serve
from antiphon.app.settings import read_settings
from antiphon.telephony.asterisk.process import end_left_behind

_ENDS_WITHIN_S = 60


def run_up(**given: Any) -> None:
    """Prepare, start, and serve until told to end."""
    with telling_errors():
        settings = read_settings(**given)
        configure_logs(settings.data / "log" / "antiphon.log", level=settings.log_level)
        with open_board(sys.stdout) as board:
            uvloop.run(run_everything(settings, board, serve, say))


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
