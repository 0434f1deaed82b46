"""Rules on one text: which of them fire, which are excused, denied or framed.

Laws
1. A negation right before a phrase silences it ("ga pernah dipukul"), or lowers it to concern where the rule says so
   ("ga mau bunuh diri kok"). "Ga mau dipukul lagi" and "bukan cuma dipukul" are no negations, and none reaches over a
   comma or a full stop.
2. `unless` excuses only the words it stands on: "mati lampu" hides nothing said beside it, and no excuse reaches
   over a comma either.
3. A frame (a film, the news, homework) excuses what is said near it, but not what is said of oneself, unless the frame
   is strong; a firm rule is excused by none.
4. Of several places of a rule that are worth the same the one of the phrase written first counts.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bot.model.message import Kind, Level
from bot.screen.listening import Hit, Listening, Net
from bot.screen.normalise import Words
from bot.screen.phrases import INTENT
from bot.screen.rules import Rule, Rules
from bot.screen.scene import Scene

_NOTHING = frozenset[str]()
FRAMED = 15
"""Words on either side of a frame that it excuses."""


class Heard(NamedTuple):
    """One rule that fired."""

    rule: str
    level: Level
    kinds: frozenset[Kind]
    span: tuple[int, int]


class Why(Enum):
    """Why a phrase counts for less than its rule says; ELSEWHERE: the rule is for another scene or a whole message;
    PLAIN: it is an everyday worry, and the scorer does not weigh it."""

    EXCUSED = "excused"
    PLAIN = "plain"
    DENIED = "denied"
    FRAMED = "framed"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Quiet:
    """A phrase that stands in a text and counts for less than its rule; `left` is what it still gives, `by` where the
    words stand that took the rest."""

    rule: str
    why: Why
    span: tuple[int, int]
    by: tuple[int, int] | None = None
    left: Level = Level.NONE


Judged = tuple[Hit, Rule, Level | None]
"""A hit of a rule and what it is worth: nothing where it is excused, denied or framed."""
Framed = tuple[int, int, bool, frozenset[Kind]]
"""From a word to a word, whether the frame is strong, and the kinds that it excuses (none: all)."""


class Framing:
    """Every frame. Immutable after it is made."""

    def __init__(self, rules: Rules) -> None:
        self._frames = {frame.name: frame for frame in rules.frames}
        self._net = Net([phrase for frame in rules.frames for phrase in frame.phrases])
        self._me = rules.me

    def framed(self, listening: Listening) -> list[Framed]:
        """What stands in a frame."""
        hits = ((hit, self._frames[hit.rule]) for hit in self._net.hits(listening))
        return [(hit.first - FRAMED, hit.last + FRAMED, frame.strong, frame.kinds) for hit, frame in hits]

    def holds(self, rule: Rule, hit: Hit, listening: Listening, framed: Sequence[Framed]) -> bool:
        """Is a hit excused by one of these?"""
        if rule.firm or not framed:
            return False
        own = any(not one.names.isdisjoint(self._me) for one in listening.words.heard[hit.first : hit.last + 1])
        return any(
            (strong or not own) and first <= hit.first and hit.last <= last and (not kinds or kinds & rule.kinds)
            for first, last, strong, kinds in framed
        )


class Firing:
    """Some of the rules. Immutable after it is made."""

    def __init__(self, some: Sequence[Rule], framing: Framing) -> None:
        self._rules = {rule.name: rule for rule in some}
        self._danger = Net([phrase for rule in some for phrase in rule.phrases])
        self._excuses = {rule.name: Net(rule.unless) for rule in some if rule.unless}
        self._every = Net([phrase for rule in some for phrase in rule.unless])
        self._framing = framing

    def fired(self, listening: Listening, scene: Scene, across: int = 0) -> list[Heard]:
        """The strongest hit of each rule; with `across` only of those that stand on both sides of that place."""
        judged = self.judged(listening, scene, across)
        return [heard_as(one, listening.words) for one in strongest(judged)] if judged else []

    def judged(self, listening: Listening, scene: Scene, across: int = 0) -> list[Judged]:
        """Every hit of a rule that is for this scene, and what it is worth."""
        words, rules = listening.words, self._rules
        hits = self._danger.hits(listening)
        if across:
            hits = [hit for hit in hits if _on_both_sides(words.span(hit.first, hit.last), across)]
        if not hits:  # of most texts
            return []
        excused = self._excused(listening, {hit.rule for hit in hits})
        framed = self._framing.framed(listening)
        told = [(hit, rule) for hit in hits if _in_place(rule := rules[hit.rule], hit, words, scene)]
        return [(hit, rule, self._worth(rule, hit, listening, excused, framed)) for hit, rule in told]

    def silenced(self, judged: Sequence[Judged], listening: Listening) -> set[int]:
        """The numbers of the words that are excused, denied or framed, and in no other hit."""
        if all(level == rule.level for _, rule, level in judged):  # of most texts
            return set()
        counted, silenced = set[int](), set[int]()
        for hit, rule, level in judged:
            if level is None:
                silenced.update(range(listening.since_denied(hit.first), hit.last + 1))
            else:
                (counted if level == rule.level else silenced).update(range(hit.first, hit.last + 1))
        if silenced:
            silenced.update(number for one in self._excusing(listening) for number in range(one.first, one.last + 1))
        return silenced - counted

    def plain(self, listening: Listening, scene: Scene) -> list[Quiet]:
        """Every hit, as what the scorer does not weigh; for rules that are plain."""
        fired = self.fired(listening, scene)
        return [Quiet(one.rule, Why.PLAIN, one.span) for one in fired]

    def quiet(self, listening: Listening, scene: Scene) -> list[Quiet]:
        """What counts for less than its rule, each rule once for each reason; for a person who asks."""
        excuses, framed = list(self._excusing(listening)), self._framing.framed(listening)
        found: dict[tuple[str, Why], Quiet] = {}
        for hit in sorted(self._danger.hits(listening), key=lambda hit: (hit.first, -hit.last, hit.rule)):
            if one := self._quiet(hit, listening, scene, excuses, framed):
                found.setdefault((one.rule, one.why), one)
        return list(found.values())

    def _quiet(
        self, hit: Hit, listening: Listening, scene: Scene, excuses: Sequence[Hit], framed: Sequence[Framed]
    ) -> Quiet | None:
        """Why a hit counts for less, by the order of `fired`."""
        rule, words = self._rules[hit.rule], listening.words
        span = words.span(hit.first, hit.last)
        if not _in_place(rule, hit, words, scene):
            return Quiet(rule.name, Why.ELSEWHERE, span)
        on_it = [one for one in excuses if one.rule == hit.rule and one.first <= hit.last and one.last >= hit.first]
        if on_it:
            return Quiet(rule.name, Why.EXCUSED, span, words.span(on_it[0].first, on_it[0].last))
        level = self._level(rule, hit, listening, set())
        frame = next((one for one in framed if self._framing.holds(rule, hit, listening, [one])), None)
        if frame and level is not None:
            return Quiet(rule.name, Why.FRAMED, span, words.span(frame[0] + FRAMED, frame[1] - FRAMED))
        if level == rule.level:
            return None
        denial = _denial(rule, hit, listening)
        return Quiet(rule.name, Why.DENIED, span, words.span(denial, denial), level or Level.NONE)

    def _excused(self, listening: Listening, rules: Set[str]) -> set[tuple[str, int]]:
        """Rule and number of every word that an excuse of one of these rules stands on."""
        return {(hit.rule, at) for hit in self._excusing(listening, rules) for at in range(hit.first, hit.last + 1)}

    def _excusing(self, listening: Listening, rules: Set[str] | None = None) -> Iterator[Hit]:
        """The excuses of these rules in a text, or of all. None reaches over a comma."""
        nets = [self._every] if rules is None else [self._excuses[name] for name in self._excuses.keys() & rules]
        for net in nets:
            for one in net.hits(listening):
                if listening.words.fresh.isdisjoint(range(one.first + 1, one.last + 1)):
                    yield one

    def _worth(
        self,
        rule: Rule,
        hit: Hit,
        listening: Listening,
        excused: set[tuple[str, int]],
        framed: Sequence[Framed],
    ) -> Level | None:
        """What a hit is worth; None when it is excused, denied or framed."""
        if framed and self._framing.holds(rule, hit, listening, framed):
            return None
        return self._level(rule, hit, listening, excused)

    def _level(self, rule: Rule, hit: Hit, listening: Listening, excused: set[tuple[str, int]]) -> Level | None:
        """What a hit is worth; None when it is excused or denied."""
        if excused and any((hit.rule, number) in excused for number in range(hit.first, hit.last + 1)):
            return None
        if rule.negated == "same":
            return rule.level
        also = _between(rule)
        if not any(listening.denied(number, also=also) for number in hit.begins):
            return rule.level
        return Level.CONCERN if rule.negated == "concern" else None


def counted(judged: Iterable[Judged]) -> set[int]:
    """The numbers of the words of the hits that are worth what their rules say."""
    return {at for hit, rule, level in judged if level == rule.level for at in range(hit.first, hit.last + 1)}


def strongest(judged: Iterable[Judged]) -> list[Judged]:
    """Of each rule the hit that is worth most, where it is worth anything."""
    best: dict[str, Judged] = {}
    for one in judged:
        hit, _, level = one
        if level is not None and (hit.rule not in best or level > (best[hit.rule][2] or Level.NONE)):
            best[hit.rule] = one
    return list(best.values())


def heard_as(judged: Judged, words: Words, level: Level | None = None) -> Heard:
    """At its own level, or at another one."""
    hit, rule, worth = judged
    return Heard(rule.name, level or worth or Level.NONE, rule.kinds, words.span(hit.first, hit.last))


def _between(rule: Rule) -> frozenset[str]:
    """What else may stand between a negation and a phrase of this rule."""
    return INTENT if rule.negated == "concern" else _NOTHING


def _denial(rule: Rule, hit: Hit, listening: Listening) -> int:
    """The number of the word that denies a hit."""
    also, heard = _between(rule), listening.words.heard
    begin = next(number for number in hit.begins if listening.denied(number, also=also))
    return next(at for at in range(begin - 1, -1, -1) if heard[at].negates)


def _in_place(rule: Rule, hit: Hit, words: Words, scene: Scene) -> bool:
    """Is the scene one of the rule's, and is the hit the whole message where it must be?"""
    return (
        (not rule.alone or (hit.first, hit.last) == (0, len(words.heard) - 1))
        and (not rule.speaker or rule.speaker == scene.speaker)
        and (not rule.ages or scene.age_band in rule.ages)
        and (not rule.asked or scene.question in rule.asked)
    )


def _on_both_sides(span: tuple[int, int], place: int) -> bool:
    return span[0] < place < span[1]
