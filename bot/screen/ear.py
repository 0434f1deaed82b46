"""The ear: hears danger in a text. It never answers; it only says how near, of what sort, why and where.

Laws
1. Whole words only, on a normalised text; the span is in the original.
2. A negation right before a phrase silences it ("ga pernah dipukul"), or lowers it to concern where the rule says so
   ("ga mau bunuh diri kok"). "Ga mau dipukul lagi" and "bukan cuma dipukul" are no negations, and none reaches over a
   comma or a full stop.
3. `unless` excuses only the words it stands on: "mati lampu" hides nothing said beside it, and no excuse reaches
   over a comma either.
4. Two short messages in a row are heard together, so that a sentence cut in two is not missed; what was said before
   alone raises nothing again.
5. The strongest rule gives the level, the name and the span; kinds of every rule that fired are joined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.model.message import Alarm, Kind, Level
from bot.screen.normalise import Spelling, Words, words_of
from bot.screen.phrases import Hit, Net
from bot.screen.rules import Rule, read_rules
from bot.screen.scene import Scene

NEGATIONS = frozenset(["tidak", "bukan", "belum", "jangan", "tanpa"])
BETWEEN = frozenset(["pernah", "suah", "tau", "akan", "bakal", "sampai", "ada", "usah", "perlu", "kena", "boleh"])
"""Words that may stand between a negation and what it denies; suah is Banjar and tau Javanese for pernah."""
INTENT = frozenset(["mau", "ingin", "niat", "berniat", "berpikir", "kepikiran", "mikir", "pikiran"])
"""Between a negation and a phrase that it only lowers to concern."""
REACH = 3
"""Words before a phrase in which a negation counts."""
SHORT = 12
"""Words of a message that may be the second half of a sentence."""
TAIL = 200
"""Letters of the message before that are heard again with a short one."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One rule that fired."""

    rule: str
    level: Level
    kinds: frozenset[Kind]
    span: tuple[int, int]


class Ear:
    """Immutable after it is made; shared by all."""

    def __init__(self, rules: Sequence[Rule], spelling: Spelling) -> None:
        self._rules = {rule.name: rule for rule in rules}
        self._danger = Net({rule.name: rule.phrases for rule in rules})
        self._excuses = Net({rule.name: rule.unless for rule in rules})
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
        found = {heard.rule: heard for heard in self._fired(words)}
        if scene.recent and len(words.heard) <= SHORT:
            found = {one.rule: one for one in self._across(text, scene.recent[-1])} | found
        return sorted(found.values(), key=lambda one: (-one.level, one.span, one.rule))

    def _across(self, text: str, before: str) -> list[Heard]:
        """Phrases that began in the message before and end in this one."""
        tail = before[-TAIL:] + " "
        shift = len(tail)
        return [
            Heard(one.rule, one.level, one.kinds, (0, one.span[1] - shift))
            for one in self._fired(words_of(tail + text, self._spelling), across=shift)
        ]

    def _fired(self, words: Words, across: int = 0) -> list[Heard]:
        """The strongest hit of each rule; with `across` only of those that stand on both sides of that place."""
        hits = [hit for hit in self._danger.hits(words) if _on_both_sides(words.span(hit.first, hit.last), across)]
        excused = self._excused(words) if hits else set()
        found: dict[str, Heard] = {}
        for hit in hits:
            level = self._level(hit, words, excused)
            known = found.get(hit.rule)
            if level and (known is None or level > known.level):
                span = words.span(hit.first, hit.last)
                found[hit.rule] = Heard(hit.rule, level, self._rules[hit.rule].kinds, span)
        return list(found.values())

    def _excused(self, words: Words) -> set[tuple[str, int]]:
        """Rule and number of every word that an excuse of the rule stands on. An excuse reaches over no comma."""
        found: set[tuple[str, int]] = set()
        for hit in self._excuses.hits(words):
            inside = range(hit.first, hit.last + 1)
            if words.fresh.isdisjoint(inside[1:]):
                found.update((hit.rule, number) for number in inside)
        return found

    def _level(self, hit: Hit, words: Words, excused: set[tuple[str, int]]) -> Level:
        rule = self._rules[hit.rule]
        if rule.alone and (hit.first, hit.last) != (0, len(words.heard) - 1):
            return Level.NONE
        if any((hit.rule, number) in excused for number in range(hit.first, hit.last + 1)):
            return Level.NONE
        if not _negated(words, hit.first, INTENT if rule.negated == "concern" else frozenset()):
            return rule.level
        return Level.CONCERN if rule.negated == "concern" else Level.NONE


def _on_both_sides(span: tuple[int, int], place: int) -> bool:
    return not place or span[0] < place < span[1]


def _negated(words: Words, first: int, intent: frozenset[str]) -> bool:
    """A negation right before, or with only words between that leave it one; over no comma or full stop."""
    for number in range(first - 1, max(first - 1 - REACH, -1), -1):
        if number + 1 in words.fresh:
            return False
        word = words.heard[number]
        if word in NEGATIONS:
            return True
        if word not in BETWEEN and word not in intent:
            return False
    return False


def load_rules(folder: Path) -> Ear:
    """The ear of content/risk. Raises Broken."""
    return Ear(*read_rules(folder))
