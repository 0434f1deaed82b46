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
5. A frame (a film, the news, homework) excuses what is said near it, but not what is said of oneself, unless the frame
   is strong; a firm rule is excused by none.
6. The strongest rule gives the level, the name and the span; kinds of every rule that fired are joined.
7. Where no rule hears as much, the scorer may: it raises to high at the most. A sign beside it says the kind, and makes
   it believed sooner; without one the kind is distress, for of what sort it is nobody knows yet.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.model.message import Alarm, Kind, Level
from bot.screen.normalise import Words, words_of
from bot.screen.phrases import INTENT, Hit, Listening, Net
from bot.screen.rules import Rule, Rules, read_rules
from bot.screen.scene import Scene
from bot.screen.scorer import Scorer

SHORT = 12
"""Words of a message that may be the second half of a sentence."""
TAIL = 200
"""Letters of the message before that are heard again with a short one."""
FRAMED = 15
"""Words on either side of a frame that it excuses."""
PATTERN = "pola"
"""The name under which the scorer alone is heard."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One rule that fired."""

    rule: str
    level: Level
    kinds: frozenset[Kind]
    span: tuple[int, int]


class Ear:
    """Immutable after it is made; shared by all."""

    def __init__(self, rules: Rules) -> None:
        self._scorer = Scorer(rules.table, rules.lexicon.known)
        self._rules = {rule.name: rule for rule in rules.rules}
        self._frames = {frame.name: frame for frame in rules.frames}
        self._danger = Net([phrase for rule in rules.rules for phrase in rule.phrases])
        self._excuses = Net([phrase for rule in rules.rules for phrase in rule.unless])
        self._framing = Net([phrase for frame in rules.frames for phrase in frame.phrases])
        self._lexicon = rules.lexicon
        self._me = rules.me

    def hear(self, text: str, scene: Scene) -> Alarm | None:
        """The alarm of a text in its scene, or None. Linear in the length of the text."""
        heard = self.explain(text, scene)
        if not heard:
            return None
        first = heard[0]
        return Alarm(first.level, frozenset(kind for one in heard for kind in one.kinds), first.rule, first.span)

    def explain(self, text: str, scene: Scene) -> list[Heard]:
        """Every rule that fired, the strongest first."""
        words = words_of(text, self._lexicon)
        heard = self._scored(words, *self._fired(words, scene))
        if scene.recent and len(words.heard) <= SHORT:
            found = {one.rule: one for one in self._across(text, scene)} | {one.rule: one for one in heard}
            heard = list(found.values())
        return sorted(heard, key=lambda one: (-one.level, one.span, one.rule)) if len(heard) > 1 else heard

    def fired(self, text: str, scene: Scene) -> set[str]:
        """The names of the rules and signs that a text holds, whatever the scorer says."""
        return {one.rule for one in self._fired(words_of(text, self._lexicon), scene)[0]}

    @property
    def rules(self) -> Iterable[Rule]:
        return self._rules.values()

    def _scored(self, words: Words, fired: list[Heard], silenced: set[int]) -> list[Heard]:
        """The rules that fired, each sign at the level that the scorer gives it, and the scorer itself when it hears
        more than they do."""
        places: Sequence[int] = range(len(words.heard))
        if silenced:
            places = [number for number in places if number not in silenced]
        said = [words.heard[number].says for number in places]
        score, table = self._scorer.of(said), self._scorer.table
        if score < table.concern:
            return [one for one in fired if one.level]
        signed = Level.HIGH if score >= table.seconds else Level.CONCERN
        found = [one if one.level else replace(one, level=signed) for one in fired]
        level = Level.HIGH if score >= table.high else Level.CONCERN
        if all(one.level < level for one in found):
            first, last = self._scorer.moving(said)
            found.append(Heard(PATTERN, level, frozenset((Kind.DISTRESS,)), words.span(places[first], places[last])))
        return found

    def _across(self, text: str, scene: Scene) -> list[Heard]:
        """Phrases that began in the message before and end in this one."""
        tail = scene.recent[-1][-TAIL:] + " "
        shift = len(tail)
        return [
            Heard(one.rule, one.level, one.kinds, (0, one.span[1] - shift))
            for one in self._fired(words_of(tail + text, self._lexicon), scene, across=shift)[0]
            if one.level
        ]

    def _fired(self, words: Words, scene: Scene, across: int = 0) -> tuple[list[Heard], set[int]]:
        """The strongest hit of each rule; with `across` only of those that stand on both sides of that place. And the
        numbers of the words that are excused, denied or framed, and in no other hit."""
        listening = Listening(words)
        hits = [hit for hit in self._danger.hits(listening) if _on_both_sides(words.span(hit.first, hit.last), across)]
        if not hits:
            return [], set()
        excused = self._excused(listening)
        framed = list(self._framed(listening))
        found: dict[str, Heard] = {}
        counted, silenced = set[int](), set[int]()
        for hit in hits:
            rule = self._rules[hit.rule]
            if not _in_scene(rule, scene) or (rule.alone and (hit.first, hit.last) != (0, len(words.heard) - 1)):
                continue
            level = self._level(rule, hit, listening, excused)
            if level is None or self._in_frame(rule, hit, listening, framed):
                silenced.update(range(hit.first, hit.last + 1))
                continue
            (counted if level == rule.level else silenced).update(range(hit.first, hit.last + 1))
            known = found.get(hit.rule)
            if known is None or level > known.level:
                found[hit.rule] = Heard(hit.rule, level, rule.kinds, words.span(hit.first, hit.last))
        if silenced:
            silenced.update(number for _, number in excused)
        return list(found.values()), silenced - counted

    def _excused(self, listening: Listening) -> set[tuple[str, int]]:
        """Rule and number of every word that an excuse of the rule stands on. An excuse reaches over no comma."""
        found: set[tuple[str, int]] = set()
        for hit in self._excuses.hits(listening):
            inside = range(hit.first, hit.last + 1)
            if listening.words.fresh.isdisjoint(inside[1:]):
                found.update((hit.rule, number) for number in inside)
        return found

    def _framed(self, listening: Listening) -> Iterator[tuple[int, int, bool, frozenset[Kind]]]:
        """Words that stand in a frame, whether it is strong, and the kinds that it excuses (none: all)."""
        for hit in self._framing.hits(listening):
            frame = self._frames[hit.rule]
            yield hit.first - FRAMED, hit.last + FRAMED, frame.strong, frame.kinds

    def _in_frame(
        self, rule: Rule, hit: Hit, listening: Listening, framed: Sequence[tuple[int, int, bool, frozenset[Kind]]]
    ) -> bool:
        if rule.firm or not framed:
            return False
        own = any(not one.names.isdisjoint(self._me) for one in listening.words.heard[hit.first : hit.last + 1])
        return any(
            (strong or not own) and first <= hit.first and hit.last <= last and (not kinds or kinds & rule.kinds)
            for first, last, strong, kinds in framed
        )

    def _level(self, rule: Rule, hit: Hit, listening: Listening, excused: set[tuple[str, int]]) -> Level | None:
        """What a hit is worth; None when it is excused or denied."""
        if excused and any((hit.rule, number) in excused for number in range(hit.first, hit.last + 1)):
            return None
        if rule.negated == "same":
            return rule.level
        also = INTENT if rule.negated == "concern" else frozenset()
        if not any(listening.denied(number, also=also) for number in hit.begins):
            return rule.level
        return Level.CONCERN if rule.negated == "concern" else None


def _in_scene(rule: Rule, scene: Scene) -> bool:
    return (
        (not rule.speaker or rule.speaker == scene.speaker)
        and (not rule.ages or scene.age_band in rule.ages)
        and (not rule.asked or scene.question in rule.asked)
    )


def _on_both_sides(span: tuple[int, int], place: int) -> bool:
    return not place or span[0] < place < span[1]


def load_rules(folder: Path) -> Ear:
    """The ear of content/risk. Raises Broken."""
    return Ear(read_rules(folder))
