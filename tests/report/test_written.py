"""A report as it is read: a page that needs nothing else, lines, and a spreadsheet."""

import csv
import io
import re
from xml.etree import ElementTree
from zipfile import ZipFile

from bot.report.month import Row, Table
from bot.report.sheet import sheet
from bot.report.written import Report as Written
from bot.report.written import comma, excel, html

KINDS = Table("x", "Obrolan <menurut> kanal", (Row("Web", 40), Row("=Telegram", None), Row("Lain & lagi", 0)), 47)
ALONE, NOBODY = Table("y", "Kantor", (), 12), Table("z", "Umur", (), None, "Catatan.")
REPORT = Written("2026-03", "DKP3A Kaltim", "", (KINDS, ALONE, NOBODY))


def page(report: Written = REPORT) -> str:
    return html(report).decode()


def test_the_page_says_of_when_and_of_whom_it_is() -> None:
    assert "<h1>Laporan Puspaga, Maret 2026</h1>" in page()
    assert "DKP3A Kaltim: seluruh Kalimantan Timur" in page()
    assert "kantor Berau" in page(Written("2026-12", "DKP3A Kaltim", "Berau", ()))


def test_the_page_stands_alone_and_runs_nothing() -> None:
    assert not re.search(r"<script|<link|<img|src=|href=|url\(|@import|https?:", page())


def test_a_bar_stands_beside_its_number_and_a_hidden_one_has_none() -> None:
    rows = dict(re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page()))
    assert '<td class="n">40</td>' in rows["Web"]
    assert 'width="240"' in rows["Web"]
    assert "disamarkan" in rows["=Telegram"]
    assert "<svg" not in rows["=Telegram"] + rows["Lain &amp; lagi"]
    assert ">47<" in rows["Jumlah"]


def test_what_may_stand_in_a_title_is_text() -> None:
    assert "Obrolan &lt;menurut&gt; kanal" in page()


def test_a_table_without_rows_tells_its_total_or_that_it_is_hidden() -> None:
    assert "<p>Jumlah: 12</p>" in page()
    assert "<p>Catatan.</p>\n<p>Jumlah: disamarkan</p>" in page()


LINES = [
    ["bulan", "kantor", "tabel", "baris", "jumlah"],
    ["2026-03", "seluruh provinsi", "Obrolan <menurut> kanal", "Web", "40"],
    ["2026-03", "seluruh provinsi", "Obrolan <menurut> kanal", "=Telegram", "disamarkan"],
    ["2026-03", "seluruh provinsi", "Obrolan <menurut> kanal", "Lain & lagi", "0"],
    ["2026-03", "seluruh provinsi", "Obrolan <menurut> kanal", "Jumlah", "47"],
    ["2026-03", "seluruh provinsi", "Kantor", "Jumlah", "12"],
    ["2026-03", "seluruh provinsi", "Umur", "Jumlah", "disamarkan"],
]


def test_lines_open_in_a_spreadsheet_and_none_is_taken_for_a_formula() -> None:
    text = comma(REPORT)
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert rows == [[f"'{one}" if one == "=Telegram" else one for one in row] for row in LINES]


def test_the_spreadsheet_holds_the_same_lines_with_numbers_as_numbers() -> None:
    with ZipFile(io.BytesIO(excel(REPORT))) as file:
        assert file.testzip() is None
        names = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
        body = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    rows = [["".join(cell.itertext()) for cell in row] for row in body.iterfind(".//m:row", names)]
    assert rows == LINES
    assert [one.text for one in body.iterfind(".//m:v", names)] == ["40", "0", "47", "12"]
    assert body.find(".//m:f", names) is None


def test_the_same_counts_give_the_same_bytes() -> None:
    assert sheet("x", [("a", 1)]) == sheet("x", [("a", 1)])
