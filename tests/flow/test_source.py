"""YAML as plain text values with their places, whatever stands in the file."""

import time

import pytest

from bot.flow.source import DEEPEST, read


def problems(text: str) -> list[str]:
    return [str(one) for one in read("f.yaml", text).problems]


def test_a_word_stays_the_word_it_is() -> None:
    text = "a: no\nb: yes\nc: 12:30\nd: 007\ne: null\nf: ~\ng: 1e3\nh: 2026-11-24\ni: '5'\nj:\n"
    assert read("f.yaml", text).data == {
        "a": "no",
        "b": "yes",
        "c": "12:30",
        "d": "007",
        "e": "null",
        "f": "~",
        "g": "1e3",
        "h": "2026-11-24",
        "i": "5",
        "j": "",
    }


def test_every_part_knows_its_place() -> None:
    source = read("f.yaml", "a: satu\nb:\n  c:\n    - x\n    - y\nd: {e: f}\n")
    assert source.at(("a",)) == (1, 4)
    assert source.where(("a",)) == ("f.yaml", 1, 4)
    assert source.where(("a",), key=True) == ("f.yaml", 1, 1)
    assert source.at(("b", "c", 1)) == (5, 7)
    assert source.at(("d", "e")) == (6, 8)


def test_a_part_of_several_lines_is_named_by_its_key() -> None:
    source = read("f.yaml", "a:\n  b:\n    c: x\n")
    assert source.at(("a", "b")) == (2, 3)


def test_what_is_not_there_is_placed_at_what_holds_it() -> None:
    source = read("f.yaml", "a:\n  b:\n    c: x\n")
    assert source.at(("a", "b", "missing", 3)) == (2, 3)
    assert source.at(("nothing",)) == (1, 1)


def test_what_stands_in_braces_is_remembered() -> None:
    source = read("f.yaml", "a: {b: x}\nc: [y]\nd:\n  - z\n")
    assert source.inline == {("a",), ("c",)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "f.yaml:1:1 F007 the file is empty"),
        ("# only a comment\n", "f.yaml:1:1 F007 the file is empty"),
        ("a: b: c", "f.yaml:1:5 F001 this is not YAML: mapping values are not allowed in this context"),
        ("a: 1\n\tb: 2", "f.yaml:2:1 F001 this is not YAML: found a tab character that violates indentation"),
        ("a: 'x", "f.yaml:1:6 F001 this is not YAML: found unexpected end of stream"),
        ("a: [b", "f.yaml:2:1 F001 this is not YAML: did not find expected ',' or ']'"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1 F001 this is not YAML: but found another document"),
        ("a: x\nb: \x00", "f.yaml:2:4 F008 this holds a sign that cannot be read: U+0000"),
        ("a: \x07", "f.yaml:1:4 F008 this holds a sign that cannot be read: U+0007"),
        ("a: \ud800", "f.yaml:1:4 F008 this holds a sign that cannot be read: U+D800"),
        ("? [a]\n: 1", "f.yaml:1:1 F004 a key is a word, not a list or a map"),
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1 F005 'a' stands here twice"),
        ("a:\n  b: 1\n  b: 2", "f.yaml:3:3 F005 'b' stands here twice"),
        ("a: !kata x", "f.yaml:1:4 F003 a tag has no meaning here; write the value without '!'"),
        ("a: !!int 5", "f.yaml:1:4 F003 a tag has no meaning here; write the value without '!'"),
        (
            "!!python/object/apply:os.system [ls]",
            "f.yaml:1:1 F003 a tag has no meaning here; write the value without '!'",
        ),
        ("a: &x 1", "f.yaml:1:4 F006 an anchor or alias has no meaning here; write the value out, or put it in quotes"),
        ("a: *x", "f.yaml:1:4 F006 an anchor or alias has no meaning here; write the value out, or put it in quotes"),
        (
            "a: &x [*x]",
            "f.yaml:1:4 F006 an anchor or alias has no meaning here; write the value out, or put it in quotes",
        ),
    ],
)
def test_a_broken_text_is_named_with_its_place(text: str, expected: str) -> None:
    assert problems(text)[0].startswith(expected)


def test_all_duplicates_are_told_at_once_and_the_first_is_kept() -> None:
    source = read("f.yaml", "a: 1\na: 2\nb: 1\nb: 2\n")
    assert [one.line for one in source.problems] == [2, 4]
    assert source.data == {"a": "1", "b": "1"}


def test_an_alias_stands_twice_and_is_told_twice() -> None:
    assert [line.split()[0] for line in problems("a: &x 1\nb: *x\nc: *x\n")] == [
        "f.yaml:1:4",
        "f.yaml:2:4",
        "f.yaml:3:4",
    ]


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    start = time.process_time()
    source = read("f.yaml", "\n".join(lines))
    assert time.process_time() - start < 5
    assert source.data is None
    assert {one.code for one in source.problems} == {"F006"}


def test_nesting_has_an_end() -> None:
    source = read("f.yaml", "[" * (DEEPEST + 5) + "]" * (DEEPEST + 5))
    assert [one.code for one in source.problems] == ["F002"]
    assert problems("[" * 100_000)[0].startswith("f.yaml:1:1001 F001 this is not YAML")


def test_a_byte_order_mark_and_other_line_ends_change_nothing() -> None:
    plain = read("f.yaml", "a: x\nb:\n  - y\n")
    other = read("f.yaml", "\ufeffa: x\r\nb:\r\n  - y\r\n")
    assert other.data == plain.data
    assert other.problems == []
    assert other.at(("b", 0)) == plain.at(("b", 0)) == (3, 5)


def test_letters_of_any_script_are_text() -> None:
    assert read("f.yaml", "a: “ya” 😭 ਸ\u0301\n").data == {"a": "“ya” 😭 ਸ\u0301"}
