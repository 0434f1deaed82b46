"""Where what families read comes from: a publication that anybody can look for, or ourselves, said in one wording."""

import re

from bot.flow.inventory import OWN, page
from tests.engine.minds import ROOT, mind

INSIDE = re.compile(
    r"facts? sheet|vocabulary|own (topic )?list|own topic|own category|no published|psychologist|advice of|to check",
    re.IGNORECASE,
)
"""What only we can look up, or what says in another wording that there is nothing to look up."""
FILES = [
    one
    for folder in ("content", "flows")
    for one in sorted((ROOT / folder).rglob("*"))
    if one.suffix in (".md", ".yaml") and not {"en", "risk"} & set(one.relative_to(ROOT).parts)
]
"""What families read; the rules of the ear are sentences of ours."""


def sources() -> dict[str, str]:
    """Every line of a file that names its source."""
    found = {}
    for file in FILES:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if told := re.match(r"\s*source: (.+)", line):
                found[f"{file.relative_to(ROOT)}:{number}"] = told[1]
    return found


def test_a_source_names_a_publication_and_no_paper_of_ours() -> None:
    assert len(sources()) > 140
    assert {place: one for place, one in sources().items() if INSIDE.search(one)} == {}


def test_our_own_advice_is_called_so_in_one_wording() -> None:
    parts = [part.strip() for one in sources().values() for part in one.strip('"').split(";")]
    assert {part for part in parts if re.search(r"\bour\b|\bown\b|advice|without", part)} == {OWN}


def test_the_list_of_all_texts_tells_what_that_means_and_how_much_of_it_there_is() -> None:
    written = page(mind().book)
    assert f"*{OWN}* berarti nasihat" in written
    own = sum(1 for one in mind().book.topics.values() if OWN in one.source)
    assert own > 0
    assert f"Nasihat kami sendiri: di {own} dari" in written
