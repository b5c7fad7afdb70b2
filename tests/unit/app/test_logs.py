"""What a log line may never hold, on the screen and in the file, and who is shown which lines."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from antiphon.app.logs import configure_logs

pytestmark = pytest.mark.unit


class Terminal(io.StringIO):
    """A stream that says it is a terminal, or not."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def fail_with(password: str) -> None:
    raise ValueError("it went wrong" if password else "nothing given")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_traceback_does_not_show_what_variables_held(tmp_path: Path, is_terminal: bool) -> None:
    stream = Terminal(is_terminal=is_terminal)
    configure_logs(tmp_path / "log" / "antiphon.log", level="info", stream=stream)
    try:
        fail_with("-".join(["hunter", "2"]))
    except ValueError:
        structlog.get_logger("antiphon.test").exception("request failed")
    for text in (stream.getvalue(), (tmp_path / "log" / "antiphon.log").read_text()):
        assert "it went wrong" in text
        assert "fail_with" in text
        assert "hunter-2" not in text


def test_what_is_written_where_messages_go_is_warnings_in_words(tmp_path: Path) -> None:
    told, kept = tmp_path / "both.txt", tmp_path / "antiphon.log"
    with told.open("a") as messages, told.open("a") as stream:
        configure_logs(kept, level="info", stream=stream, messages=messages)
        structlog.get_logger("antiphon.test").info("started")
        structlog.get_logger("antiphon.test").warning("slow")
    (line,) = told.read_text().splitlines()
    assert "slow" in line
    assert not line.startswith("{")
    assert "\x1b" not in line
    assert [json.loads(each)["event"] for each in kept.read_text().splitlines()] == [
        "started",
        "slow",
    ]


def test_an_error_stream_of_its_own_has_every_line_as_json(tmp_path: Path) -> None:
    apart = tmp_path / "errors.jsonl"
    with (tmp_path / "messages.txt").open("w") as messages, apart.open("w") as stream:
        configure_logs(None, level="info", stream=stream, messages=messages)
        structlog.get_logger("antiphon.test").info("started")
    assert json.loads(apart.read_text())["event"] == "started"
