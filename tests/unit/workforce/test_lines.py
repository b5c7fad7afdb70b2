"""Files of a plan: as people's spreadsheets write them, and each wrong line told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.workbook import Cell, a_workbook

from antiphon.kernel.commands import Deadlines
from antiphon.kernel.ids import AgentId, ShiftChangeId
from antiphon.workforce.contract import ChangeShifts, ChangeSource, Planned
from antiphon.workforce.domain import ShiftBook
from antiphon.workforce.lines import PlannedLines, read_lines
from antiphon.workforce.replacing import Replacement, replace_days
from antiphon.workforce.sheet import NotASheet, read_rows

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
AGENTS = {"ann lee": AgentId("ann"), "1001": AgentId("ann"), "bob": AgentId("bob"), "kim": None}


def read(text: str, zone: ZoneInfo = BERLIN) -> PlannedLines:
    return read_lines(read_rows(text.encode()), AGENTS, zone, NOW)


def take(book: ShiftBook, found: Replacement) -> None:
    """Take what was found into the plan."""
    change = ChangeShifts(
        change_id=ShiftChangeId("file"),
        source=ChangeSource.FILE,
        saved=(*found.added, *found.changed),
        removed=tuple(shift.id for shift in found.removed),
    )
    for event in list(book.change(change, NOW, {AgentId("bob"): "Bob"})):
        book.apply(event)


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in read(text).problems]


def test_a_file_of_days_and_clock_times() -> None:
    found = read(
        "agent,date,start,end,activity,note\n"
        "Ann Lee,2026-03-23,09:00,17:30,,Early\n"
        "\n"
        "ann lee,2026-03-23,12:00,12:30,lunch,\n"
        "1001,2026-03-23,10:15,10:30,break,Tea\n"
        'Bob,2026/3/23,22:00,6:00,shift,"Night, late"\n'
        "Bob,2026/3/23,2:00,2:30,break,\n"
    )
    assert found.problems == []
    (_, early), (_, night) = found.shifts
    assert early.starts_at == datetime(2026, 3, 23, 8, tzinfo=UTC)
    assert [(one.kind, one.note) for one in early.activities] == [
        (Planned.BREAK, "Tea"),
        (Planned.MEAL, ""),
    ]
    assert night.ends_at == datetime(2026, 3, 24, 5, tzinfo=UTC)
    # Written on the day on which the shift began, meant for after midnight.
    assert night.activities[0].starts_at == datetime(2026, 3, 24, 1, tzinfo=UTC)


def test_columns_and_activities_in_chinese_and_whole_times() -> None:
    text = (
        "坐席\t开始\t结束\t活动\nbob\t2026-03-23 09:00\t2026-03-23 18:00\t班次\n"
        "bob\t2026-03-23T02:00Z\t2026-03-23T03:00Z\t培训\n"
    )
    for content in (text.encode("gb18030"), text.encode("utf-8-sig"), text.encode("utf-16")):
        found = read_lines(read_rows(content), AGENTS, ZoneInfo("Asia/Shanghai"), NOW)
        assert found.problems == []
        ((_, shift),) = found.shifts
        assert [one.kind for one in shift.activities] == [Planned.TRAINING]
        assert shift.activities[0].starts_at == shift.starts_at + timedelta(hours=1)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",2026-03-23,09:00,17:00", "agent_missing"),
        ("Zoe,2026-03-23,09:00,17:00", "agent_unknown"),
        ("Kim,2026-03-23,09:00,17:00", "agent_ambiguous"),
        ("Bob,2026-02-30,09:00,17:00", "time_unclear"),
        ("Bob,2026-03-23,nine,17:00", "time_unclear"),
        ("Bob,2026-03-23,09:60,17:00", "time_unclear"),
        ("Bob,,09:00,17:00", "time_unclear"),
        ("Bob,2026-03-23,09:00,17:00,siesta", "kind_unknown"),
        ("Bob,2026-03-23,09:00,10:00,break", "no_shift"),
        ("Bob,2026-03-23,2026-03-23 09:00,2026-03-23 08:00", "ends_first"),
        ("Bob,2029-03-23,09:00,10:00", "too_far"),
        # The clocks go from 2 to 3 that night.
        ("Bob,2026-03-29,02:30,09:00", "no_such_time"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, code: str) -> None:
    assert codes(f"agent,date,start,end,activity\n{line}\n") == [(2, code)]


def test_shifts_of_one_agent_in_the_file_that_lie_upon_each_other() -> None:
    text = "agent,start,end\nBob,2026-03-23 09:00,17:00\nBob,2026-03-23 16:00,20:00\n"
    assert codes(text) == [(3, "overlap")]


@pytest.mark.parametrize("text", ["", "agent,start\nBob,2026-03-23 09:00\n", "Bob,9,10\n"])
def test_without_its_head_a_file_is_not_guessed_at(text: str) -> None:
    assert codes(text) == [(1, "head_missing")]


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"\x00\x01\x02", b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(NotASheet):
        read_rows(content)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
def test_no_rows_can_break_the_reading(rows: list[list[str]]) -> None:
    head = ["agent", "date", "start", "end", "activity", "note"]
    found = read_lines([head, *rows], AGENTS, BERLIN, NOW)
    assert len(found.shifts) + len(found.problems) <= len(rows)


@given(st.binary(max_size=200))
def test_no_bytes_can_break_the_opening(content: bytes) -> None:
    try:
        rows = read_rows(content)
    except NotASheet:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)


def test_the_same_file_once_more_changes_nothing_and_another_replaces_its_days() -> None:
    book, ids = ShiftBook(Deadlines()), iter("abcdef")
    text = "agent,start,end\nBob,2026-03-23 09:00,17:00\nBob,2026-03-24 09:00,17:00\n"
    first = replace_days(read(text), book, BERLIN, NOW, ids.__next__)
    assert (len(first.added), len(first.changed), len(first.removed)) == (2, 0, 0)
    take(book, first)
    again = replace_days(read(text), book, BERLIN, NOW, ids.__next__)
    assert again == ([], [], [], 2, [])
    other = "agent,start,end\nBob,2026-03-23 09:00,18:00\nBob,2026-03-24 10:00,17:00\n"
    changed = replace_days(read(other), book, BERLIN, NOW, ids.__next__)
    assert [shift.id for shift in changed.changed] == ["a"]
    assert [shift.id for shift in changed.added] == ["c"]
    assert [shift.id for shift in changed.removed] == ["b"]


def test_what_lies_upon_a_shift_of_the_day_before_is_told() -> None:
    book, ids = ShiftBook(Deadlines()), iter("abcdef")
    night = "agent,start,end\nBob,2026-03-23 22:00,2026-03-24 08:00\n"
    take(book, replace_days(read(night), book, BERLIN, NOW, ids.__next__))
    early = "agent,start,end\nBob,2026-03-24 06:00,14:00\n"
    found = replace_days(read(early), book, BERLIN, NOW, ids.__next__)
    assert [(one.line, one.code) for one in found.problems] == [(2, "overlap_stays")]


def test_a_workbook_is_read_like_a_text() -> None:
    day = (datetime(2026, 3, 23) - datetime(1899, 12, 30)).days  # noqa: DTZ001 (a calendar's day)
    rows: list[list[Cell]] = [
        ["agent", "date", "start", "end", "activity"],
        [1001, ("date", day), ("time", 0.375), ("time", 0.75), "shift"],
        ["Ann Lee", "2026-03-23", "12:00", "12:30", "meal"],
    ]
    found = read_lines(read_rows(a_workbook(rows)), AGENTS, BERLIN, NOW)
    assert found.problems == []
    ((_, shift),) = found.shifts
    assert shift.starts_at == datetime(2026, 3, 23, 8, tzinfo=UTC)
    assert [one.kind for one in shift.activities] == [Planned.MEAL]
