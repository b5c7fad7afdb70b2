"""A file of rows as text: comma separated text in the usual encodings, or a workbook."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS = 20_000
MOST_COLUMNS = 40
LONGEST_CELL = 500
# A workbook is a compressed archive: what it unpacks to must fit into memory.
LARGEST_UNPACKED = 64 * 1024 * 1024

Cell = object


class NotASheet(Exception):  # noqa: N818 (it names what happened)
    """The file has no rows that could be read."""


def read_rows(content: bytes) -> list[list[str]]:
    """The rows of a file, the first sheet's of a workbook, as text.

    Raises:
        NotASheet: it is neither, or too large.
    """
    rows = _of_workbook(content) if content[:2] == b"PK" else _of_text(content)
    taken = list(islice(rows, MOST_ROWS + 1))
    if len(taken) > MOST_ROWS:
        raise NotASheet
    return [[cell[:LONGEST_CELL].strip() for cell in row[:MOST_COLUMNS]] for row in taken]


def _of_text(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise NotASheet from error


def _decoded(content: bytes) -> str:
    # Spreadsheets of Chinese systems write their own encoding unless told otherwise.
    is_wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotASheet


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise NotASheet
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        cells = rows.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError) as error:
        raise NotASheet from error
    for row in cells:
        yield [_text(cell) for cell in row]


def _text(cell: Cell) -> str:
    match cell:
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat(timespec="minutes")
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
