"""The ear: hears danger in a text. It never answers; it only says how near, of what sort, why and where.

Laws
1. Whole words only, on a normalised text; the span is in the original.
2. A negation up to two words before a phrase silences it ("ga pernah dipukul"), or lowers it to concern where the rule
   says so ("ga mau bunuh diri kok").
3. Two short messages in a row are heard together, so that a sentence cut in two is not missed; what was said before
   alone raises nothing again.
4. The strongest rule gives the level, the name and the span; kinds of every rule that fired are joined.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.model.message import Alarm, Kind, Level
from bot.screen.normalise import Words, words_of
from bot.screen.rules import Rule, read_rules
from bot.screen.scene import Scene

NEGATIONS = frozenset(["tidak", "bukan", "belum", "jangan", "kada"])
BEFORE = 2
"""Words before a phrase in which a negation counts."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One rule that fired."""

    rule: str
    level: Level
    kinds: frozenset[Kind]
    span: tuple[int, int]


class Ear:
    """Immutable after it is made; shared by all."""

    def __init__(self, rules: tuple[Rule, ...], spelling: Mapping[str, str]) -> None:
        self._rules = rules
        self._spelling = spelling

    def hear(self, text: str, scene: Scene) -> Alarm | None:
        """The alarm of a text in its scene, or None. Linear in the length of the text."""
        heard = self.explain(text, scene)
        if not heard:
            return None
        first = heard[0]
        return Alarm(first.level, frozenset(kind for one in heard for kind in one.kinds), first.rule, first.span)

    def explain(self, text: str, scene: Scene) -> list[Heard]:
        """Every rule that fired, the strongest first."""
        words = words_of(text, self._spelling)
        found = [heard for rule in self._rules if (heard := self._fires(rule, words))]
        if scene.recent and len(words.spans) <= 12:
            found += self._across(text, scene.recent[-1], {one.rule for one in found})
        return sorted(found, key=lambda one: (-one.level, one.span, one.rule))

    def _across(self, text: str, before: str, known: set[str]) -> list[Heard]:
        """A phrase that began in the message before and ends in this one."""
        tail = before[-200:] + " "
        words = words_of(tail + text, self._spelling)
        shift, found = len(tail), []
        for rule in self._rules:
            if rule.name in known:
                continue
            heard = self._fires(rule, words)
            if heard and heard.span[0] < shift < heard.span[1]:
                found.append(Heard(heard.rule, heard.level, heard.kinds, (0, heard.span[1] - shift)))
        return found

    def _fires(self, rule: Rule, words: Words) -> Heard | None:
        if rule.unless and rule.unless.search(words.joined):
            return None
        doubtful: Heard | None = None
        for found in rule.found.finditer(words.joined):
            heard = Heard(rule.name, rule.level, rule.kinds, words.span(*_inner(found)))
            if not _negated(words, found):
                return heard
            if rule.negated == "concern" and doubtful is None:
                doubtful = Heard(rule.name, Level.CONCERN, rule.kinds, heard.span)
        return doubtful


def _inner(found: re.Match[str]) -> tuple[int, int]:
    """The match without the spaces around it."""
    start, end = found.span()
    text = found.group()
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def _negated(words: Words, found: re.Match[str]) -> bool:
    start, _ = _inner(found)
    number = words.word_at(start)
    before = words.joined.split()[max(0, number - BEFORE) : number] if number < 4_000 else []
    return any(word in NEGATIONS for word in before)


def load_rules(folder: Path) -> Ear:
    """The ear of content/risk. Raises Broken."""
    return Ear(*read_rules(folder))
