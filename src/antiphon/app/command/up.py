"""`up`: prepare, start, serve."""

import sys
from typing import Any

import uvloop

from antiphon.app.command.errors import say, telling_errors
from antiphon.app.logs import configure_logs
from antiphon.app.processes import run_everything
from antiphon.app.serve import serve
from antiphon.app.settings import read_settings


def run_up(**given: Any) -> None:
    """Prepare, start, and serve until told to end."""
    with telling_errors():
        settings = read_settings(**given)
        configure_logs(settings.data / "log" / "antiphon.log", level=settings.log_level)
        uvloop.run(run_everything(settings, sys.stdout, serve, say))
