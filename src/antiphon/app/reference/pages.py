"""Which reference pages there are, and what makes each; `write_pages` brings the files up to date.

A test compares the committed files with what is made here, so a page cannot fall behind the code.
"""

from collections.abc import Callable
from pathlib import Path

from antiphon.app.reference.commands import commands_page
from antiphon.app.reference.events import events_page
from antiphon.app.reference.http_api import http_page
from antiphon.app.reference.live_stream import live_page
from antiphon.app.reference.machines import machines_page
from antiphon.app.reference.permissions import permissions_page
from antiphon.app.reference.settings_page import settings_page

FOLDER = Path("docs/reference")

PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": commands_page,
    "events.md": events_page,
    "http-api.md": http_page,
    "live-stream.md": live_page,
    "permissions.md": permissions_page,
    "settings.md": settings_page,
    "state-machines.md": machines_page,
}


def write_pages(folder: Path) -> list[Path]:
    """Write those pages that are not current; gives their paths."""
    changed = []
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        path, text = folder / name, make()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
