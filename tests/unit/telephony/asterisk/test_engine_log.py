"""Asterisk's log lines become ours, through rotation and truncation, once each."""

import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from antiphon.telephony.asterisk.engine_log import LogFollower, report


def a_line(message: str, level: str = "WARNING") -> bytes:
    place = {"filename": "res_pjsip.c", "function": "f", "line": 12}
    record = {"logmsg": {"location": place, "level": level, "message": message + "\n"}}
    return json.dumps(record).encode()


def test_a_line_keeps_its_level_and_source_and_is_marked_personal() -> None:
    with capture_logs() as logged:
        report(a_line("No matching endpoint for +4930123"))
    assert logged == [
        {
            "event": "engine.log",
            "log_level": "warning",
            "source": "res_pjsip.c:12",
            "pii.text": "No matching endpoint for +4930123",
        }
    ]


@pytest.mark.parametrize(
    "line", [b"[2026] Asterisk 22 built by nobody", b"{}", b"[]", b"\xff", b""]
)
def test_what_is_not_a_record_is_left_out(line: bytes) -> None:
    with capture_logs() as logged:
        report(line)
    assert logged == []


def test_what_is_told_of_every_phone_is_not_worth_a_line() -> None:
    with capture_logs() as logged:
        report(a_line("Endpoint agent-1: Option 'stir_shaken' is no longer supported.  Use ..."))
        report(a_line('SecurityEvent="SuccessfulAuth",Service="PJSIP"', "SECURITY"))
        report(a_line('SecurityEvent="InvalidPassword",Service="PJSIP"', "SECURITY"))
    assert [entry["log_level"] for entry in logged] == ["debug", "debug", "info"]


def test_lines_are_read_once_through_rotation_and_truncation(tmp_path: Path) -> None:
    path = tmp_path / "messages.json"
    follower = LogFollower(path, from_start=True)
    assert follower.new_lines() == []
    path.write_bytes(b"one\ntw")
    assert follower.new_lines() == [b"one"]
    with path.open("ab") as file:
        file.write(b"o\nthree\n")
    assert follower.new_lines() == [b"two", b"three"]
    path.rename(tmp_path / "messages.json.1")
    path.write_bytes(b"four\n")
    assert follower.new_lines() == [b"four"]
    path.write_bytes(b"")
    assert follower.new_lines() == []
    path.write_bytes(b"5\n")
    assert follower.new_lines() == [b"5"]
    follower.close()


def test_an_adopted_engine_s_old_lines_are_not_told_again(tmp_path: Path) -> None:
    path = tmp_path / "messages.json"
    path.write_bytes(b"old\n")
    follower = LogFollower(path, from_start=False)
    assert follower.new_lines() == []
    with path.open("ab") as file:
        file.write(b"new\n")
    assert follower.new_lines() == [b"new"]
    follower.close()
