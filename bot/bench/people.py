"""What people meet who write to us: hundreds of first messages, on every channel, and the figures that the service
promises (docs/benchmarks.md).

The real engine with the real ear answers each opening, and a simple person goes on from there (visitor.py). Nothing
here is a speed; the same book gives the same figures on every machine.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot import app
from bot.bench import apart, common_words, duty, played, quiet, reach, startled
from bot.bench.figures import Figures
from bot.bench.openings import OPENINGS, Opening, openings
from bot.bench.played import Stage
from bot.bench.tally import Tally
from bot.config import Config
from bot.engine.mind import Mind
from bot.errors import HouseError, Misuse
from bot.flow.schema import WordsIn, shaped
from bot.flow.source import read
from bot.seen import WORKDAYS

GIVEAWAY = "giveaway.yaml"
MOST_WORDS, MOST_FOR_YOUNG = 60, 20
FEW = 20
"""One opening in so many, only to see that it runs."""
Value = float | int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the table: what is asked, as it was asked. `of` reads it from the figures."""

    what: str
    of: Callable[[Figures], Value]
    target: float
    lower: bool = False

    def row(self, found: Figures) -> Figures:
        value = self.of(found)
        if value is None:
            return {"what": self.what, "measured": None, "target": self.target, "met": "not measured"}
        met = value <= self.target if self.lower else value >= self.target
        return {"what": self.what, "measured": value, "target": self.target, "met": "yes" if met else "no"}


def _key(*names: str) -> Callable[[Figures], Value]:
    def value(found: Figures) -> Value:
        here = found
        for name in names:
            here = here[name]
        one: Value = here  # type: ignore[assignment]  # the last name leads to a number
        return one

    return value


ASKED: Sequence[Asked] = (
    Asked("high or imminent acknowledged as heard in turn 1, %", _key("heard"), 100),
    Asked("NOMOR one word away, %", _key("numbers"), 100),
    Asked("fitting tip, contact or person within 2 turns of the bot, %", _key("helped"), 95),
    Asked("the same in the first reply, where topic and age stand in the words, %", _key("helped_at_once"), 90),
    Asked("questions before the first help, median", _key("questions", "median"), 0, lower=True),
    Asked("questions before the first help, max", _key("questions", "max"), 1, lower=True),
    Asked("words of a turn of the bot, median", _key("words", "median"), 30, lower=True),
    Asked("words of a turn of the bot, max", _key("words", "max"), MOST_WORDS, lower=True),
    Asked("words of a turn for at most 9 years, max", _key("words", "young_max"), MOST_FOR_YOUNG, lower=True),
    Asked("nonsense three times, voice, sticker: a person offered within 2 turns, %", _key("offered"), 100),
    Asked("falsely flagged: back at their own topic in a turn, %", _key("own_topic"), 100),
    Asked("messages after 10 minutes of silence, 30 days", _key("after_silence"), 0, lower=True),
    Asked("giveaway words in the first 40 letters", _key("giveaway"), 0, lower=True),
    Asked("people on duty as in the calendar, %", _key("duty"), 100),
    Asked("district × kind × hour: one or two contacts, %", _key("contacts"), 100),
    Asked("words for children that are common, exceptions listed, %", _key("common_words"), 95),
    Asked("topic finder, top 3, %", _key("finder"), 90),
    Asked("topics within 4 presses of the welcome, %", _key("pressed"), 100),
    Asked("topics by typing their title, %", _key("typed"), 100),
)


async def measure(config: Config, *, every: int = 1, misses: bool = False) -> Figures:
    """`{"table": […], …}`; `misses` adds where each figure falls short. `every`: one opening in so many. Raises Misuse
    where the openings are not at hand."""
    path = config.folder / OPENINGS
    if not path.is_file():
        raise Misuse(f"{path} is not there")
    mind = app.mind_of(config)
    allowed = common_words.exceptions(config.folder / common_words.EXCEPTIONS)
    chosen = openings(path)[::every]
    tallies, figures = _measured(mind, chosen, _giveaway(config), allowed)
    found: Figures = {"openings": len(chosen), "plays": len(chosen) * len(Stage(mind).channels), **figures}
    among = apart.found(mind.book, config.folder / apart.PHRASINGS)
    found["finder"] = among.percent if among else None
    found["table"] = [one.row(found) for one in ASKED]
    if misses:
        found["misses"] = {name: [one.row() for one in tally.misses] for name, tally in tallies.items()}
    return found


def _measured(
    mind: Mind, chosen: Sequence[Opening], told: frozenset[str], allowed: frozenset[str]
) -> tuple[Mapping[str, Tally], Figures]:
    """In the week of the examples, but what is said about people on duty."""
    stage = Stage(Mind(mind.book, mind.ear, WORKDAYS))
    plays = stage.played(chosen)
    shares = {
        "heard": played.heard(plays),
        "numbers": played.numbered(stage, chosen),
        "helped": played.helped(plays, at_once=False),
        "helped_at_once": played.helped(plays, at_once=True),
        "offered": played.offered(stage, chosen),
        "own_topic": startled.own_topic(stage, plays),
        "duty": duty.told(mind, (mind.calendar, duty.varied())),
        "contacts": duty.reachable(mind),
        "pressed": reach.pressed(stage),
        "typed": reach.typed(stage),
    }
    counts = {"after_silence": quiet.silent(stage, chosen), "giveaway": played.giveaways(plays, told)}
    common = common_words.common(mind.book, allowed)
    plain = common_words.common(mind.book, frozenset())
    longest = {
        "words": played.longest(plays, MOST_WORDS, young=False),
        "words_young": played.longest(plays, MOST_FOR_YOUNG, young=True),
    }
    figures: Figures = {name: tally.percent for name, tally in shares.items()}
    figures |= {name: tally.wrong for name, tally in counts.items()}
    figures |= {
        "questions": played.questions(plays),
        "words": played.words(plays),
        "common_words": common.percent if common else None,
        "common_words_without_exceptions": plain.percent if plain else None,
        "falsely_flagged": len(startled.flagged(plays)),
    }
    return {**shares, **counts, **longest, **({"common_words": common} if common else {})}, figures


def _giveaway(config: Config) -> frozenset[str]:
    path = config.folder / config.content / GIVEAWAY
    shape = shaped(read(str(path), path.read_text(encoding="utf-8")), WordsIn)
    if shape is None:
        raise HouseError(f"{path} is broken")
    return frozenset(" ".join(word.casefold().split()) for word in shape.words)
