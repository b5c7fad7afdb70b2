"""Lists of numbers: what a line means, and that looking up costs the same however long they are."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.customers.numbers import RegionalNumbers
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import EntryPointId
from antiphon.routing.admission.contract import ListEntry, ListKind, MatchKind
from antiphon.routing.admission.lists import MOST_SHAPES, LineWrong, Lists, read_value

pytestmark = pytest.mark.unit

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
PLAN = RegionalNumbers("CN")
DOOR = EntryPointId("door")


def an_entry(value: str, name: str = "e1", **changes: object) -> ListEntry:
    match, read = read_value(value, None, PLAN)
    fields = {"id": name, "list": ListKind.BLACK, "match": match, "value": read, **changes}
    return ListEntry(**fields)  # type: ignore[arg-type]


def lists_of(*entries: ListEntry) -> Lists:
    lists = Lists()
    for entry in entries:
        lists.add(entry)
    return lists


def found(lists: Lists, number: str, country: str = "CN", point: EntryPointId | None = DOOR) -> str:
    entry = lists.find(ListKind.BLACK, number, country, point, NOW)
    return entry.id if entry is not None else ""


@pytest.mark.parametrize(
    ("written", "match", "value"),
    [
        ("010 6552 9988", MatchKind.NUMBER, "+861065529988"),
        ("+86 138*", MatchKind.PREFIX, "+86138"),
        ("+8613800??00", MatchKind.PATTERN, "+8613800??00"),
        ("+1900???*", MatchKind.PATTERN, "+1900???*"),
        ("hk", MatchKind.COUNTRY, "HK"),
    ],
)
def test_a_line_is_read_as_people_write(written: str, match: MatchKind, value: str) -> None:
    assert read_value(written, None, PLAN) == (match, value)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("nobody", "country_unknown"),
        ("12", "number_unclear"),
        ("138*", "plus_missing"),
        ("+*", "value_missing"),
        ("", "number_unclear"),
        ("+86a?", "pattern_unclear"),
        ("+8613800138000?????", "pattern_unclear"),
    ],
)
def test_what_is_wrong_with_a_line_has_a_code(written: str, code: str) -> None:
    with pytest.raises(LineWrong) as wrong:
        read_value(written, None, PLAN)
    assert wrong.value.code == code


def test_number_prefix_country_and_pattern_are_met() -> None:
    lists = lists_of(
        an_entry("+8613800138000", "number"),
        an_entry("+86139*", "prefix"),
        an_entry("HK", "country"),
        an_entry("+861370000????", "pattern"),
        an_entry("+1900?*", "open pattern"),
    )
    assert found(lists, "+8613800138000") == "number"
    assert found(lists, "+8613912345678") == "prefix"
    assert found(lists, "+85221234567", "HK") == "country"
    assert found(lists, "+8613700001234") == "pattern"
    assert found(lists, "+19005551234", "US") == "open pattern"
    assert found(lists, "+8613700011234") == ""
    assert found(lists, "", "") == ""


def test_an_entry_holds_at_its_entry_point_and_until_it_expires() -> None:
    lists = lists_of(
        an_entry("+8613800138000", "here", entry_point_id=DOOR),
        an_entry("+8613800138001", "over", expires_at=NOW),
        an_entry("+8613800138002", "still", expires_at=NOW + timedelta(seconds=1)),
    )
    assert found(lists, "+8613800138000") == "here"
    assert found(lists, "+8613800138000", point=EntryPointId("other")) == ""
    assert found(lists, "+8613800138001") == ""
    assert found(lists, "+8613800138002") == "still"


def test_the_same_number_again_replaces_the_entry() -> None:
    lists = lists_of(an_entry("+8613800138000", "first"), an_entry("+8613800138000", "second"))
    assert list(lists.entries) == ["second"]
    lists.remove("second")
    assert found(lists, "+8613800138000") == ""


def test_too_many_kinds_of_pattern_are_refused() -> None:
    lists = Lists()
    shapes = [
        an_entry("+" + "".join("?" if n >> bit & 1 else "1" for bit in range(7)), f"e{n}")
        for n in range(1, MOST_SHAPES + 2)
    ]
    lists.check_shapes(shapes[:MOST_SHAPES])
    with pytest.raises(RuleBroken) as refused:
        lists.check_shapes(shapes)
    assert refused.value.code == "admission.too_many_shapes"


@given(st.text(st.sampled_from("+?*0123456789CNhk -()x\x00"), max_size=24))
def test_a_line_is_read_or_refused_and_then_met(text: str) -> None:
    try:
        match, value = read_value(text, None, PLAN)
    except LineWrong:
        return
    lists = lists_of(ListEntry(id="e", list=ListKind.BLACK, match=match, value=value))
    number = value.replace("?", "7").replace("*", "12")
    assert found(lists, number, value) == "e"


def test_a_look_up_costs_the_same_in_a_list_of_a_hundred_thousand() -> None:
    small = lists_of(*(_numbered(n) for n in range(100)))
    large = lists_of(*(_numbered(n) for n in range(100_000)))
    assert min(_cost(large) for _ in range(5)) < 10 * min(_cost(small) for _ in range(5))


def _numbered(number: int) -> ListEntry:
    return ListEntry(
        id=str(number), list=ListKind.BLACK, match=MatchKind.NUMBER, value=f"+86138{number:08}"
    )


def _cost(lists: Lists) -> float:
    begun = time.process_time()
    for number in range(2_000):
        found(lists, f"+86139{number:08}")
    return time.process_time() - begun
