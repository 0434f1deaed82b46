"""A sealed value opens with its own key, at its own place, and nowhere else."""

import secrets
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KeysMissing
from bot.vault.envelope import MOST_CACHED, Place, Vault, new_id, new_token
from bot.vault.ring import Ring

HERE = Place("message", "sealed_text", "c1/1/0", "c1")
HOUSE = Place("identity", "sealed_value", "web.cookie.of-c1")
TEXT = "aku takut pulang \u202e\u0000 🐣"


def keys(*names: int) -> dict[int, bytes]:
    return {name: secrets.token_bytes(32) for name in names}


@pytest.fixture
def ring() -> Ring:
    return Ring(1, keys(1), secrets.token_bytes(32))


@pytest.fixture
def vault(ring: Ring) -> Vault:
    return Vault(ring)


PROPERTY = Vault(Ring(7, keys(7), secrets.token_bytes(32)))
WRAPPED = PROPERTY.new_key("c1")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_and_is_not_to_be_read_in_between(text: str) -> None:
    for wrapped, place in ((WRAPPED, HERE), (None, HOUSE)):
        blob = PROPERTY.seal(text, place, wrapped)
        assert PROPERTY.open(blob, place, wrapped) == text
        assert len(text) < 4 or text.encode() not in blob


def test_the_same_text_is_never_the_same_blob(vault: Vault) -> None:
    key = vault.new_key("c1")
    assert len({vault.seal(TEXT, HERE, key) for _ in range(100)}) == 100


def test_a_blob_says_its_version_and_its_key_and_nothing_else(ring: Ring) -> None:
    vault = Vault(replace(ring, active=3, keys={**ring.keys, **keys(3)}))
    wrapped = vault.new_key("c1")
    house, own = vault.seal(TEXT, HOUSE), vault.seal(TEXT, HERE, wrapped)
    assert (house[0], house[1], own[0], own[1], wrapped[1]) == (1, 3, 1, 0, 3)
    assert len(own) == 2 + 12 + len(TEXT.encode()) + 16


def test_the_place_is_bound_as_table_column_row_conversation(ring: Ring) -> None:
    blob = Vault(ring).seal(TEXT, HOUSE)
    plain = AESGCM(ring.keys[1]).decrypt(blob[2:14], blob[14:], b"identity|sealed_value|web.cookie.of-c1|")
    assert plain.decode() == TEXT
    assert HERE.bytes() == b"message|sealed_text|c1/1/0|c1"


@pytest.mark.parametrize(
    "other",
    [
        replace(HERE, table="ticket"),
        replace(HERE, column="sealed_buttons"),
        replace(HERE, row="c1/1/1"),
        replace(HERE, conversation=""),
    ],
)
def test_a_blob_that_was_copied_to_another_place_does_not_open(vault: Vault, other: Place) -> None:
    key = vault.new_key("c1")
    vault.open(vault.seal(TEXT, HERE, key), HERE, key)
    with pytest.raises(KeysMissing):
        vault.open(vault.seal(TEXT, HERE, key), other, key)
    house = vault.seal(TEXT, HERE)
    with pytest.raises(KeysMissing):
        vault.open(house, other)


def test_a_key_of_one_talk_opens_no_other(vault: Vault) -> None:
    mine, other = vault.new_key("c1"), vault.new_key("c2")
    blob = vault.seal(TEXT, HERE, mine)
    with pytest.raises(KeysMissing):
        vault.open(blob, HERE, other)
    there = replace(HERE, conversation="c2")
    with pytest.raises(KeysMissing):
        vault.open(vault.seal(TEXT, there, other), there, mine)


def test_a_wrapped_key_moved_to_another_talk_does_not_open(ring: Ring) -> None:
    wrapped = Vault(ring).new_key("c1")
    with pytest.raises(KeysMissing):
        Vault(ring).seal(TEXT, replace(HERE, conversation="c2"), wrapped)


@pytest.mark.parametrize("erased", [b"", b"\x00" * 62, None])
def test_with_the_wrapped_key_erased_nothing_opens_any_more(ring: Ring, erased: bytes | None) -> None:
    vault = Vault(ring)
    blob = vault.seal(TEXT, HERE, vault.new_key("c1"))
    with pytest.raises(KeysMissing):
        Vault(ring).open(blob, HERE, erased)


def test_another_ring_with_the_same_name_of_a_key_does_not_open(vault: Vault) -> None:
    other = Vault(Ring(1, keys(1), secrets.token_bytes(32)))
    with pytest.raises(KeysMissing):
        other.open(vault.seal(TEXT, HOUSE), HOUSE)


def test_a_key_that_is_not_in_the_ring_is_named(ring: Ring) -> None:
    old, new = Vault(ring), Vault(Ring(2, keys(2), ring.index))
    with pytest.raises(KeysMissing, match="key 1 "):
        new.open(old.seal(TEXT, HOUSE), HOUSE)


def test_after_a_rotation_old_values_open_and_new_ones_are_closed_with_the_new_key(ring: Ring) -> None:
    old = Vault(ring)
    wrapped = old.new_key("c1")
    before = old.seal(TEXT, HOUSE), old.seal(TEXT, HERE, wrapped)
    new = Vault(Ring(2, {**ring.keys, **keys(2)}, ring.index))
    assert (new.open(before[0], HOUSE), new.open(before[1], HERE, wrapped)) == (TEXT, TEXT)
    assert new.seal(TEXT, HOUSE)[1] == new.active == 2
    assert new.lookup("user", "501") == old.lookup("user", "501")


def test_every_changed_byte_is_noticed(vault: Vault) -> None:
    key = vault.new_key("c1")
    blob = vault.seal("hai", HERE, key)
    for at in range(len(blob)):
        with pytest.raises(KeysMissing):
            vault.open(blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :], HERE, key)
    for end in range(len(blob)):
        with pytest.raises(KeysMissing):
            vault.open(blob[:end], HERE, key)


def test_more_talks_than_the_cache_holds_still_open(ring: Ring) -> None:
    vault = Vault(ring)
    first = vault.new_key("c0")
    place = replace(HERE, conversation="c0")
    blob = vault.seal(TEXT, place, first)
    for number in range(1, MOST_CACHED + 2):
        name = f"c{number}"
        vault.seal("x", replace(HERE, conversation=name), vault.new_key(name))
    assert vault.open(blob, place, first) == TEXT


def test_a_look_up_is_keyed_and_knows_its_purpose(vault: Vault, ring: Ring) -> None:
    one = vault.lookup("user", "501")
    assert one == Vault(ring).lookup("user", "501")
    others = {
        vault.lookup("phone", "501"),
        vault.lookup("user", "502"),
        Vault(replace(ring, index=secrets.token_bytes(32))).lookup("user", "501"),
    }
    assert one not in others
    assert len(others) == 3
    assert len(one) == 32
    assert b"501" not in one


def test_ids_and_tokens_are_long_safe_in_an_address_and_new_each_time() -> None:
    assert len({new_id() for _ in range(1_000)}) == len({new_token() for _ in range(1_000)}) == 1_000
    assert (len(new_id()), len(new_token())) == (16, 43)
    assert all(letter.isalnum() or letter in "-_" for letter in new_id() + new_token())
