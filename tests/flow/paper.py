"""docs/problems.md, from the registry and the broken examples that the tests let the loader read; and the schemas.

`python -m tests.flow.paper` writes them again.
"""

from difflib import ndiff
from pathlib import Path
from string import Formatter

from bot.flow.codes import ALL, Code, guide
from bot.flow.codes.code import filled
from bot.flow.codes.guide import OF
from bot.flow.published import FILES, published
from tests.flow.broken import BROKEN
from tests.flow.broken.example import Example
from tests.flow.shelf import files

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
MOST_LINES = 8
"""Of a broken file that are shown."""
HEAD = """\
# Problems

What `puspaga check` says, code by code. A line of it is `file:line:column CODE text; what to do`, in Indonesian, or in
English where the locale is English (`LANG=en_US.UTF-8`). An *error* stops the book: the bot goes on with the flows it
has. A *warning* stops nothing. A code is never given to another sort of mistake. Each entry names the section of the
[guide](flow-language.md) that teaches what the code guards.

This page is written from the registry in bot/flow/codes and from the broken files in tests/flow/broken; change those,
and then run `python -m tests.flow.paper`.
"""
KINDS = {
    "F": "Flows and content",
    "C": "Settings",
    "R": "The rules of the ear",
}


def page() -> str:
    """The whole file."""
    examples: dict[str, Example] = {}
    for one in BROKEN:
        examples.setdefault(one.code, one)
    parts = [HEAD]
    for letter, title in KINDS.items():
        parts.append(f"## {title}\n")
        parts += [_section(one, examples.get(one.code)) for name, one in sorted(ALL.items()) if name[0] == letter]
    return "\n".join(parts)


def _section(one: Code, example: Example | None) -> str:
    names = {name for said in (one.text, one.fix) for _, name, _, _ in Formatter().parse(said.english) if name}
    text, fix = (filled(said, {name: f"‹{name}›" for name in names}) for said in (one.text, one.fix))
    lines = [f"### {one.code}", "", f"{one.severity.capitalize()}. **{_big(text.english)}.** {_big(fix.english)}.", ""]
    lines += [f"*{_big(text.indonesian)}.* {_big(fix.indonesian)}.", ""]
    lines += [f"→ [{OF[one.code]}]({guide(one.code).removeprefix('docs/')})", ""]
    return "\n".join([*lines, *(_shown(example) if example else [])])


def _big(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shown(example: Example) -> list[str]:
    """The lines that are not those of a good file."""
    name, text = next(iter(example.changes.items()))
    if not isinstance(text, str):
        return []
    good = files().get(name, "")
    lines = [line[2:].rstrip() for line in ndiff(good.splitlines(), text.splitlines()) if line.startswith("+ ")]
    lines = [line for line in lines if line][:MOST_LINES]
    return [f"In `{name}`, for example:", "", "```text", *lines, "```", ""] if lines else []


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    for name in FILES:
        (PAGE.parent / name).write_text(published(name), encoding="utf-8")
