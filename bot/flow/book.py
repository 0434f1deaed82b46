"""The compiled book: every flow, tip, contact and reply as frozen values. Built once at the start, shared by all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.errors import Problem
from bot.flow.agenda import Event, Planning, SayEvents
from bot.flow.names import GRAVE_TOPIC, TOPIC
from bot.flow.written import Written
from bot.model.conversation import Reader


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
class SayTopic:
    """A part of the topic that is talked about, for the reader's age: one of PARTS of topics.py, or `card`."""

    part: str


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


SayItem = SayText | SayTip | SayTopic | SayContact | SayRoute | SayMedia | SayEvents


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
    """Waits for an answer. Without choices it takes free text and goes to `go`. `kind` narrows that: "text",
    "two_words" (the way back of a web visit), "one_word", "age", "district", "number", "digits", "date" or "day" (to
    come). `gather`: several short messages are one answer. `skip_known`: not asked when the answer is known. `reason`
    answers "why do you ask?". `topics`: its first choices are a page of content/topics (topics.py). `near`: they are
    those that NEARBY names, in every talk others (engine/nearby.py)."""

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
    topics: bool = False
    near: bool = False
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
    text says who reads what is written, and when others are told. `forget`: variables that are forgotten here.
    `planned`: it is what is asked for in this variable, also where somebody comes to it in the talk."""

    name: str
    exit: Ask | Then | Call | Handoff | End
    say: tuple[SayItem, ...] = ()
    timeout: Timeout | None = None
    planning: Planning | None = None
    planned: str = ""
    forget: tuple[str, ...] = ()
    language: str = ""
    fingerprint: str = ""
    was: tuple[str, ...] = ()
    consent: bool = False
    path: str = ""  # file and line, for people
    line: int = 0
    fixed: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    tip: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """`fixed`: by language, the texts of a state that says the same to everybody; empty for any other. `tip`: the
        first that it says, or ""."""
        texts = [one.text for one in self.say if isinstance(one, SayText)]
        same = len(texts) == len(self.say) and not any(one.variants or "{" in "".join(one.by.values()) for one in texts)
        languages = {language for one in texts for language in one.by} | {"id"}
        fixed = {language: tuple(filter(None, (one(language) for one in texts))) for language in languages}
        object.__setattr__(self, "fixed", fixed if same else {})
        object.__setattr__(self, "tip", next((one.tip for one in self.say if isinstance(one, SayTip)), ""))


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
    field of Conversation that a value is copied to: reach, reach_hours, own_phone, reader, age_band or office; or
    `planned`: messages may be asked for in it. `consent`: the answer to whether personal things may be kept. `counted`:
    for the report, without whose it was."""

    name: str
    privacy: str
    keep: str
    sets: str = ""
    consent: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Tip:
    """`parts` maps an age band, or "all", to its bubbles."""

    name: str
    title: str
    reader: Reader
    parts: Mapping[str, tuple[Text, ...]]
    source: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One worry and what helps, content/topics/FOLDER/NAME.md. `parts` maps each part to its texts by age band or
    "all". `ages` are of the child that it is about; none: of every age. `grave`: who comes here may be in danger."""

    name: str  # of its file; no other in any folder has it
    folder: str
    title: str
    label: str
    reader: Reader
    ages: tuple[str, ...]
    category: str
    about: tuple[str, ...]
    grave: bool
    parts: Mapping[str, Mapping[str, Text]]
    source: str

    @property
    def flow(self) -> str:
        """Where it is talked about."""
        return GRAVE_TOPIC if self.grave else TOPIC

    def told(self, part: str, band: str) -> Text:
        """A part as it is told of somebody of this age."""
        return self.parts[part].get(band) or self.parts[part]["all"]


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the directory. `everyone` marks 110, 119, 129 (and 112 by district); when others are shown, and what
    our calls change, stands in bot/flow/contacts.py. `seen`: the month in which a source last showed it, "Des 2024"."""

    id: str
    name: str
    how: str  # "Telepon", "WhatsApp"
    number: str  # "": nobody has found it yet; then it is shown to nobody
    confidence: str  # H, M-H, M, M-L, L-M, L; "-" where the sheet of facts gives none
    source: str
    seen: str
    everyone: bool = False
    districts: tuple[str, ...] = ()  # empty: the whole province
    hours: str = "always"  # or "office": only while the office of the talk is open
    note: str = ""  # what it is for, a short sentence for the reader
    office: str = ""  # "puspaga" or "uptd"
    open: str = ""  # when it answers, in words
    answers: str = ""  # what happens when one calls, for who calls for us
    place: str = ""  # where it is
    place_confidence: str = ""  # as `confidence`


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
    others: bool  # only to who writes about somebody else's child
    line: Text
    contacts: tuple[str, ...]  # in order; the first two that are showable
    advice: tuple[str, ...] = ()  # topics that may advise here; of which one fits the words, the finder tells


@dataclass(frozen=True, slots=True, weakref_slot=True)
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
    written: tuple[Written, ...] = ()  # every text of every file, with what people decided about it
    topics: Mapping[str, Topic] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    samples: Mapping[str, Event] = field(default_factory=dict)  # events of which the examples tell
    giveaway: frozenset[str] = frozenset()  # words that would tell whoever sees a lock screen what a talk is about
    groups: Mapping[str, str] = field(default_factory=dict)  # of the categories, by what stands before the dot
    scheme: int = 1  # version of the categories
