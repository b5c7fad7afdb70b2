"""The lines of an imported plan as shifts, each wrong line told with what is wrong. Pure.

A line has an agent, a start and an end, and says what it is: a shift, or an activity within one of
the same agent's. Columns are known by their names, in any order.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple, NoReturn

import msgspec

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, ShiftId
from antiphon.workforce.contract import Activity, Planned, Shift
from antiphon.workforce.domain import check_shift
from antiphon.workforce.local_time import instant_of

NO_ID = ShiftId("")
A_DAY = timedelta(days=1)


class Column(StrEnum):
    """What a column holds."""

    AGENT = "agent"
    DATE = "date"
    START = "start"
    END = "end"
    ACTIVITY = "activity"
    NOTE = "note"


COLUMNS = {
    Column.AGENT: ("agent", "name", "坐席", "座席", "客服專員", "姓名"),
    Column.DATE: ("date", "day", "日期"),
    Column.START: ("start", "from", "begin", "开始", "開始"),
    Column.END: ("end", "until", "to", "结束", "結束"),
    Column.ACTIVITY: ("activity", "kind", "type", "活动", "活動", "类型", "類型"),
    Column.NOTE: ("note", "备注", "備註"),
}
# OFF is nobody's to plan: an empty line stands for the shift itself.
KINDS = {
    Planned.WORK: ("", "shift", "work", "班次", "上班", "工作"),
    Planned.BREAK: ("break", "休息", "小休"),
    Planned.MEAL: ("meal", "lunch", "用餐", "午餐"),
    Planned.TRAINING: ("training", "培训", "培訓"),
    Planned.MEETING: ("meeting", "会议", "會議"),
    Planned.OTHER: ("other", "其他"),
}
_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")


class LineProblem(msgspec.Struct, frozen=True):
    """What is wrong with a line; `code` names a text of the page."""

    line: int
    text: str
    code: str


class LineWrong(Exception):  # noqa: N818 (it names what happened)
    """A line that says nothing that could be planned."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line(NamedTuple):
    """What a line says. `is_clock` when its times came without a day of their own."""

    number: int
    text: str
    agent_id: AgentId
    kind: Planned
    starts_at: datetime
    ends_at: datetime
    note: str
    is_clock: bool


class PlannedLines(NamedTuple):
    """The shifts of a file, each with the number of its line; they have no ids yet."""

    shifts: list[tuple[int, Shift]]
    problems: list[LineProblem]


def read_lines(
    rows: Iterable[list[str]],
    agents: Mapping[str, AgentId | None],
    zone: tzinfo,
    now: datetime,
) -> PlannedLines:
    """What the rows plan. `agents` are those who may be planned, by name; None: several have it."""
    numbered = ((number, row) for number, row in enumerate(rows, 1) if any(row))
    first = next(numbered, None)
    head = _columns(first[1]) if first is not None else {}
    if first is None or not {Column.AGENT, Column.START, Column.END} <= head.keys():
        text = ",".join(first[1])[:80] if first is not None else ""
        return PlannedLines([], [LineProblem(1, text, "head_missing")])
    lines: list[Line] = []
    problems: list[LineProblem] = []
    for number, row in numbered:
        try:
            lines.append(_line(number, row, head, agents, zone))
        except LineWrong as wrong:
            problems.append(LineProblem(number, _shown(row), wrong.code))
    shifts, more = _shifts(lines, now)
    return PlannedLines(shifts, sorted([*problems, *more], key=lambda problem: problem.line))


def _columns(row: list[str]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for place, cell in enumerate(row):
        column = _COLUMN_OF.get(cell.strip().casefold())
        if column is not None:
            found.setdefault(column, place)
    return found


def _line(
    number: int,
    row: list[str],
    head: Mapping[Column, int],
    agents: Mapping[str, AgentId | None],
    zone: tzinfo,
) -> Line:
    def cell(column: Column) -> str:
        place = head.get(column)
        return row[place].strip() if place is not None and place < len(row) else ""

    agent_id = _agent(cell(Column.AGENT), agents)
    kind = _KIND_OF.get(cell(Column.ACTIVITY).casefold())
    if kind is None:
        raise LineWrong("kind_unknown")
    day = _day(cell(Column.DATE)) if cell(Column.DATE) else None
    starts, starts_on = _moment(cell(Column.START), day)
    ends, _ = _moment(cell(Column.END), starts_on)
    is_clock = _DATE.search(cell(Column.START)) is None
    if ends <= starts and _DATE.search(cell(Column.END)) is None:
        # Until some time of the next morning.
        ends += A_DAY
    try:
        starts_at, ends_at = instant_of(starts, zone), instant_of(ends, zone)
    except RuleBroken as broken:
        raise LineWrong(broken.code.partition(".")[2]) from broken
    note = cell(Column.NOTE)
    return Line(number, _shown(row), agent_id, kind, starts_at, ends_at, note, is_clock)


def _agent(name: str, agents: Mapping[str, AgentId | None]) -> AgentId:
    if not name:
        raise LineWrong("agent_missing")
    if name.casefold() not in agents:
        raise LineWrong("agent_unknown")
    agent_id = agents[name.casefold()]
    if agent_id is None:
        raise LineWrong("agent_ambiguous")
    return agent_id


def _day(text: str) -> date:
    match = _DATE.search(text)
    try:
        return date(*map(int, match.groups())) if match else _no_time()
    except ValueError:
        return _no_time()


def _moment(text: str, day: date | None) -> tuple[datetime, date]:
    """A time, with its day; naive unless the text says an offset."""
    try:
        whole = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        whole = None
    if whole is not None and whole.tzinfo is not None:
        return whole, whole.date()
    found = _DATE.search(text)
    on = _day(text) if found else day
    clock = _TIME.search(text[found.end() :] if found else text)
    if on is None or clock is None:
        return _no_time()
    hours, minutes = map(int, clock.groups())
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        return _no_time()
    at = datetime(on.year, on.month, on.day) + timedelta(hours=hours, minutes=minutes)  # noqa: DTZ001 (a wall clock)
    return at, on


def _no_time() -> NoReturn:
    raise LineWrong("time_unclear")


def _shifts(lines: list[Line], now: datetime) -> tuple[list[tuple[int, Shift]], list[LineProblem]]:
    whole = [line for line in lines if line.kind is Planned.WORK]
    theirs: dict[AgentId, list[Line]] = {}
    for line in whole:
        theirs.setdefault(line.agent_id, []).append(line)
    inside: dict[int, list[Activity]] = {line.number: [] for line in whole}
    problems: list[LineProblem] = []
    for line in lines:
        if line.kind is Planned.WORK:
            continue
        found = next(_within(line, theirs.get(line.agent_id, [])), None)
        if found is None:
            problems.append(LineProblem(line.number, line.text, "no_shift"))
        else:
            inside[found[0].number].append(found[1])
    shifts: list[tuple[int, Shift]] = []
    for line in whole:
        shift = Shift(
            id=NO_ID,
            agent_id=line.agent_id,
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            activities=tuple(sorted(inside[line.number], key=lambda one: one.starts_at)),
            note=line.note,
        )
        code = _fault(shift, now) or _clash(line, theirs[line.agent_id])
        if code is None:
            shifts.append((line.number, shift))
        else:
            problems.append(LineProblem(line.number, line.text, code))
    return shifts, problems


def _within(line: Line, theirs: list[Line]) -> Iterator[tuple[Line, Activity]]:
    """The shift that an activity belongs to; after midnight it may be written on the day before."""
    for later in (timedelta(), A_DAY) if line.is_clock else (timedelta(),):
        starts_at, ends_at = line.starts_at + later, line.ends_at + later
        for shift in theirs:
            if shift.starts_at <= starts_at and ends_at <= shift.ends_at:
                activity = Activity(
                    kind=line.kind, starts_at=starts_at, ends_at=ends_at, note=line.note
                )
                yield shift, activity


def _fault(shift: Shift, now: datetime) -> str | None:
    try:
        check_shift(shift, now)
    except RuleBroken as broken:
        return broken.code.partition(".")[2]
    return None


def _clash(line: Line, theirs: list[Line]) -> str | None:
    clashes = any(
        other.number < line.number
        and other.starts_at < line.ends_at
        and line.starts_at < other.ends_at
        for other in theirs
    )
    return "overlap" if clashes else None


def _shown(row: list[str]) -> str:
    return ", ".join("".join(c for c in cell if c.isprintable()) for cell in row)[:80]
