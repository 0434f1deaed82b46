"""`puspaga screen --explain`: how the ear comes from a text to its level, in words, for whoever judges its rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import isfinite

from bot.desk.words import KINDS
from bot.model.message import Kind, Level, storable
from bot.screen.account import Account
from bot.screen.ear import PATTERN, Ear
from bot.screen.firing import Heard, Quiet, Why
from bot.screen.rules import Rule
from bot.screen.scene import Scene
from bot.words import INDONESIAN

NEAR = 0.2
"""A score is near a threshold from here on."""
MOST = 3
"""Words that moved the score most, up and down."""
LONGEST = 80
"""Letters of a part of the text that is shown whole."""
LEVELS = {
    Level.NONE: ("tidak ada", "none"),
    Level.CONCERN: ("khawatir", "concern"),
    Level.HIGH: ("tinggi", "high"),
    Level.IMMINENT: ("segera", "imminent"),
}
TEXT = ("Teks", "Text")
READ = ("Terbaca", "Read as")
READ_AS = ("{part} dibaca {says}", "{part} is read as {says}")
OR = ("atau", "or")
NO_WORDS = ("tidak ada kata", "no words")
NOTHING = ("tidak ada", "none")
FIRED = ("Aturan yang berbunyi", "Rules that fired")
ON = ("di", "on")
DOUBTED = (
    "tidak dipercaya: aturan ini tidak pasti, dan penilai tidak mendengar bahaya",
    "not believed: this rule is not sure, and the scorer hears no danger",
)
GENTLER = (
    "hanya {level}: aturan ini tidak pasti, dan penilai tidak mendengar bahaya",
    "only {level}: this rule is not sure, and the scorer hears no danger",
)
QUIET = ("Ada di teks, tetapi tidak dihitung penuh", "In the text, but not counted in full")
WHY = {
    Why.EXCUSED: ("dimaafkan oleh {by}", "excused by {by}"),
    Why.PLAIN: ("dibaca sebagai hal sehari-hari; penilai tidak menimbangnya", "an everyday worry; not weighed"),
    Why.DENIED: ("disangkal oleh {by}", "denied by {by}"),
    Why.FRAMED: ("dibingkai oleh {by} (cerita, berita, tugas)", "framed by {by} (a story, the news, a task)"),
    Why.ELSEWHERE: ("hanya berlaku {where}", "only {where}"),
}
LEFT = ("; tersisa {level}", "; {level} is left")
WHERE = {
    "alone": ("bila itulah seluruh pesan", "as the whole message"),
    "speaker": ("bila yang menulis {}", "when the writer is {}"),
    "ages": ("pada umur {}", "at the age {}"),
    "asked": ("sebagai jawaban untuk {}", "as an answer to {}"),
}
WRITERS = {"child": ("anak", "a child"), "parent": ("orang tua", "a parent")}
SCORER = ("Penilai", "Scorer")
NO_WORDS_LEFT = ("tidak ada kata yang tersisa", "no words are left")
SCORE = ("skor {score}", "score {score}")
STANDS = {
    (False, False): ("jauh di bawah", "far below"),
    (False, True): ("dekat, di bawah", "near, below"),
    (True, True): ("dekat, di atas", "near, above"),
    (True, False): ("jauh di atas", "far above"),
}
"""By whether the score reaches a threshold, and whether it is near."""
SECONDS = (
    "ambang untuk mempercayai aturan yang tidak pasti",
    "the threshold from which a rule that is not sure counts",
)
ALONE = ("ambang {level}, yang dicapainya tanpa aturan", "the threshold of {level}, which it reaches without a rule")
LEFT_OUT = ("tidak ikut dihitung: {}", "left out: {}")
UP, DOWN = ("menaikkan", "up"), ("menurunkan", "down")
SIGNS = ("Tanda (hanya menyebut jenisnya)", "Signs (they only say the kind)")
USED, UNUSED = ("dipakai", "used"), ("tidak dipakai", "not used")
OUTCOME = ("Hasil", "Outcome")
BECAUSE = ("karena", "because of")
ALSO = ("jenis juga dari", "kinds also from")
BESIDE = ("semua kata bersama-sama: {}", "all the words together: {}")
BY_SCORER = ("penilai sendiri ({})", "the scorer alone ({})")


def lines(ear: Ear, text: str, *, english: bool) -> Iterator[str]:
    """Section by section, the level and the kinds last; in the empty scene."""
    text = storable(text)
    return _Telling(text, ear.account(text, Scene()), int(english)).lines()


@dataclass(frozen=True, slots=True)
class _Telling:
    text: str
    account: Account
    said: int

    def lines(self) -> Iterator[str]:
        yield f"{TEXT[self.said]}: {_plain(self.text)}"
        yield f"{READ[self.said]}: {' '.join(self.account.words.said) or NO_WORDS[self.said]}"
        yield from (f"  {one}" for one in dict.fromkeys(self._read()))
        yield from self._section(
            FIRED, [line for one in sorted(self.account.fired, key=_order) for line in self._fired(one)]
        )
        yield from self._section(QUIET, [line for one in self.account.quiet for line in self._quiet(one)])
        yield from self._section(SCORER, list(self._scored()))
        yield from self._section(
            SIGNS, [line for one in sorted(self.account.signs, key=_order) for line in self._sign(one)]
        )
        yield ""
        yield from self._outcome()

    def _section(self, title: tuple[str, str], told: Sequence[str]) -> Iterator[str]:
        yield ""
        yield title[self.said] if told else f"{title[self.said]}: {NOTHING[self.said]}"
        yield from (f"  {line}" for line in told)

    # ---- the words

    def _read(self) -> Iterator[str]:
        """Whatever is read otherwise than it is written, or may be something else too."""
        words = zip(self.account.words.heard, self.account.words.spans, strict=True)
        for span, some in groupby(words, key=lambda one: one[1]):
            place = [word for word, _ in some]
            says = " ".join(word.says for word in place)
            others = sorted(place[0].names - {says})[:MOST] if len(place) == 1 else []
            if others or self.text[slice(*span)].casefold() != says:
                yield READ_AS[self.said].format(part=self._part(span), says=f" {OR[self.said]} ".join([says, *others]))

    def _part(self, span: tuple[int, int]) -> str:
        """The words of the text there."""
        part = _plain(self.text[slice(*span)])
        return f'"{part if len(part) <= LONGEST else f"{part[: LONGEST // 2]} … {part[-LONGEST // 2 :]}"}"'

    # ---- the rules

    def _fired(self, one: Heard) -> Iterator[str]:
        yield f"{one.rule}: {LEVELS[one.level][self.said]}, {self._kinds(one.kinds)}, {self._place(one)}"
        heard = next((other for other in self.account.heard if other.rule == one.rule), None)
        if heard is None:
            yield f"  {DOUBTED[self.said]}"
        elif heard.level < one.level:
            yield f"  {GENTLER[self.said].format(level=LEVELS[heard.level][self.said])}"
        yield from self._why(one.rule)

    def _quiet(self, one: Quiet) -> Iterator[str]:
        where = self._where(self.account.rules[one.rule]) if one.why is Why.ELSEWHERE else ""
        why = WHY[one.why][self.said].format(by=self._part(one.by) if one.by else "", where=where)
        left = LEFT[self.said].format(level=LEVELS[one.left][self.said]) if one.left else ""
        yield f"{one.rule}: {self._part(one.span)} {why}{left}"
        if not any(other.rule == one.rule for other in self.account.fired):
            yield from self._why(one.rule)

    def _where(self, rule: Rule) -> str:
        """The scene of a rule."""
        asked = {
            "alone": rule.alone,
            "speaker": WRITERS[rule.speaker][self.said] if rule.speaker else "",
            "ages": ", ".join(sorted(rule.ages)),
            "asked": ", ".join(sorted(rule.asked)),
        }
        return ", ".join(WHERE[key][self.said].format(value) for key, value in asked.items() if value)

    def _sign(self, one: Heard) -> Iterator[str]:
        used = USED if any(other.rule == one.rule for other in self.account.heard) else UNUSED
        yield f"{one.rule}: {self._kinds(one.kinds)}, {self._place(one)}; {used[self.said]}"
        yield from self._why(one.rule)

    def _why(self, rule: str) -> Iterator[str]:
        if why := self.account.rules[rule].why:
            yield f"  {_plain(why)}"

    def _place(self, one: Heard) -> str:
        return f"{ON[self.said]} {self._part(one.span)}"

    def _kinds(self, kinds: Iterable[Kind]) -> str:
        return ", ".join(self._kind(one) for one in sorted(kinds))

    def _kind(self, kind: Kind) -> str:
        return KINDS[kind] if self.said == INDONESIAN else kind.value.replace("_", " ")

    # ---- the scorer

    def _scored(self) -> Iterator[str]:
        if isfinite(self.account.score):
            yield from self._compared()
            yield from self._moved()
            if self.account.beside is not None:
                yield BESIDE[self.said].format(self._number(self.account.beside, "+"))
        else:
            yield NO_WORDS_LEFT[self.said]
        quiet = [number for number in range(len(self.account.words.heard)) if number not in self.account.moved]
        if quiet:
            yield LEFT_OUT[self.said].format("; ".join(self._run(row) for row in _in_rows(quiet)))

    def _compared(self) -> Iterator[str]:
        """The score beside what it has to reach."""
        score, table = self.account.score, self.account.table
        yield SCORE[self.said].format(score=self._number(score))
        yield self._beside(SECONDS[self.said], self.account.wanted)
        if table.concern < table.high:
            yield self._beside(ALONE[self.said].format(level=LEVELS[Level.CONCERN][self.said]), table.concern)
        yield self._beside(ALONE[self.said].format(level=LEVELS[Level.HIGH][self.said]), table.high)

    def _beside(self, threshold: str, height: float) -> str:
        score = self.account.score
        stands = STANDS[score >= height, abs(score - height) < NEAR][self.said]
        return f"{stands} {threshold} ({self._number(height)})"

    def _moved(self) -> Iterator[str]:
        """The words that moved the score most; those that stand in a row are one part."""
        for told, sign in ((UP, 1), (DOWN, -1)):
            worth = {number: brings for number, brings in self.account.moved.items() if brings * sign >= 0.005}
            most = sorted(sorted(worth, key=lambda number: -abs(worth[number]))[:MOST])
            if most:
                parts = sorted(_in_rows(most), key=lambda row: -abs(sum(worth[number] for number in row)))
                yield f"{told[self.said]}: {'; '.join(self._brought(row) for row in parts)}"

    def _brought(self, row: Sequence[int]) -> str:
        brings = sum(self.account.moved[number] for number in row)
        return f"{self._run(row)} {self._number(brings, '+')}"

    def _run(self, row: Sequence[int]) -> str:
        return self._part(self.account.words.span(row[0], row[-1]))

    def _number(self, number: float, sign: str = "") -> str:
        told = f"{number:{sign}.2f}"
        return told.replace(".", ",") if self.said == INDONESIAN else told

    # ---- what comes out

    def _outcome(self) -> Iterator[str]:
        heard, title = self.account.heard, OUTCOME[self.said]
        if not heard:
            yield f"{title}: {LEVELS[Level.NONE][self.said]}"
            return
        first, *others = heard
        kinds = self._kinds({kind for one in heard for kind in one.kinds})
        yield f"{title}: {LEVELS[first.level][self.said]} — {kinds}"
        name = BY_SCORER[self.said].format(PATTERN) if first.rule == PATTERN else first.rule
        yield f"  {BECAUSE[self.said]} {name}, {self._place(first)}"
        if others:
            yield f"  {ALSO[self.said]} {', '.join(one.rule for one in others)}"


def _order(one: Heard) -> tuple[int, tuple[int, int], str]:
    """The strongest first, then as they stand in the text."""
    return -one.level, one.span, one.rule


def _in_rows(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers in order, those that follow one another together."""
    rows = [[numbers[0]]]
    for before, then in pairwise(numbers):
        if then == before + 1:
            rows[-1].append(then)
        else:
            rows.append([then])
    return rows


def _plain(text: str) -> str:
    """In one line, without what a terminal would obey."""
    return "".join(one if one.isprintable() else "�" for one in " ".join(text.split()))
