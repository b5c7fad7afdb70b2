"""A process that appends one event after the other and folds its write-ahead log all the time.

`folding_child JOURNAL APPENDS`: positions go to standard output as 8 bytes each.
"""

import asyncio
import os
import sys
from pathlib import Path

from tests.contract.journal.samples import TENANT, pages

from antiphon.journal.group_commit import GroupCommit
from antiphon.journal.sqlite_store import SqliteStore


async def append_some(path: Path, appends: int) -> None:
    """Appends of one to four events."""
    store = SqliteStore(path, reserve_bytes=4096, fold_at_pages=7)
    writer = await GroupCommit.start(store)
    last = 0
    for number in range(appends):
        last = await writer.append(TENANT, pages(last + 1, last + 1 + number % 4))
        os.write(1, last.to_bytes(8, "little"))
    await writer.close()


if __name__ == "__main__":
    asyncio.run(append_some(Path(sys.argv[1]), int(sys.argv[2])))
