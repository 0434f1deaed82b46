"""A difference as a reviewer reads it: one talk as chat, what was with a minus, what will be with a plus."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher

from bot.engine.difference import Change, Difference, Exchange

SAID: Mapping[Change, tuple[str, str]] = {
    Change.TEXTS: ("teks", "texts"),
    Change.BUTTONS: ("tombol", "buttons"),
    Change.ROUTING: ("arah", "routing"),
    Change.HANDOFF: ("konselor", "handoff"),
    Change.LEVEL: ("tingkat bahaya", "level"),
    Change.SILENCE: ("diam", "silence"),
}
SENT = {
    "sticker": ("stiker", "sticker"),
    "voice": ("pesan suara", "voice"),
    "photo": ("gambar", "picture"),
    "location": ("lokasi", "location"),
    "card": ("kartu kontak", "contact card"),
    "edit": ("mengubah pesan", "edited"),
    "open": ("kembali dengan dua kata", "came back by two words"),
    "claim": ("konselor mengambil obrolan", "a counselor took the talk"),
    "close": ("konselor menutup obrolan", "the counselor closed the talk"),
    "reply": ("konselor menulis", "the counselor wrote"),
    "at": ("mulai di", "beginning at"),
}
"""What is done in a talk, but for words, presses and time."""
LATER = ("kemudian", "later")
UNITS = (("hari", "d"), ("jam", "h"), ("menit", "m"), ("detik", "s"))
CANNOT = ("tidak bisa", "cannot")
QUIET = ("diam", "nothing is said")
TICKET = ("konselor", "counselor")
CONTEXT = 3
"""Lines around what differs."""
MORE = "…"


@dataclass(frozen=True, slots=True)
class Line:
    """`sign` is "-" for what was, "+" for what will be, " " for both."""

    sign: str
    text: str

    def __str__(self) -> str:
        return f"{self.sign} {self.text}".rstrip()


def tags(one: Difference, *, english: bool) -> list[str]:
    """In what the talk differs, in words."""
    return [SAID[change][english] for change in one.changed]


def read(one: Difference, *, english: bool) -> list[Line]:
    """The talk, with as much around each difference as is needed to read it."""
    said = int(english)
    before, after = (_chat(told, said) for told in (one.before, one.after))
    found: list[Line] = []
    for what, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found += _around(before[first:last], head=not found, tail=last == len(before))
            continue
        found += [Line("-", text) for text in before[first:last]]
        found += [Line("+", text) for text in after[start:end]]
    return found


def fresh(every: Iterable[Difference], *, english: bool) -> tuple[list[tuple[Difference, list[Line]]], int]:
    """The talks that show a change which none before them shows, as they read; and how many others there are: one
    question may be asked in fifty talks."""
    shown: list[tuple[Difference, list[Line]]] = []
    known: set[tuple[str, ...]] = set()
    others = 0
    for one in every:
        lines = read(one, english=english)
        parts = set(_parts(lines))
        if parts <= known:
            others += 1
        else:
            shown.append((one, lines))
        known |= parts
    return shown, others


def _parts(lines: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    """Each run of lines that differ."""
    run: list[str] = []
    for line in (*lines, Line(" ", "")):
        if line.sign != " ":
            run.append(str(line))
        elif run:
            yield tuple(run)
            run = []


def _around(texts: list[str], *, head: bool, tail: bool) -> Iterable[Line]:
    """What is the same in both, shortened: at the head of a talk only its end is needed, at its tail only its start."""
    first, last = (0 if head else CONTEXT), (0 if tail else CONTEXT)
    if len(texts) > first + last + 1:
        texts = [*texts[:first], MORE, *(texts[-last:] if last else [])]
    return [Line(" ", text) for text in texts]


def _chat(told: Iterable[Exchange], said: int) -> list[str]:
    return [line for one in told for line in _lines(one, said)]


def _lines(one: Exchange, said: int) -> Iterator[str]:
    yield f"{f'{one.who} ' if one.who else ''}> {_did(one, said)}{'' if one.done else f' ({CANNOT[said]})'}"
    for bubble in one.said:
        who = f"{bubble.who}: " if bubble.who else ""
        yield from (f"  {who}{text}" for text in bubble.text.splitlines() if text.strip())
        if bubble.labels:
            yield "  " + " ".join(f"[{label}]" for label in bubble.labels)
    if not one.said:
        yield f"  ({QUIET[said]})"
    ticket = f" · {TICKET[said]}: {one.ticket}" if one.ticket else ""
    level = f" · {one.level}" if one.level != "none" else ""
    yield f"  — {one.state or '-'}{level}{ticket}"


def _did(one: Exchange, said: int) -> str:
    match one.what:
        case "user":
            return one.value
        case "press":
            return f"[{one.value}]"
        case "after":
            return f"({_span(one.value, said)} {LATER[said]})"
    names = SENT.get(one.what)
    return f"({names[said] if names else one.what}{f': {one.value}' if one.value else ''})"


def _span(seconds: str, said: int) -> str:
    """A span as people say it: its largest units."""
    left = timedelta(seconds=float(seconds))
    parts = []
    for size, names in zip((86_400, 3_600, 60, 1), UNITS, strict=True):
        count = int(left.total_seconds()) // size
        left -= timedelta(seconds=count * size)
        if count:
            parts.append(f"{count} {names[said]}")
    return " ".join(parts) or f"0 {UNITS[-1][said]}"
