"""How a command that cannot be done ends: one sentence for a person, no traceback."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from antiphon.app.certificate import CertificateUnusable
from antiphon.app.command.kept import RESTORE
from antiphon.app.data_folder import DataFolderInUse
from antiphon.app.ports import PortTaken
from antiphon.app.preparation.node import NodeMissing
from antiphon.app.preparation.steps import PreparationFailed
from antiphon.app.preparation.web_app import WebBuildFailed
from antiphon.app.settings import SettingsRefused
from antiphon.database.engine import DatabaseDamaged
from antiphon.database.sealing import KeyUnusable
from antiphon.journal.contract import JournalBroken, JournalFull
from antiphon.kernel.events import RuleBroken
from antiphon.telephony.asterisk.process import EngineFailed

log = structlog.get_logger()

EXPECTED = (
    CertificateUnusable,
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


_ADVICE = {
    errno.ENOSPC: "; free some room on its disk",
    errno.EDQUOT: "; free some room on its disk",
    errno.EACCES: "; change its rights, or name another folder with --data",
    errno.EPERM: "; change its rights, or name another folder with --data",
    errno.EROFS: "; name another folder with --data",
}


def _of_file(error: OSError) -> str:
    what = f"{error.filename}: " if error.filename else ""
    return f"{what}{error.strerror or error}{_ADVICE.get(error.errno or 0, '')}"


@contextmanager
def telling_errors() -> Iterator[None]:
    """End with a sentence when something foreseeable stands in the way."""
    try:
        yield
    except EXPECTED as error:
        fail(str(error))
    except JournalFull as error:
        advice = "Free some room on the data folder's disk and start again"
        fail(f"{error}. {advice}: nothing acknowledged is lost.")
    except JournalBroken as error:
        fail(f"the journal cannot be used: {error}. {RESTORE}")
    except DatabaseDamaged as error:
        fail(f"{error}. {RESTORE}")
    except OSError as error:
        if error.errno not in _ADVICE:
            log.exception("command.failed")
        fail(f"{_of_file(error)}. `antiphon doctor` looks at everything.")
    except KeyboardInterrupt:
        sys.exit(130)
