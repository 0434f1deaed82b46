"""The list of erased conversations, which a restored backup is held against."""

import stat
from pathlib import Path

from bot.vault.erased import ErasedList


def test_what_was_added_is_there_and_who_adds_nothing_finds_nothing(tmp_path: Path) -> None:
    one = ErasedList(tmp_path / "erased.log")
    assert one.ids() == frozenset()
    one.add(["a1", "b2"])
    one.add(["c3", "a1"])
    assert ErasedList(one.path).ids() == {"a1", "b2", "c3"}


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    one = ErasedList(tmp_path / "erased.log")
    one.add(["a1"])
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600


def test_a_line_that_a_power_cut_left_half_spoils_no_other(tmp_path: Path) -> None:
    one = ErasedList(tmp_path / "erased.log")
    one.add(["a1", "b2"])
    one.path.write_text(one.path.read_text()[:-2])
    one.add(["c3"])
    assert one.ids() >= {"a1", "c3"}
