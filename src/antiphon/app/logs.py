"""Where log lines go: JSON in a rotating file, and to whoever looks at the error stream."""

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

import structlog
from structlog.typing import Processor

_FILE_LIMIT = 20 * 1024 * 1024
_FILES_KEPT = 5
# Tracebacks name files and lines only: local variables hold tokens, passwords and customers' data.
_TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)
_JSON: tuple[Processor, ...] = (_TRACEBACKS, structlog.processors.JSONRenderer())


def configure_logs(
    file: Path | None,
    *,
    level: str,
    stream: TextIO = sys.stderr,
    messages: TextIO = sys.stdout,
) -> None:
    """Send all log lines, libraries' included, to `file` and to `stream`.

    Where `messages` for people go too (a terminal, one file for both, the log of a service), the
    stream gets warnings only, as text: other lines would hide what to do next. A stream of its
    own, such as a container's, gets every line as JSON.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    # On a full disk each line would be followed by a traceback of its own.
    logging.raiseExceptions = False
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.setLevel(level.upper())
    is_for_people = _is_for_people(stream, messages)
    shown = logging.StreamHandler(stream)
    text = structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    shown.setFormatter(_formatter(shared, *([text] if is_for_people else _JSON)))
    shown.setLevel(logging.WARNING if is_for_people else logging.NOTSET)
    root.addHandler(shown)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        kept = RotatingFileHandler(file, maxBytes=_FILE_LIMIT, backupCount=_FILES_KEPT)
        kept.setFormatter(_formatter(shared, *_JSON))
        root.addHandler(kept)


def _is_for_people(stream: TextIO, messages: TextIO) -> bool:
    try:
        return stream.isatty() or os.path.sameopenfile(stream.fileno(), messages.fileno())
    except (OSError, ValueError):
        # One of the two is no file, or closed.
        return False


def _formatter(shared: list[Processor], *renderer: Processor) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
    )
