"""How a command that cannot be done ends: one sentence for a person, no traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from antiphon.app.data_folder import DataFolderInUse
from antiphon.app.ports import PortTaken
from antiphon.app.preparation.node import NodeMissing
from antiphon.app.preparation.steps import PreparationFailed
from antiphon.app.preparation.web_app import WebBuildFailed
from antiphon.app.settings import SettingsRefused
from antiphon.database.sealing import KeyUnusable
from antiphon.kernel.events import RuleBroken
from antiphon.telephony.asterisk.process import EngineFailed

EXPECTED = (
    DataFolderInUse,
    EngineFailed,
    KeyUnusable,
    NodeMissing,
    PortTaken,
    PreparationFailed,
    RuleBroken,
    SettingsRefused,
    WebBuildFailed,
)


def say(text: str) -> None:
    """Tell the person who runs the command."""
    print(text, flush=True)


def fail(text: str) -> None:
    """Tell what went wrong, and end."""
    print(f"antiphon: {text}", file=sys.stderr, flush=True)
    sys.exit(1)


@contextmanager
def telling_errors() -> Iterator[None]:
    """End with a sentence when something foreseeable stands in the way."""
    try:
        yield
    except EXPECTED as error:
        fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
