"""The ear: hears danger in a text. It never answers; it only says how near, of what sort, why and where.

Laws
1. Whole words only, on a normalised text; the span is in the original. Which rules fire stands in firing.py.
2. Two short messages in a row are heard together, so that a sentence cut in two is not missed; what was said before
   alone raises nothing again.
3. A sure rule speaks alone. Any other is believed where the scorer hears some danger too, of which a plain message of a
   few words needs less; where it hears none, a danger to life is asked about gently, and the rest is left alone.
4. Where no rule hears as much, the scorer may: it raises to high at the most. The sign whose words weigh most says the
   kind, of several such the one written first; without one the kind is distress, for of what sort it is nobody knows
   yet.
5. The strongest rule gives the level, the name and the span; kinds of every rule that fired are joined.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.flow.kept import Kept
from bot.model.message import Alarm, Kind, Level
from bot.screen.account import Account
from bot.screen.firing import Firing, Framing, Heard, Judged, counted, heard_as, strongest
from bot.screen.listening import Listening
from bot.screen.normalise import Words, words_of
from bot.screen.rules import Rule, Rules, read_rules
from bot.screen.scene import Scene
from bot.screen.scorer import Scorer, run_of

SHORT = 12
"""Words of a message that may be the second half of a sentence."""
TAIL = 200
"""Letters of the message before that are heard again with a short one."""
MORE = 0.3
"""How much more two messages together have to score: any two answers in a row are no sentence."""
FEW = 8
"""Words of a plain message, of which a phrase of a rule is a good part."""
PLAIN = 0.5
"""How much less a plain message has to score, for a rule in it to be believed."""
LONG, EACH, LONGEST = 24, 0.02, 0.3
"""Of a text with more words than so many, the scorer alone has to hear so much more for each, up to so much: who writes
long tells of many things, and one in danger is brief."""
PATTERN = "pola"
"""The name under which the scorer alone is heard."""
UNKNOWN = frozenset((Kind.DISTRESS,))
"""The kind of a danger of which nobody knows yet of what sort it is."""


class Ear:
    """Shared by all; after it is made nothing changes what it says."""

    def __init__(self, rules: Rules) -> None:
        self._scorer = Scorer(rules.table, rules.concepts)
        self._rules = {rule.name: rule for rule in rules.rules}
        framing = Framing(rules)
        danger = [rule for rule in rules.rules if rule.level]
        alone = [rule for rule in danger if rule.sure or rule.level is Level.IMMINENT]
        self._danger = Firing(danger, framing)
        self._alone = Firing(alone, framing)
        self._signs = Firing([rule for rule in rules.rules if not rule.level and not rule.plain], framing)
        self._plain = Firing([rule for rule in rules.rules if rule.plain], framing)
        self._lexicon = rules.lexicon

    def hear(self, text: str, scene: Scene) -> Alarm | None:
        """The alarm of a text in its scene, or None. Linear in the length of the text."""
        heard = self.explain(text, scene)
        if not heard:
            return None
        first = heard[0]
        return Alarm(first.level, first.kinds.union(*[one.kinds for one in heard[1:]]), first.rule, first.span)

    def explain(self, text: str, scene: Scene) -> list[Heard]:
        """Every rule that fired, the strongest first."""
        words = words_of(text, self._lexicon)
        heard = self._scored(words, scene)
        if scene.recent and len(words.heard) <= SHORT and not any(map(self._whole, heard)):
            found = {one.rule: one for one in self._across(text, scene)} | {one.rule: one for one in heard}
            heard = list(found.values())
        return sorted(heard, key=lambda one: (-one.level, one.span, one.rule)) if len(heard) > 1 else heard

    def fired(self, text: str, scene: Scene) -> set[str]:
        """The names of the rules and signs that a text holds, whatever the scorer says."""
        listening = Listening(words_of(text, self._lexicon))
        return {one.rule for some in (self._danger, self._signs, self._plain) for one in some.fired(listening, scene)}

    def account(self, text: str, scene: Scene) -> Account:
        """How `explain` comes to what it says of one text."""
        words = words_of(text, self._lexicon)
        listening = Listening(words)
        fired, places, said = self._left(listening, scene)
        return Account(
            words,
            self._rules,
            tuple(fired),
            (
                *self._danger.quiet(listening, scene),
                *self._signs.quiet(listening, scene),
                *self._plain.plain(listening, scene),
            ),
            tuple(self._signs.fired(listening, scene)),
            min(self._scorer.of(said), self._scorer.of(words.said)),
            self._wanted(words),
            self._scorer.table,
            dict(zip(places, self._scorer.moved(said) if said else [], strict=True)),
            self._scorer.beside(said),
            tuple(self.explain(text, scene)),
        )

    @property
    def rules(self) -> Iterable[Rule]:
        return self._rules.values()

    def _scored(self, words: Words, scene: Scene) -> list[Heard]:
        """The rules that fired and are believed; where the scorer hears more than they do, the signs that say of what
        sort, or the scorer itself."""
        score, listening, wanted = self._scorer.of(words.said), Listening(words), self._wanted(words)
        if score < min(wanted, self._scorer.table.concern):  # of most texts
            alone = self._alone.fired(listening, scene)
            return [one for heard in alone if (one := self._believed(heard, believed=False))]
        fired, places, said = self._left(listening, scene)
        if len(said) < len(words.heard):  # what a rule excuses takes danger away, and never adds any
            score = min(score, self._scorer.of(said))
        found = [one for heard in fired if (one := self._believed(heard, believed=score >= wanted))]
        level = self._level_of(score - min(max(len(words.heard) - LONG, 0) * EACH, LONGEST))
        if not level or any(one.level >= level or self._whole(one) for one in found):
            return found
        signs = strongest(self._signs.judged(listening, scene)) if level >= Level.HIGH else []
        if signs:
            return [*found, heard_as(self._heaviest(signs, words), words, level)]
        first, last = run_of(self._scorer.weights(said))
        return [*found, Heard(PATTERN, level, UNKNOWN, words.span(places[first], places[last]))]

    def _heaviest(self, signs: Sequence[Judged], words: Words) -> Judged:
        """The sign whose words weigh most."""
        if len(signs) == 1:
            return signs[0]
        weights = self._scorer.weights(words.said)
        return max(signs, key=lambda one: sum([weights[at] for at in words.around(one[0].first, one[0].last)]))

    def _wanted(self, words: Words) -> float:
        """What a text has to score, for a rule in it to be believed."""
        return self._scorer.table.seconds - (PLAIN if len(words.heard) <= FEW else 0.0)

    def _left(self, listening: Listening, scene: Scene) -> tuple[list[Heard], Sequence[int], list[str]]:
        """The rules that fired, and what is left for the scorer: the numbers of the words that no rule excuses and that
        are not plain, and what they say."""
        judged = self._danger.judged(listening, scene)
        words, silenced = listening.words, self._danger.silenced(judged, listening)
        if plain := self._plain.judged(listening, scene):
            silenced |= counted(plain) - counted(judged)
        fired = [heard_as(one, words) for one in strongest(judged)]
        if not silenced:  # of most texts
            return fired, range(len(words.heard)), words.said
        places = [number for number in range(len(words.heard)) if number not in silenced]
        return fired, places, [words.heard[number].says for number in places]

    def _whole(self, one: Heard) -> bool:
        """Is it a sure rule for just this message, which has the last word on it?"""
        rule = self._rules.get(one.rule)
        return rule is not None and rule.sure and rule.alone

    def _believed(self, one: Heard, *, believed: bool) -> Heard | None:
        """A rule that fired, at the level that it has beside the scorer."""
        rule = self._rules[one.rule]
        if rule.sure or believed:
            return one
        return one._replace(level=Level.CONCERN) if rule.level is Level.IMMINENT else None

    def _level_of(self, score: float) -> Level:
        """The level that the scorer alone gives."""
        table = self._scorer.table
        return Level.HIGH if score >= table.high else Level.CONCERN if score >= table.concern else Level.NONE

    def _across(self, text: str, scene: Scene) -> list[Heard]:
        """What began in the message before and ends in this one, where both tell more than that one alone did."""
        tail = scene.recent[-1][-TAIL:] + " "
        shift = len(tail)
        words = words_of(tail + text, self._lexicon)
        listening, score, table = Listening(words), self._scorer.of(words.said), self._scorer.table
        if score >= min(table.seconds, table.concern):
            _, _, said = self._left(listening, scene)
            score = min(score, self._scorer.of(said))
        believed = score >= table.seconds
        fired = self._danger.fired(listening, scene, across=shift)
        found = [
            one._replace(span=(0, one.span[1] - shift))
            for heard in fired
            if (one := self._believed(heard, believed=believed))
        ]
        level = self._level_of(score - MORE)
        if level >= Level.HIGH and all(one.level < level for one in found):
            found.append(Heard(PATTERN, level, UNKNOWN, (0, len(text))))
        if not found:  # of most answers
            return []
        before = max((one.level for one in self._scored(words_of(tail, self._lexicon), scene)), default=Level.NONE)
        return [one for one in found if one.level > before]


def load_rules(folder: Path) -> Ear:
    """The ear of content/risk. Raises Broken."""
    return _EARS.get((folder,), lambda: Ear(read_rules(folder)))


_EARS: Kept[Ear] = Kept()
