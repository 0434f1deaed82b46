"""What the other files define, as the checker looks it up; and the names that the engine knows by itself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.flow.book import Tip, Topic
from bot.flow.names import RESERVED
from bot.flow.schema import FlowIn, VariableIn
from bot.model.conversation import Reader
from bot.model.message import Channel, Level

BANDS = ("0-1", "2-3", "4-6", "7-9", "10-12", "13-15", "16-17", "18+")
"""Age bands (contract.md)."""
DISTRICTS = ("balikpapan", "samarinda", "bontang", "kukar", "kutim", "kubar", "berau", "paser", "ppu", "mahulu")
"""What an answer to `as: district` is kept as."""
QUEUES = ("anak", "keluarga", "gangguan", "keluhan")
"""Queues of tickets."""
NOW: Mapping[str, tuple[str, ...]] = {
    "kini.jam": ("buka", "tutup"),
    "kini.kanal": tuple(one.value for one in Channel),
    "kini.tingkat": tuple(one.name.lower() for one in Level),
    "kini.bahasa": ("id", "en"),
    "kini.pembaca": tuple(one.value for one in Reader),
    "kini.wilayah": ("provinsi", *DISTRICTS),
    "kini.umur": ("", *BANDS),
    "kini.tiket": ("ada", "tidak ada"),
    "kini.kartu": ("ada", "tidak ada"),
    "kini.topik": ("ada", "tidak ada"),
    "kini.kunci": ("terbuka", "tertutup"),
    "kini.kegiatan": ("ada", "tidak ada"),
}
"""Read-only names and every value they can have (flow-language.md)."""
HOURS: Mapping[str, int] = {"pagi": 8, "siang": 12, "malam": 19}
"""Local hours by the answers that name them, for messages that are asked for."""
DAYTIME = range(6, 21)
"""Hours at which such a message may be asked for by a number: nobody is woken."""
CALENDAR = ("kini.baca", "kini.nomor", "kini.angka", "kini.kantor", "kini.web")
"""Blanks that the calendar, the directory and the settings fill; the last with nothing where there is no address."""

REPLIES = (
    "asked_anew", "card_first", "closed", "contact_checked", "contact_line", "contact_press", "contact_silent",
    "contacts_first", "day_bad", "disputed", "edited", "empty", "event_line", "first_question", "going_on", "guessed",
    "hari.0", "hari.1", "hari.2", "hari.3", "hari.4", "hari.5", "hari.6", "heard", "human.first", "human.next",
    "human.promise", "kini.baca_buka", "kini.baca_takpasti", "kini.baca_tutup", "kini.web", "late", "location.far",
    "location.near", "media.card", "media.location", "media.other", "office.hours", "office.instead", "office.none",
    "office.numbers", "office.person", "office.place", "office.there", "office.unknown", "old_button", "queue.again",
    "queue.honest", "queue.kept", "story", "tanggal", "thanks", "trial", "unclear", "unclear_free", "understood",
    "word_bad", "word_used", "words_bad", "words_taken",
)  # fmt: skip
"""Replies that the engine says by name (content/replies)."""


@dataclass(frozen=True, slots=True)
class Known:
    """None: the file itself is broken, so that nothing that leans on it is judged; `broken` are flows and tips
    ("tips/NAME") of which the same is true. `languages` are those that have translations."""

    flows: Mapping[str, FlowIn] = field(default_factory=dict)
    tips: Mapping[str, Tip] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    contacts: frozenset[str] | None = None
    variables: Mapping[str, VariableIn] | None = None
    categories: frozenset[str] | None = None
    media: frozenset[str] | None = None
    giveaway: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Was every flow read? Else nothing can be said of what no flow does."""
        return all(one == "variables" or one.startswith("tips/") for one in self.broken)

    def flow_of(self, target: str, here: str) -> tuple[str, str] | None:
        """Flow and state of a target as it is read in the flow `here`; None for a reserved word, and for what is not
        there."""
        if target in RESERVED:
            return None
        if here in self.flows and target in self.flows[here].states:
            return here, target
        if target in self.flows:
            return target, self.flows[target].start
        name, _, state = target.rpartition("/")
        return (name, state) if name in self.flows and state in self.flows[name].states else None


def lacks(known: Collection[str] | None, name: str) -> bool:
    return known is not None and name not in known


def near_to(word: str, known: Iterable[str] | None) -> str:
    """The known word that was probably meant."""
    return next(iter(get_close_matches(word, list(known or ()), 1)), "")
