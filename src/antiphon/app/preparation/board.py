"""The progress display: a line for each step, moving in a terminal, plain elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

Report = Callable[[str, float | None], None]


class Board(Protocol):
    """Where steps tell how far they are."""

    def begin(self, step: str) -> None:
        """A step starts."""

    def report(self, step: str, doing: str, share: float | None) -> None:
        """What the step is doing, and which share of it is done where that is known."""

    def end(self, step: str, seconds: float) -> None:
        """The step is done."""

    def fail(self, step: str) -> None:
        """The step was given up."""


@contextmanager
def step_on(board: Board, step: str) -> Iterator[Report]:
    """Run a step: gives what it reports with, and closes its line however it ends."""
    started = time.monotonic()
    board.begin(step)
    try:
        yield lambda doing, share: board.report(step, doing, share)
    except BaseException:
        board.fail(step)
        raise
    board.end(step, time.monotonic() - started)


class PlainBoard:
    """One line when a step begins something new, one when it is done."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._doing: dict[str, str] = {}

    def begin(self, step: str) -> None:
        """Nothing is said until there is something to do."""

    def report(self, step: str, doing: str, share: float | None) -> None:
        """Say it once."""
        if self._doing.get(step) != doing:
            self._doing[step] = doing
            self._say("..", f"{step}: {doing}")

    def end(self, step: str, seconds: float) -> None:
        """Say that it is done, and how long it took if that was long."""
        self._say("ok", f"{step} ({seconds:.0f} s)" if seconds >= 1 else step)

    def fail(self, step: str) -> None:
        """Say that it was given up."""
        self._say("--", f"{step}: not finished")

    def _say(self, mark: str, text: str) -> None:
        print(f"  {mark}  {text}", file=self._out, flush=True)


class TerminalBoard:
    """All steps at once, each with its bar; a context manager."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn(" "),
            SpinnerColumn(finished_text="[green]ok[/]"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("[dim]{task.fields[doing]}"),
            TimeElapsedColumn(),
            console=console,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "TerminalBoard":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, step: str) -> None:
        """Show the step."""
        self._tasks[step] = self._progress.add_task(step, total=None, doing="")

    def report(self, step: str, doing: str, share: float | None) -> None:
        """Move its bar."""
        total = None if share is None else 1.0
        self._progress.update(self._tasks[step], doing=doing, total=total, completed=share or 0)

    def end(self, step: str, seconds: float) -> None:
        """Fill its bar."""
        self._progress.update(self._tasks[step], doing="", total=1.0, completed=1.0)

    def fail(self, step: str) -> None:
        """Leave its bar where it is."""
        self._progress.update(self._tasks[step], doing="not finished")
        self._progress.stop_task(self._tasks[step])


@contextmanager
def open_board(out: TextIO) -> Iterator[Board]:
    """The board that fits `out`."""
    if not out.isatty():
        yield PlainBoard(out)
        return
    with TerminalBoard(Console(file=out)) as board:
        yield board
