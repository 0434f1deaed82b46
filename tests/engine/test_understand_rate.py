"""How often answers are understood that the code was never tuned on, against the figures of docs/answers.md."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.engine import numbers, understand
from bot.engine.places import place_in
from tests.engine.minds import ROOT
from tests.engine.test_understand import (
    age,
    cases,
    choice_cases,
    choices,
    day,
    first,
    told,
    yes_no,
    yes_no_cases,
)

NOTHING = frozenset({"none", "bukan_keduanya", "unknown", "unknown - - -"})
KINDS = ("yes_no", "numbers", "ages", "dates", "districts", "choices", "speakers", "told")
ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", re.MULTILINE)


def answers(kind: str, name: str) -> Iterator[tuple[str, str, str]]:
    """What was meant, what was understood, and the text."""
    match kind:
        case "yes_no":
            yield from ((value, yes_no(text), text) for value, text in yes_no_cases(name))
        case "choices":
            for _, question, value, text in choice_cases(name):
                yield value, told(understand.choose(choices(question, name), text)), text
        case _:
            read = {
                "numbers": lambda text: told(numbers.number(text)),
                "ages": age,
                "dates": day,
                "districts": lambda text: told(place_in(text)),
                "speakers": lambda text: understand.speaker(text).value,
                "told": first,
            }[kind]
            yield from ((value, read(text), text) for value, text in cases(kind, name))


def judged(meant: str, understood: str) -> str:
    """A hit; a miss, which asks once more; or a false hit, which goes on with something else."""
    if meant == understood:
        return "hit"
    return "miss" if understood in NOTHING else "false"


def counted(kind: str, name: str = "unseen") -> Counter[str]:
    return Counter(judged(meant, understood) for meant, understood, _ in answers(kind, name))


def measured() -> dict[str, tuple[int, ...]]:
    """Cases, hits, misses and false hits of each kind, as the documentation has them."""
    page = (ROOT / "docs" / "answers.md").read_text()
    return {kind: tuple(map(int, row)) for kind, *row in ROW.findall(page)}


@pytest.mark.parametrize("kind", KINDS)
def test_no_fewer_are_understood_than_the_documentation_says(kind: str) -> None:
    found, (number, hits, misses, wrong) = counted(kind), measured()[kind]
    assert number == found.total() == hits + misses + wrong
    assert found["hit"] >= hits
    assert found["false"] <= wrong


def test_the_whole_rate_is_the_sum_of_the_kinds() -> None:
    rows = measured()
    assert rows.keys() == {*KINDS, "all"}
    assert rows["all"] == tuple(map(sum, zip(*(rows[kind] for kind in KINDS), strict=True)))


def test_nothing_unseen_stands_in_the_table_that_the_code_was_written_for() -> None:
    for kind in ("numbers", "ages", "dates", "districts", "speakers", "told"):
        seen, unseen = ({text.casefold() for _, text in found} for found in (cases(kind), cases(kind, "unseen")))
        assert not seen & unseen, kind
    assert not {text for _, text in yes_no_cases()} & {text for _, text in yes_no_cases("unseen")}
