"""Offices as the rules take them: what an office does not say is as the province says it, then as the rules have it."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import yaml

from bot.clock import LOCAL
from bot.model.message import Level, Office
from bot.model.offices import PROVINCE
from bot.roster import OfficeIn, Roster
from bot.rules.board import WITHIN
from bot.rules.offices import PATIENCE
from bot.rules.presence import Care
from tests.config.test_config import ROOT, loaded

PASER, PPU, BERAU = Office("paser"), Office("ppu"), Office("berau")
OFFICES = """\
offices:
  provinsi:
    week: {senin: 08.00-16.00}
    open_until: 2027-12-31
    rest: 30
    overflow: {high: 15}
    claim_within: {high: 5}
  paser:
    week: {senin: 08.00-16.00}
    open_until: 2027-06-30
    ramadan:
      - from: 2027-02-08
        until: 2027-03-09
        week: {senin: 09.00-14.00}
    neighbours: [balikpapan]
    overflow: {high: 4}
    capacity: 2
    rest: 0
    heavy: 2
"""


def roster(folder: Path) -> Roster:
    return Roster(loaded(folder, OFFICES).offices)


def test_hours_come_from_the_office_and_from_the_province_for_who_is_not_listed(tmp_path: Path) -> None:
    calendar = roster(tmp_path).calendar()
    monday = datetime(2027, 2, 15, 15, tzinfo=LOCAL)
    assert not calendar.at(PASER, monday).open, "in Ramadan"
    assert calendar.at(PPU, monday).open
    assert calendar.at(PASER, datetime(2027, 4, 5, 15, tzinfo=LOCAL)).open
    assert not calendar.at(PASER, datetime(2027, 7, 5, 10, tzinfo=LOCAL)).open
    assert [one.office for one in calendar.endings(date(2027, 5, 15))] == ["paser"]


def test_neighbours_and_their_minutes(tmp_path: Path) -> None:
    reach = roster(tmp_path).reach()
    assert reach.turn(PASER, Level.HIGH, Office("balikpapan")) == timedelta(minutes=4)
    assert reach.turn(PASER, Level.HIGH, PPU) is None
    assert reach.turn(BERAU, Level.HIGH, Office("kutim")) == timedelta(minutes=15)
    assert reach.turn(BERAU, Level.IMMINENT, Office("kutim")) == timedelta(minutes=2)


def test_what_counselors_are_granted_and_when_a_claim_is_late(tmp_path: Path) -> None:
    one = roster(tmp_path)
    assert one.care(PASER) == Care(2, timedelta(), 2)
    assert one.care(PPU) == Care(rest=timedelta(minutes=30))
    assert one.within(PPU)[Level.HIGH] == timedelta(minutes=5)
    assert one.within(PPU)[Level.IMMINENT] == timedelta(minutes=WITHIN[Level.IMMINENT])


def test_without_any_setting_the_rules_stand_and_nobody_is_said_to_be_there() -> None:
    one = Roster()
    assert one.care(PASER) == Care()
    assert not one.calendar().at(PASER, datetime(2027, 4, 5, 10, tzinfo=LOCAL)).open
    assert [(end.office, end.until) for end in one.calendar().endings(date(2027, 4, 5))] == [(PROVINCE, None)]


def test_the_settings_that_the_page_of_the_desk_shows_are_read(tmp_path: Path) -> None:
    page = (ROOT / "docs/desk.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```config\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    one = Roster(loaded(tmp_path, shown).offices)
    assert one.care(PASER) == Care(2)
    assert one.reach().turn(PASER, Level.HIGH, PPU) == timedelta(minutes=10)
    assert not one.calendar().at(PASER, datetime(2026, 12, 29, 10, tzinfo=LOCAL)).open
    assert set(yaml.safe_load(shown)["offices"]["paser"]) == set(OfficeIn.model_fields), "every key is shown"


def test_the_minutes_that_the_page_of_the_desk_tells_are_those_of_the_rules() -> None:
    page = (ROOT / "docs/desk.md").read_text(encoding="utf-8")
    for minutes, end in ((PATIENCE, "Kantor sendiri"), (WITHIN, "Yang belum diambil")):
        grave, high, concern, none = (minutes[level] for level in sorted(Level, reverse=True))
        told = rf"bahaya sekarang (?:dalam )?{grave} menit, bahaya hari ini {high}, perlu didengar {concern}, "
        told += rf"ingin bicara {none}\. {end}"
        assert re.search(told, page)
    care = Care()
    assert f"tidak ditawarkan {care.rest // timedelta(minutes=1)} menit" in page
    assert f"satu giliran: {care.quota}," in page
