"""A report as a page to print, as lines for a spreadsheet, and as a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from bot.report.month import Table
from bot.report.sheet import Cell, sheet
from bot.report.small import FEWEST

HIDDEN = "disamarkan"
"""What stands where a number is too small to be shown, or would tell one that is."""
TOTAL = "Jumlah"
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
WIDTH = 240
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1d2330;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:2rem 0 .4rem}p{margin:.4rem 0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #d6dae3}
th[scope=row]{font-weight:400}td.n{text-align:right;white-space:nowrap;width:7rem}td.b{width:250px}
tfoot th,tfoot td{font-weight:600;border-bottom:0}.h{color:#5b6275}svg{display:block}rect{fill:#2f5d8c}
section{break-inside:avoid}@page{margin:18mm}@media print{body{margin:0;max-width:none}}
"""
NOTES = (
    f"Angka 1 sampai {FEWEST - 1} disamarkan, supaya tidak ada orang yang bisa dikenali.",
    "Kadang angka lain ikut disamarkan, supaya yang kecil tidak bisa dihitung dari jumlahnya.",
    "Yang dihitung hanya tombol, waktu, dan tanda. Isi obrolan tidak pernah dibaca untuk laporan ini.",
)
OF_ONE = (
    "Laporan satu kantor menampilkan satu tabel utuh atau hanya jumlahnya. Nilai layanan dan topik tidak dihitung"
    " menurut kantor; keduanya ada di laporan provinsi."
)


@dataclass(frozen=True, slots=True)
class Report:
    """`month` as YYYY-MM; `office` as people call it, "" for the whole province."""

    month: str
    agency: str
    office: str
    tables: tuple[Table, ...]

    @property
    def title(self) -> str:
        year, month = self.month.split("-")
        return f"Laporan Puspaga, {MONTHS[int(month) - 1]} {year}"

    @property
    def of(self) -> str:
        return f"{self.agency}: kantor {self.office}" if self.office else f"{self.agency}: seluruh Kalimantan Timur"

    @property
    def notes(self) -> tuple[str, ...]:
        return (*NOTES, OF_ONE) if self.office else NOTES


def html(report: Report) -> bytes:
    """One page that needs nothing else, and runs nothing."""
    notes = "".join(f"<p>{escape(one)}</p>\n" for one in report.notes)
    sections = "".join(_section(one) for one in report.tables)
    head = (
        '<!doctype html>\n<html lang="id">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(report.title)}</title>\n<style>{STYLE}</style>\n"
    )
    return f"{head}<h1>{escape(report.title)}</h1>\n<p>{escape(report.of)}</p>\n{notes}{sections}</html>\n".encode()


def _section(table: Table) -> str:
    note = f"<p>{escape(table.note)}</p>\n" if table.note else ""
    head = f"<section>\n<h2>{escape(table.title)}</h2>\n{note}"
    if not table.rows:
        return f"{head}<p>{escape(_alone(table))}</p>\n</section>\n"
    most = max((row.count or 0 for row in table.rows), default=0)
    rows = "".join(_line(row.label, row.count, most) for row in table.rows)
    foot = "" if table.total is None else f"<tfoot>{_line(TOTAL, table.total, 0)}</tfoot>\n"
    return f"{head}<table>\n<tbody>\n{rows}</tbody>\n{foot}</table>\n</section>\n"


def _alone(table: Table) -> str:
    """What is said of a table that has no rows to show."""
    return f"{TOTAL}: {HIDDEN if table.total is None else table.total}"


def _line(label: str, count: int | None, most: int) -> str:
    number = f'<td class="n h">{HIDDEN}</td>' if count is None else f'<td class="n">{count}</td>'
    bar = ""
    if count and most:
        wide = max(1, round(WIDTH * count / most))
        bar = f'<svg width="{WIDTH}" height="12" aria-hidden="true"><rect width="{wide}" height="12"/></svg>'
    return f'<tr><th scope="row">{escape(label)}</th>{number}<td class="b">{bar}</td></tr>\n'


# ---- for spreadsheets

HEAD = ("bulan", "kantor", "tabel", "baris", "jumlah")


def lines(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One number a line, under a head."""
    yield HEAD
    office = report.office or "seluruh provinsi"
    for table in report.tables:
        for row in table.rows:
            yield report.month, office, table.title, row.label, HIDDEN if row.count is None else row.count
        if table.total is not None or not table.rows:
            yield report.month, office, table.title, TOTAL, HIDDEN if table.total is None else table.total


def comma(report: Report) -> bytes:
    """CSV as spreadsheets of offices open it: with a mark for UTF-8, and no cell that is taken for a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_plain(one) for one in row] for row in lines(report))
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def excel(report: Report) -> bytes:
    """The same lines as a spreadsheet."""
    return sheet(report.month, list(lines(report)))


FORMATS = {"html": html, "csv": comma, "xlsx": excel}
