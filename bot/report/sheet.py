"""A spreadsheet of one sheet (Office Open XML): words and whole numbers, nothing that is computed."""

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Cell = str | int
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN = "http://schemas.openxmlformats.org"
MAIN, RELATIONS = f"{OPEN}/spreadsheetml/2006/main", f"{OPEN}/package/2006/relationships"
OFFICE = f"{OPEN}/officeDocument/2006/relationships"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
KINDS = (
    f'{XML}<Types xmlns="{OPEN}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{MEDIA}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{MEDIA}.worksheet+xml"/></Types>'
)
WIDTHS = (10, 20, 44, 34, 12)
"""Letters that each column shows; those after it are as wide as the program makes them."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same bytes for the same counts: a file does not tell when it was made."""


def sheet(title: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    """The bytes of the file."""
    parts = {
        "[Content_Types].xml": KINDS,
        "_rels/.rels": _leads("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            f'<sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _leads("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _body(rows),
    }
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(ZipInfo(name, LONG_AGO), text.encode(), ZIP_DEFLATED)
    return made.getvalue()


def _leads(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'{XML}<Relationships xmlns="{RELATIONS}">{one}</Relationships>'


def _body(rows: Sequence[Sequence[Cell]]) -> str:
    columns = "".join(f'<col min="{n}" max="{n}" width="{wide}" customWidth="1"/>' for n, wide in enumerate(WIDTHS, 1))
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'{XML}<worksheet xmlns="{MAIN}"><cols>{columns}</cols><sheetData>{lines}</sheetData></worksheet>'


def _cell(value: Cell) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
