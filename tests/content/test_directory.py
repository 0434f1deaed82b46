"""The directory is what the sheet of facts says, and no more: its numbers, how sure they are, which office is whose."""

import re
from functools import cache

import pytest
import yaml

from bot.engine.nearest import SEATS
from bot.flow.book import Contact
from bot.flow.contacts import UNCALLED, office_of, showable
from bot.flow.known import DISTRICTS
from bot.model.conversation import Reader
from bot.rules.call_sheet import seen_month
from tests.content.test_content import CONTENT, DEAD, book

KNOWN = {
    "polisi110": ("110", "M-H"),
    "medis119": ("119", "M"),
    "sapa129": ("129", "H"),
    "darurat112": ("112", "H"),
    "sapa129_wa": ("08111-129-129", "H"),
    "sejiwa119": ("119 ext 8", "H"),
    "healing119_situs": ("healing119.id", "H"),
    "kpai_wa": ("0811-1772-273", "M"),
    "kpai": ("021-31901556", "M"),
    "kpai_2": ("021-31901446", "M"),
    "tepsa": ("1500-771", "L"),
    "komnas_perempuan": ("021-80305399", "M-L"),
    "komnas_perempuan_2": ("021-3903963", "M-L"),
    "aduankonten_wa": ("0811-9224-545", "L"),
    "aduankonten_situs": ("aduankonten.id", "M"),
    "patroli_siber": ("patrolisiber.id", "M-L"),
    "lapor": ("lapor.go.id", "M"),
    "uptd_provinsi": ("0811-5833-121", "M-H"),
    "puspaga_provinsi": ("0811-5539-490", "L-M"),
    "puspaga_balikpapan": ("0858-4549-7497", "H"),
    "uptd_balikpapan": ("0821-5285-8026", "H"),
    "anak_balikpapan": ("0816 2200 77", "-"),
    "uptd_samarinda": ("0823-2442-1313", "M"),
    "puspaga_bontang": ("0811-5420-213", "H"),
}
"""Content facts 1.1 to 1.3, typed again."""


@cache
def directory() -> dict[str, Contact]:
    return dict(book().directory)


def test_every_number_is_one_of_the_sheet_with_what_it_says_of_it() -> None:
    assert {name: (one.number, one.confidence) for name, one in directory().items() if one.number} == KNOWN
    assert not {one.number for one in directory().values()} & set(DEAD)


def test_a_number_stands_in_the_directory_once() -> None:
    numbers = [one.number for one in directory().values() if one.number]
    assert len(numbers) == len(set(numbers))


def test_what_nobody_has_found_yet_is_shown_to_nobody() -> None:
    empty = [one for one in directory().values() if not one.number]
    assert len(empty) >= 15
    for one in empty:
        place = next(iter(one.districts), "kukar")
        assert not any(showable(one, reader, place, open_now=True, stands=UNCALLED) for reader in Reader)


def test_a_contact_of_low_confidence_is_shown_to_nobody_before_a_call() -> None:
    shown = {
        name
        for name, one in directory().items()
        for place in (*DISTRICTS, "provinsi")
        if not one.everyone and showable(one, Reader.PARENT, place, open_now=True)
    }
    assert shown == {name for name, (_, confidence) in KNOWN.items() if confidence == "H"} - {"sapa129", "darurat112"}


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_district_has_its_puspaga_or_the_one_of_the_province(district: str) -> None:
    office = office_of(book(), district)
    assert office is not None
    assert office.id == ("puspaga_provinsi" if district == "mahulu" else f"puspaga_{district}")


def test_there_are_nine_puspaga_and_the_province() -> None:
    assert sum(one.office == "puspaga" for one in directory().values()) == 10
    province = office_of(book(), "provinsi")
    assert province is not None
    assert province.id == "puspaga_provinsi"


def test_districts_are_those_of_the_province() -> None:
    assert set(SEATS) == set(DISTRICTS)
    assert {name for one in directory().values() for name in one.districts} == set(DISTRICTS)


def test_the_month_of_a_source_can_be_read() -> None:
    undated = {name for name, one in directory().items() if not seen_month(one)}
    assert {directory()[name].seen for name in undated} == {"tanpa tanggal"}
    assert not undated & {name for name, one in directory().items() if one.everyone or one.confidence == "H"} - {
        "uptd_paser", "uptd_kutim"
    }  # fmt: skip


def test_a_place_says_how_sure_it_is() -> None:
    assert [name for name, one in directory().items() if bool(one.place) != bool(one.place_confidence)] == []


def test_no_file_says_that_anything_was_checked() -> None:
    told = [path.name for path in CONTENT.rglob("*.yaml") if re.search("verified_", path.read_text("utf-8"))]
    assert told == []


def test_ids_of_before_are_still_there() -> None:
    raw = yaml.load((CONTENT / "directory.yaml").read_text("utf-8"), yaml.BaseLoader)["contacts"]
    before = (
        "polisi110 medis119 sapa129 darurat112 sapa129_wa puspaga_balikpapan uptd_balikpapan puspaga_bontang "
        "uptd_provinsi uptd_samarinda puspaga_provinsi"
    )
    assert set(before.split()) <= set(raw)
