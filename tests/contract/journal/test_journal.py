"""What every journal keeps to."""

import asyncio
from datetime import timedelta

import pytest
from tests.contract.journal.conftest import Opener
from tests.contract.journal.samples import NOON, OTHER_TENANT, TENANT, a_page, pages

from antiphon.journal.contract import Journal, JournalBroken, Record, Snapshot, decoded
from antiphon.journal.replay import replay
from antiphon.kernel.events import Event

pytestmark = pytest.mark.contract


async def records(journal: Journal, *, after: int = 0) -> list[Record]:
    return [record async for record in journal.read(after=after)]


async def test_an_empty_journal_has_no_records_and_ends_at_zero(journal: Journal) -> None:
    assert await records(journal) == []
    assert await journal.last_position() == 0


async def test_what_was_appended_is_read_back_as_it_was(journal: Journal) -> None:
    event = a_page(7)
    assert await journal.append(OTHER_TENANT, [event]) == 1
    [record] = await records(journal)
    assert decoded(record) == event
    assert record == Record(
        position=1,
        tenant=OTHER_TENANT,
        stream="book/歌",
        type="sample.page_turned",
        version=1,
        at=NOON + timedelta(seconds=7, microseconds=7),
        data=record.data,
    )


async def test_positions_count_on_without_a_gap(journal: Journal) -> None:
    assert await journal.append(TENANT, pages(1, 3)) == 3
    assert await journal.append(TENANT, pages(4, 4)) == 4
    assert await journal.append(TENANT, []) == 4
    assert await journal.append(TENANT, pages(5, 9)) == 9
    assert [record.position for record in await records(journal)] == list(range(1, 10))
    assert await journal.last_position() == 9


async def test_appends_made_at_once_keep_their_order_and_stay_whole(journal: Journal) -> None:
    batches = [pages(10 * n, 10 * n + n % 5) for n in range(1, 301)]
    ends = await asyncio.gather(*(journal.append(TENANT, batch) for batch in batches))
    assert ends == sorted(ends)
    found = [decoded(record) for record in await records(journal)]
    assert found == [event for batch in batches for event in batch]


async def test_reading_starts_after_the_position_asked_for(journal: Journal) -> None:
    await journal.append(TENANT, pages(1, 5_000))
    assert [r.position for r in await records(journal, after=4_998)] == [4_999, 5_000]
    assert await records(journal, after=5_000) == []
    assert len(await records(journal)) == 5_000


async def test_reading_goes_on_while_others_append(journal: Journal) -> None:
    await journal.append(TENANT, pages(1, 100))
    seen = []
    async for record in journal.read():
        seen.append(record.position)
        if record.position == 100:
            await journal.append(TENANT, pages(101, 110))
    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) >= 100


async def test_a_reopened_journal_goes_on_where_it_ended(open_journal: Opener) -> None:
    first = await open_journal()
    await first.append(TENANT, pages(1, 10))
    await first.close()
    second = await open_journal()
    assert await second.last_position() == 10
    assert await second.append(TENANT, pages(11, 11)) == 11
    assert [decoded(r) for r in await records(second)] == pages(1, 11)


async def test_closing_writes_what_was_accepted(open_journal: Opener) -> None:
    journal = await open_journal()
    waiting = [asyncio.ensure_future(journal.append(TENANT, [a_page(n)])) for n in range(50)]
    await asyncio.sleep(0)
    await journal.close()
    assert await asyncio.gather(*waiting) == list(range(1, 51))
    assert await (await open_journal()).last_position() == 50


async def test_a_closed_journal_refuses(journal: Journal) -> None:
    await journal.close()
    with pytest.raises(JournalBroken, match="closed"):
        await journal.append(TENANT, pages(1, 1))


async def test_a_second_writer_is_refused(open_journal: Opener) -> None:
    await open_journal()
    with pytest.raises(JournalBroken, match="being written by"):
        await open_journal()


async def test_an_append_given_up_leaves_the_others_whole(journal: Journal) -> None:
    waiting = [asyncio.ensure_future(journal.append(TENANT, [a_page(n)])) for n in range(20)]
    await asyncio.sleep(0)
    waiting[7].cancel()
    done = await asyncio.gather(*waiting, return_exceptions=True)
    ends = [end for end in done if isinstance(end, int)]
    assert len(ends) == 19
    assert ends == sorted(ends)
    assert await journal.append(TENANT, []) == ends[-1]


async def test_replay_applies_every_event_in_order(journal: Journal) -> None:
    await journal.append(TENANT, pages(1, 20))
    seen: list[tuple[Event, int]] = []
    last = await replay(journal, lambda event, record: seen.append((event, record.position)))
    assert last == 20
    assert seen == [(a_page(n), n) for n in range(1, 21)]
    assert await replay(journal, lambda *_: seen.clear(), after=20) == 20
    assert len(seen) == 20


async def test_the_newest_snapshot_comes_back(open_journal: Opener) -> None:
    journal = await open_journal()
    await journal.append(TENANT, pages(1, 9))
    assert await journal.load_snapshot("state") is None
    for position in (3, 6, 9):
        await journal.save_snapshot("state", Snapshot(position=position, data=b"%d" % position))
    await journal.save_snapshot("other", Snapshot(position=2, data=b""))
    await journal.close()
    again = await open_journal()
    assert await again.load_snapshot("state") == Snapshot(position=9, data=b"9")
    assert await again.load_snapshot("other") == Snapshot(position=2, data=b"")


async def test_a_snapshot_of_a_position_not_written_is_refused(journal: Journal) -> None:
    await journal.append(TENANT, pages(1, 2))
    with pytest.raises(JournalBroken):
        await journal.save_snapshot("state", Snapshot(position=3, data=b"ahead"))
    assert await journal.load_snapshot("state") is None
