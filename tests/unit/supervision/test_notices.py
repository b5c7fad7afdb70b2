"""Notices: told until a time, to whom, and until each has read them."""

from datetime import timedelta

import pytest
from tests.support.centre import NOON, SmallCentre

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, NoticeId
from antiphon.supervision.notices import (
    LONGEST_TEXT,
    EndNotice,
    Notice,
    NoticeEnded,
    PublishNotice,
    ReadNotice,
)

pytestmark = pytest.mark.unit

ANN, BOB = AgentId("ann"), AgentId("bob")
LATE = NOON + timedelta(hours=4)


def a_notice(**fields: object) -> Notice:
    given = {"text": "Refunds up to 80 are fine.", "agents": (ANN, BOB), "until": LATE} | fields
    return Notice(id=NoticeId("n"), sender_name="Sue", at=NOON, **given)  # type: ignore[arg-type]


def unread(centre: SmallCentre, agent_id: AgentId) -> list[str]:
    return [one.id for one in centre.world.notices.unread_of(agent_id)]


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        (a_notice(text="  "), "message.empty"),
        (a_notice(text="x" * (LONGEST_TEXT + 1)), "message.too_long"),
        (a_notice(agents=()), "message.nobody"),
        (a_notice(until=NOON), "notice.until"),
        (a_notice(until=NOON + timedelta(days=32)), "notice.until"),
    ],
)
def test_what_cannot_be_announced_is_refused(notice: Notice, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        SmallCentre().do(PublishNotice(notice=notice))
    assert refused.value.code == code


def test_a_notice_stands_until_each_has_read_it() -> None:
    centre = SmallCentre("ann", "bob")
    centre.do(PublishNotice(notice=a_notice()))
    centre.do(ReadNotice(notice_id=NoticeId("n"), agent_id=ANN))
    assert centre.do(ReadNotice(notice_id=NoticeId("n"), agent_id=ANN)) == []
    assert (unread(centre, ANN), unread(centre, BOB)) == ([], ["n"])


def test_a_notice_ends_when_its_time_is_up() -> None:
    centre = SmallCentre("ann")
    centre.do(PublishNotice(notice=a_notice()))
    centre.pass_time(4 * 3_600 - 1)
    assert unread(centre, ANN) == ["n"]
    (ended,) = centre.pass_time(2)
    assert isinstance(ended, NoticeEnded)
    assert (unread(centre, ANN), ended.by) == ([], None)


def test_a_withdrawn_notice_leaves_the_desks_and_no_deadline() -> None:
    centre = SmallCentre("ann")
    centre.do(PublishNotice(notice=a_notice()))
    centre.do(EndNotice(notice_id=NoticeId("n")))
    assert unread(centre, ANN) == []
    assert "notice/n" not in centre.world.deadlines.at
    with pytest.raises(RuleBroken, match="no such"):
        centre.do(ReadNotice(notice_id=NoticeId("n"), agent_id=ANN))
