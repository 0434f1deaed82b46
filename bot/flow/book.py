"""The compiled book: every flow, tip, contact and reply as frozen values. Built once at the start, shared by all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.errors import Problem
from bot.model.conversation import Reader
from bot.model.message import Level

RESUME = "tempat_tadi"
"""Reserved target: the place that a command, an alarm or a long silence interrupted; the menu when there is none."""
DISPUTE = "bukan_begitu"
"""Reserved target: as RESUME, and the open ticket is marked disputed (law 8)."""
BACK = "satu_mundur"
"""Reserved target: one question back, by the undo log."""
RESERVED = (RESUME, DISPUTE, BACK)
MENU = "perintah/menu"
FAULT = "aman/orang"
RETURN = "perintah/lanjut"
OWN_WORDS = {"kata_keluar": "perintah/keluar", "kata_aman": "perintah/aman"}
"""Variables that hold a word the contact chose, and the flow it opens in any state."""
WELCOME = "sambut"
MOST_CALLS = 8
"""Flows that call one another (flow-language.md)."""
ENTRY = {Level.CONCERN: "aman/dicek", Level.HIGH: "aman/tinggi", Level.IMMINENT: "aman/segera"}
"""Where an alarm leads (architecture.md, Alarms). Who comes there by a press ("Ini darurat") is believed as much."""
GRAVE = {flow: level for level, flow in ENTRY.items()}
"""How grave it is where one of these flows begins."""
COMMANDS = "perintah/"
"""Flows that a word opens in any state."""
DANGER = "aman/"
"""Flows to which danger leads; an offer of a person stands in them."""
PERSON = "serah"
"""A wish for a person: whoever enters this flow holds a ticket from then on, whatever it still asks them
(architecture.md, Tickets: a wish for a person opens it at once)."""


@dataclass(frozen=True, slots=True)
class Variant:
    """How a text reads where all of `when` is true: age bands, channels, and the readers `child` and `parent`."""

    when: frozenset[str]
    by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """`id` is `flow/state/say/0` and the like; `by` maps a language to the text, "id" always present. The variants
    that ask for the most stand first; the id of one is `flow/state/say/0@7-9 whatsapp`."""

    id: str
    by: Mapping[str, str]
    variants: tuple[Variant, ...] = ()

    def __call__(self, language: str, traits: frozenset[str] = frozenset()) -> str:
        """In this language, for a reader with these traits. A variant that is not translated stands back for the text
        that is."""
        for one in self.variants:
            if one.when <= traits and (language in one.by or language not in self.by):
                return one.by.get(language) or one.by["id"]
        return self.by.get(language) or self.by["id"]


@dataclass(frozen=True, slots=True)
class SayText:
    text: Text


@dataclass(frozen=True, slots=True)
class SayTip:
    """The part of content/tips/NAME.md for the reader's age."""

    tip: str


@dataclass(frozen=True, slots=True)
class SayContact:
    """One entry of content/directory.yaml, only while it is showable to this reader in this district."""

    contact: str


@dataclass(frozen=True, slots=True)
class SayRoute:
    """From content/aman/rute.yaml by kind × reader × district × hour: `part` is `line` (the first line) or
    `contacts` (at most two, in order)."""

    part: str


@dataclass(frozen=True, slots=True)
class SayMedia:
    """One entry of content/media.yaml."""

    media: str


SayItem = SayText | SayTip | SayContact | SayRoute | SayMedia


@dataclass(frozen=True, slots=True)
class Choice:
    """`go` is a state of this flow, a `flow` or `flow/state`, RESUME or DISPUTE. `mark`: four hex digits of what
    choosing it means: its label, the name it is kept under, the way on. They stand in its button."""

    key: str
    label: Text
    go: str
    also: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Waits for an answer. Without choices it takes free text and goes to `go`.

    `kind` narrows free text: "text", "two_words" (the way back of a web visit), "one_word", "age", "district", "number"
    or "date". `gather`: several short messages are one answer. `skip_known`: not asked when the answer is known.
    `reason` answers "why do you ask?".
    """

    choices: tuple[Choice, ...] = ()
    save: str = ""
    go: str = ""
    kind: str = "text"
    unclear: Text | None = None
    tries: int = 2
    give_up: str = ""
    gather: bool = False
    skip_known: bool = False
    reason: Text | None = None
    buttons: Mapping[str, tuple[tuple[str, str], ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """`buttons`: by language, what stands behind the wait in each button, and its label."""
        languages = {language for one in self.choices for language in one.label.by} | {"id"}
        buttons = {
            language: tuple((f".{one.key}.{one.mark}", one.label(language)) for one in self.choices)
            for language in languages
        }
        object.__setattr__(self, "buttons", buttons)


@dataclass(frozen=True, slots=True)
class Branch:
    """Taken when every variable in `when` holds one of its values; the last branch of a list has no `when`."""

    go: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Then:
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Another flow runs; its rest comes back here, and the first branch that fits goes on. `given`: its arguments, each
    a plain value or one blank, "{umur}"."""

    flow: str
    branches: tuple[Branch, ...]
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handoff:
    """A person is due: opens a ticket in `queue`, copies the variables of `note`, waits; after the close the talk
    goes on at `back`."""

    queue: str
    note: tuple[str, ...] = ()
    back: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """`how`: "rest" (a called flow goes back; else the talk rests, and the next word finds a topic or the menu),
    "berhenti" (the conversation ends, unless a ticket is open), "keluar" (quick exit: withdraw, unlink, end) or "hapus"
    (ended and erased)."""

    how: str = "rest"


@dataclass(frozen=True, slots=True)
class Timeout:
    after: timedelta
    go: str


@dataclass(frozen=True, slots=True)
class State:
    """`fingerprint`: of what somebody who stands here has read and may answer. `was`: its old names. `consent`: its
    text says who reads what is written, and when others are told."""

    name: str
    exit: Ask | Then | Call | Handoff | End
    say: tuple[SayItem, ...] = ()
    timeout: Timeout | None = None
    language: str = ""
    fingerprint: str = ""
    was: tuple[str, ...] = ()
    consent: bool = False
    path: str = ""  # file and line, for people
    line: int = 0
    fixed: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """`fixed`: by language, the texts of a state that says the same to everybody; empty for any other."""
        texts = [one.text for one in self.say if isinstance(one, SayText)]
        same = len(texts) == len(self.say) and not any(one.variants or "{" in "".join(one.by.values()) for one in texts)
        languages = {language for one in texts for language in one.by} | {"id"}
        fixed = {language: tuple(filter(None, (one(language) for one in texts))) for language in languages}
        object.__setattr__(self, "fixed", fixed if same else {})


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way on from a state, or into a flow (`state` is "" then), by its name (bot/flow/arrows.py). `target` as the
    file writes it; `mark` is file, line and column."""

    flow: str
    state: str
    name: str
    target: str
    mark: tuple[str, int, int]

    def __str__(self) -> str:
        return f"{self.flow}/{self.state} {self.name}" if self.state else f"{self.flow} {self.name}"


@dataclass(frozen=True, slots=True)
class Flow:
    """One YAML script. `machine` is the shared `transitions.Machine`; its arrows are named `state>target` and a
    hop is `machine.events[arrow].trigger(walk)` on an object with an attribute `state`."""

    name: str  # "anak/perundungan"
    title: str
    reader: Reader  # UNKNOWN: for anyone
    category: str
    start: str
    states: Mapping[str, State]
    about: tuple[str, ...] = ()  # words of a first message that lead here
    words: tuple[str, ...] = ()  # command words; only under perintah/
    arguments: tuple[str, ...] = ()  # variables that a call gives, and takes back
    was: tuple[str, ...] = ()  # old names
    fingerprint: str = ""
    machine: Any = None  # transitions.Machine; untyped package
    examples: tuple["Talk", ...] = ()
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One line of an example: `what` is its word (user, press, bot, then …); `mark` is file:line:column; `who` does it
    or is looked at."""

    what: str
    value: Any  # str; a list for several of `user` and for `buttons`, a span for `after`, a mapping for `then`
    mark: tuple[str, int, int]
    who: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Of `user`: one message, or several in a row."""
        return tuple(self.value) if isinstance(self.value, list) else (str(self.value),)


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes in an example; in a talk of one they have no name. `given`: variables that are known before."""

    name: str = ""
    reader: str = "unknown"
    language: str = "id"
    channel: str = "telegram"
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Talk:
    """An example on one channel; written for several, it is several talks. `title` tells them apart."""

    name: str
    lines: tuple[TalkLine, ...]
    channel: str = "telegram"
    at: str = "2026-11-24T10:00+08:00"  # local start; a Tuesday in office hours
    people: tuple[Person, ...] = (Person(),)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """`privacy`: none, indirect, direct or sensitive. `keep`: talk, visit, ticket or a span (`7d`). `sets` names the
    field of Conversation that a value is copied to: reach, reach_hours, own_phone, reader, age_band or office.
    `consent`: the answer to whether personal things may be kept."""

    name: str
    privacy: str
    keep: str
    sets: str = ""
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Tip:
    """`parts` maps an age band, or "all", to its bubbles."""

    name: str
    title: str
    reader: Reader
    parts: Mapping[str, tuple[Text, ...]]
    source: str
    draft: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the directory. `everyone` marks 110, 119, 129 (and 112 by district); other contacts are shown to
    adults when confidence is H, as seen in the press in `seen` ("Des 2024") and not yet called by us."""

    id: str
    name: str
    how: str  # "Telepon", "WhatsApp"
    number: str
    confidence: str  # H, M-H, M, M-L, L
    source: str
    seen: str
    everyone: bool = False
    districts: tuple[str, ...] = ()  # empty: the whole province
    hours: str = "always"  # or "office": only while the office of the talk is open
    note: str = ""  # what it is for, a short sentence for the reader


@dataclass(frozen=True, slots=True)
class Media:
    """A file under content/media/; `text` says in words what it shows."""

    name: str
    file: str
    text: Text


@dataclass(frozen=True, slots=True)
class Route:
    """One line of content/aman/rute.yaml; the first that fits is taken. Empty = any."""

    kinds: frozenset[str]
    readers: frozenset[str]
    levels: frozenset[str]
    line: Text
    contacts: tuple[str, ...]  # in order; the first two that are showable


@dataclass(frozen=True, slots=True)
class Book:
    flows: Mapping[str, Flow]
    variables: Mapping[str, Variable]
    tips: Mapping[str, Tip]
    directory: Mapping[str, Contact]
    routes: tuple[Route, ...]
    replies: Mapping[str, Text]
    categories: Mapping[str, str]
    problems: tuple[Problem, ...] = ()  # warnings only; errors never make a book
    media: Mapping[str, Media] = field(default_factory=dict)
