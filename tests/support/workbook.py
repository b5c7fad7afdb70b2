"""A small workbook as spreadsheet programs write them, with dates and clock times as numbers."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Cell = str | int | tuple[str, float]

_STYLES = {"date": 1, "time": 2}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="Plan" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    ),
    # The second and third format are a date and a clock time of the standard ones.
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>'
    ),
}


def a_workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Its bytes; a cell is a text, a number, or a number shown as a `date` or a `time`."""
    return _packed("".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows))


def a_vast_workbook() -> bytes:
    """Two cells, in the first and in the last place that a sheet has: all between them is empty."""
    first, last = '<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'
    return _packed(f'<row r="1">{first}</row><row r="1048576">{last}</row>')


def _packed(lines: str) -> bytes:
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in (_PARTS | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(name, text)
    return content.getvalue()


def _cell(cell: Cell) -> str:
    match cell:
        case str():
            return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        case int():
            return f"<c><v>{cell}</v></c>"
        case (kind, number):
            return f'<c s="{_STYLES[kind]}"><v>{number}</v></c>'
