"""What closed tickets were about, in the report of the province: few of a kind are told together."""

from dataclasses import replace

from bot.model.figures import Served
from bot.model.message import Level, Office
from bot.report.month import Counted, Labels, Row, Table, tables
from tests.report.test_month import LABELS, NOON

TITLES = {"violence.physical": "Kekerasan fisik", "mental.mood": "Perasaan"}


def table(*categories: str) -> Table:
    one = Served(Office("kukar"), "anak", Level.HIGH, frozenset(), NOON, None, "selesai")
    tickets = [replace(one, category=name) for name in categories]
    labels: Labels = replace(LABELS, categories=TITLES)
    return next(one for one in tables(Counted([], tickets, []), labels) if one.name == "tiket_kategori")


def test_codes_chosen_often_stand_by_their_titles_and_few_together() -> None:
    found = table(*["violence.physical"] * 7, *["mental.mood"] * 3, *["family.old"] * 4, "")
    assert found.rows == (Row("Kekerasan fisik", 7), Row("Kategori lain bersama-sama", 7))
    assert found.total == 14


def test_a_few_alone_are_not_told_nor_how_few_they_are() -> None:
    found = table("violence.physical", "mental.mood")
    assert (found.rows, found.total) == ((), None)


def test_none_is_nobody() -> None:
    assert table("", "") == Table("tiket_kategori", "Permintaan yang ditutup menurut kategori", (), 0)
