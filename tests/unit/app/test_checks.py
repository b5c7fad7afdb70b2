"""What `test` says at its end is what the tiers reported."""

import io
from pathlib import Path

import pytest

from antiphon.app.command.checks import REAL_TIME, TIERS, Counts, closing_line, read_report
from antiphon.app.command.needs import NEEDS
from antiphon.app.preparation.board import PlainBoard, step_on

REPORT = """<?xml version="1.0"?><testsuites>
<testsuite errors="1" failures="2" skipped="3" tests="10"/>
<testsuite errors="0" failures="0" skipped="0" tests="5"/></testsuites>"""


def test_a_report_s_errors_count_as_failures(tmp_path: Path) -> None:
    (tmp_path / "r.xml").write_text(REPORT)
    assert read_report(tmp_path / "r.xml") == Counts(passed=9, failed=3, skipped=3)


def test_each_failure_is_named_with_the_first_line_of_its_reason(tmp_path: Path) -> None:
    (tmp_path / "r.xml").write_text(
        '<testsuites><testsuite errors="1" failures="1" skipped="0" tests="3">'
        '<testcase classname="tests.unit.test_sum" name="test_two">'
        '<failure message="assert 1 == 2&#10;where 1 is">text</failure></testcase>'
        '<testcase classname="tests.unit.test_sum" name="test_three"/>'
        '<testcase classname="tests.unit.test_sum" name="test_four">'
        '<error message="failed on setup">text</error></testcase></testsuite></testsuites>'
    )
    assert read_report(tmp_path / "r.xml").failures == {
        "tests.unit.test_sum.test_two": "assert 1 == 2",
        "tests.unit.test_sum.test_four": "failed on setup",
    }


def test_what_passes_alone_is_unsteady_and_what_fails_again_has_failed() -> None:
    first = Counts(passed=9, failed=2, skipped=1, failures={"a": "too late", "b": "1 == 2"})
    again = Counts(passed=1, failed=1, failures={"b": "1 == 2"})
    assert first.after_another_try(again) == Counts(
        passed=10, failed=1, skipped=1, failures={"b": "1 == 2"}, unsteady={"a": "too late"}
    )


@pytest.mark.parametrize("tier", REAL_TIME)
def test_only_tiers_that_exist_try_again(tier: str) -> None:
    assert tier in TIERS


@pytest.mark.parametrize("text", [None, "", "<testsuites>"])
def test_a_report_that_was_never_finished_counts_nothing(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "r.xml").write_text(text)
    assert read_report(tmp_path / "r.xml") == Counts()


def test_the_closing_line_has_the_form_of_pytest_s_own() -> None:
    totals = Counts(passed=9, skipped=3)
    totals.add(Counts(passed=1, failed=2))
    line = closing_line(totals, 12.345)
    assert line.strip("= ") == "2 failed, 10 passed, 3 skipped in 12.35s"
    assert "no tests ran" in closing_line(Counts(), 1)


def test_every_need_names_tiers_that_exist() -> None:
    assert all(need.tiers <= set(TIERS) for need in NEEDS)


def test_a_plain_display_says_each_thing_once() -> None:
    out = io.StringIO()
    board = PlainBoard(out)
    with step_on(board, "Engine") as report:
        report("downloading", 0.1)
        report("downloading", 0.9)
        report("unpacking", None)
    with pytest.raises(KeyError), step_on(board, "Web app"):
        raise KeyError
    assert out.getvalue().splitlines() == [
        "  ..  Engine: downloading",
        "  ..  Engine: unpacking",
        "  ok  Engine",
        "  --  Web app: not finished",
    ]
