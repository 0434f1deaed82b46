"""The key ring is its owner's alone, is never overwritten, and is nothing else than a ring."""

import base64
import json
from pathlib import Path

import pytest

from bot.errors import KeysMissing
from bot.vault.ring import Ring, load_ring, new_ring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "keys.json"


def put(path: Path, text: str, mode: int = 0o600) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def shaped(**changes: object) -> str:
    key = base64.b64encode(bytes(32)).decode()
    return json.dumps({"active": "1", "keys": {"1": key}, "index": key, **changes})


def test_a_new_ring_can_be_loaded_and_only_its_owner_may_read_it(path: Path) -> None:
    ring = new_ring(path)
    assert load_ring(path) == ring
    assert path.stat().st_mode & 0o777 == 0o600
    assert (ring.active, sorted(ring.keys)) == (1, [1])
    assert {len(key) for key in (ring.index, *ring.keys.values())} == {32}
    assert ring.index != ring.keys[1]


def test_two_rings_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = new_ring(tmp_path / "one.json"), new_ring(tmp_path / "other.json")
    assert not {one.index, *one.keys.values()} & {other.index, *other.keys.values()}


def test_a_ring_is_never_overwritten(path: Path) -> None:
    ring = new_ring(path)
    with pytest.raises(FileExistsError):
        new_ring(path)
    assert load_ring(path) == ring
    put(path, "")
    with pytest.raises(FileExistsError):
        new_ring(path)
    assert path.read_text() == ""


def test_a_link_is_not_followed_to_make_a_ring_elsewhere(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(FileExistsError):
        new_ring(path)
    assert not (tmp_path / "elsewhere.json").exists()


def test_a_ring_that_is_missing_is_not_made_anew(path: Path) -> None:
    with pytest.raises(KeysMissing, match="missing"):
        load_ring(path)
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610, 0o660, 0o644, 0o777])
def test_a_ring_that_others_may_touch_is_refused(path: Path, mode: int) -> None:
    new_ring(path)
    path.chmod(mode)
    with pytest.raises(KeysMissing, match="0600"):
        load_ring(path)
    path.chmod(0o400)
    assert load_ring(path).active == 1


SHORT = base64.b64encode(bytes(31)).decode()
LONG = base64.b64encode(bytes(33)).decode()
FINE = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "null",
        "1",
        '"ring"',
        "{}",
        "ä",
        shaped(active="2"),
        shaped(active="x"),
        shaped(active=None),
        shaped(keys={}),
        shaped(keys=[FINE]),
        shaped(keys={"1": SHORT}),
        shaped(keys={"1": LONG}),
        shaped(keys={"1": 5}),
        shaped(keys={"1": "§"}),
        shaped(keys={"one": FINE}),
        shaped(keys={"1": FINE, "0": FINE}),
        shaped(keys={"1": FINE, "256": FINE}),
        shaped(keys={"1": FINE, "-1": FINE}),
        shaped(index=SHORT),
        shaped(index=None),
        shaped(keys={"1": f"{FINE[:-1]} !{FINE[-1]}"}),
    ],
)
def test_what_is_not_a_ring_is_refused_in_one_sentence(path: Path, text: str) -> None:
    with pytest.raises(KeysMissing) as told:
        load_ring(put(path, text))
    assert str(told.value) == "the key file is not a key ring"
    assert told.value.__cause__ is None


def test_a_folder_in_place_of_a_ring_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(KeysMissing):
        load_ring(path)


def test_a_ring_that_is_printed_tells_no_key() -> None:
    ring = Ring(1, {1: b"k" * 32}, b"i" * 32)
    assert "kkk" not in repr(ring)
    assert "iii" not in repr(ring)
