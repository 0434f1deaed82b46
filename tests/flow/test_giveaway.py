"""What a lock screen shows: every text that is sent is judged in its first letters, wherever it is written."""

from pathlib import Path

import pytest

from bot.flow import library
from tests.flow.shelf import FLOW, ROUTES, TIP, Files, main, written

TELLING = "Kalau dipukul, cerita ya."
NEUTRAL = "Makasih sudah menulis di sini, kapan saja boleh, dipukul."
MEDIA = "media:\n  gambar:\n    file: a.svg\n    text: {}\n"
DIRECTORY = (
    "contacts:\n  darurat:\n    name: {}\n    how: Telepon\n    number: '112'\n    confidence: H\n"
    "    source: S\n    seen: Des 2024\n    everyone: yes\n"
)
CONTACT = FLOW.replace("say: Jaga diri ya.", "say:\n      - contact: darurat\n      - Jaga diri ya.")


SOURCES: dict[str, tuple[Files, Files]] = {}
"""Each with a text that tells, and with one that tells it later than a lock screen shows."""


def source(name: str, path: str, template: str, *more: str) -> None:
    others = dict(zip(more[::2], more[1::2], strict=True))
    telling, neutral = ({path: template.replace("{}", said), **others} for said in (TELLING, NEUTRAL))
    SOURCES[name] = (telling, neutral)


def flow(old: str, new: str) -> tuple[str, str]:
    ((path, text),) = main(old, new).items()
    return path, text


BYE = "say: Jaga diri ya."
for reader in ("child", "parent", "anyone"):
    path, text = flow(BYE, "say: '{}'")
    source(f"a flow for {reader}", path, text.replace("for: child", f"for: {reader}"))
for trait in ("7-9", "whatsapp", "parent"):
    said = f"say:\n      - text: Jaga diri ya.\n        variants:\n          {trait}: '{{}}'"
    source(f"a variant for {trait}", *flow(BYE, said))
source("a later bubble", *flow(BYE, "say:\n      - Jaga diri ya.\n      - '{}'"))
source("an unclear", *flow("unclear: Aku belum paham.", "unclear: '{}'"))
source("a reason", *flow("unclear:", "reason: '{}'\n      unclear:"))
source("a reply", "content/replies/umum.yaml", "replies:\n  unclear: '{}'\n")
source("a route", "content/aman/rute.yaml", ROUTES.replace("line: Makasih sudah cerita.", "line: '{}'"))
source("a tip", "content/tips/napas.md", TIP.replace("Tarik napas pelan.", "{}"))
source("a tip for an age", "content/tips/napas.md", f"{TIP}\n## 7-9\n{{}}\n")
source("a contact line", "content/directory.yaml", DIRECTORY.replace("{}", "'{}'"), "flows/main.yaml", CONTACT)
source("a medium", "content/media.yaml", MEDIA.replace("{}", "'{}'"), "content/media/a.svg", "<svg/>")
for name, path in {
    "main/pamit/say/0": "flows/main.yaml",
    "main/tanya/unclear": "flows/main.yaml",
    "unclear": "replies.yaml",
    "aman/rute/2": "aman/rute.yaml",
}.items():
    source(f"a translation of {name}", f"content/en/{path}", f"texts:\n  {name}: '{{}}'\n")
source(
    "a translation of a medium",
    "content/en/media.yaml",
    "texts:\n  media/gambar: '{}'\n",
    *("content/media.yaml", MEDIA.replace("{}", "Jaga diri ya.")),
    *("content/media/a.svg", "<svg/>"),
)


def told(folder: Path, changes: Files) -> list[str]:
    found = library.problems(*written(folder, changes))
    return [f"{Path(one.path).relative_to(folder).as_posix()} {one.code}" for one in found if one.code != "F310"]


@pytest.mark.parametrize("name", list(SOURCES))
def test_a_text_that_tells_in_its_first_letters_is_a_problem_wherever_it_is_written(tmp_path: Path, name: str) -> None:
    telling, neutral = SOURCES[name]
    path = "flows/main.yaml" if name == "a contact line" else next(iter(telling))
    assert f"{path} F163" in told(tmp_path / "a", telling)
    assert not [one for one in told(tmp_path / "b", neutral) if one.endswith("F163")]


@pytest.mark.parametrize("word", ["hit", "suicide", "police", "father", "counselling", "digebug", "dicatuk", "bapak"])
def test_the_word_list_of_the_project_holds_english_and_local_words_too(word: str) -> None:
    said = (Path(__file__).parents[2] / "content" / "giveaway.yaml").read_text("utf-8")
    assert f" {word}," in said.replace("[", " ")
