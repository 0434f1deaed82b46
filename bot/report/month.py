"""The tables of a month, for the province or for one office. Only what may be shown is in them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from statistics import median
from typing import Any

from bot.model.conversation import Reader
from bot.model.figures import Served, Talks
from bot.model.message import Channel, Kind, Level
from bot.model.tally import Tally
from bot.report.small import FEWEST, hidden, open_offices, pooled

BANDS = {
    "0-1": "0 sampai 1 tahun",
    "2-3": "2 sampai 3 tahun",
    "4-6": "4 sampai 6 tahun",
    "7-9": "7 sampai 9 tahun",
    "10-12": "10 sampai 12 tahun",
    "13-15": "13 sampai 15 tahun",
    "16-17": "16 sampai 17 tahun",
    "18+": "18 tahun ke atas",
    "": "Umur belum disebut",
}
"""Of the child who writes or is written about. In words, so that no spreadsheet reads a date."""
LEVELS = {
    Level.IMMINENT: "Bahaya sekarang",
    Level.HIGH: "Bahaya hari ini",
    Level.CONCERN: "Perlu didengar",
    Level.NONE: "Tidak terdengar bahaya",
}
ANSWERS = {
    "lebih_baik": "Lebih enak",
    "sama": "Sama saja",
    "lebih_berat": "Lebih berat",
    "lewat": "Tidak mau jawab",
}
"""The choices of flows/nilai.yaml."""
QUEUES = {
    "anak": "Antrean anak",
    "keluarga": "Antrean keluarga",
    "keluhan": "Keluhan",
    "gangguan": "Robot gagal menjawab",
}
WAITS = {
    "Sampai 10 menit": timedelta(minutes=10),
    "Sampai 1 jam": timedelta(hours=1),
    "Sampai 4 jam": timedelta(hours=4),
    "Sampai 1 hari": timedelta(days=1),
    "Lebih dari 1 hari": timedelta.max,
}
UNANSWERED = "Belum dijawab konselor"
WAITED = {name: name for name in (*WAITS, UNANSWERED)}
OPEN = "Belum ditutup"
RATED, TOPICS = "nilai", "topik"
"""What is counted in the table tally."""
ROUNDED = 5
"""Minutes to which a median is rounded up: it may be the wait of one person."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the codes are called, by those who call them so."""

    offices: Mapping[str, str]
    channels: Mapping[Channel, str]
    readers: Mapping[str, str]
    kinds: Mapping[Kind, str]
    outcomes: Mapping[str, str]
    topics: Mapping[str, str]
    categories: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """All that was counted in the month, of all offices: what one of them may show depends on the others."""

    talks: Sequence[Talks]
    tickets: Sequence[Served]
    tallies: Sequence[Tally]


@dataclass(frozen=True, slots=True)
class Row:
    """`count`: None is hidden."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """`total`: None is hidden, or means nothing because a thing may stand in several rows. No rows: only the total may
    be shown. `note`: what the reader has to know of it."""

    name: str
    title: str
    rows: tuple[Row, ...]
    total: int | None = None
    note: str = ""


KINDS = "tiket_jenis"
"""The table in which a ticket may stand in several rows."""
Cells = Mapping[str, Mapping[str, int]]
"""Office by label: how many."""
Cut = tuple[str, str, Cells]
"""The name and title of a table, and what is in it."""


def tables(counted: Counted, labels: Labels, office: str = "") -> list[Table]:
    """In the order in which they are read. `office`: "" is the whole province."""
    talks, tickets = _talks(counted.talks, labels), _tickets(counted.tickets, labels)
    if office:
        return [_one(name, title, cells, office) for name, title, cells in (*talks, *tickets)]
    return [
        *_ratings(counted.tallies, labels),
        _by_office("obrolan_kantor", "Obrolan menurut kantor", talks[0][2], labels),
        *(_all(*one) for one in talks),
        _by_office("tiket_kantor", "Permintaan ke konselor menurut kantor", tickets[0][2], labels),
        *(_all(*one) for one in tickets[:-1]),
        _all(*tickets[-1], note=_median(counted.tickets)),
        _about(counted.tickets, labels),
        _topics(counted.tallies, labels),
    ]


# ---- what is counted


def _talks(talks: Sequence[Talks], labels: Labels) -> list[Cut]:
    def cut(name: str, what: str, names: Mapping[Any, str], of: Callable[[Talks], str]) -> Cut:
        return (
            name,
            f"Obrolan menurut {what}",
            _cells(labels, names, ((one.office, of(one), one.count) for one in talks)),
        )

    return [
        cut("kanal", "kanal", labels.channels, lambda one: labels.channels[one.channel]),
        cut("pembaca", "siapa yang menulis", labels.readers, lambda one: labels.readers[one.reader]),
        cut("umur", "umur anak", BANDS, lambda one: BANDS.get(one.age_band, BANDS[""])),
        cut("bahaya", "bahaya yang terdengar", LEVELS, lambda one: LEVELS[one.level]),
    ]


def _tickets(tickets: Sequence[Served], labels: Labels) -> list[Cut]:
    outcomes = {"": OPEN, **labels.outcomes}

    def cut(name: str, what: str, names: Mapping[Any, str], of: Callable[[Served], Iterable[str]]) -> Cut:
        found = ((one.office, label, 1) for one in tickets for label in of(one))
        return name, f"Permintaan ke konselor menurut {what}", _cells(labels, names, found)

    return [
        cut("tiket_bahaya", "bahaya", LEVELS, lambda one: [LEVELS[one.level]]),
        cut(KINDS, "jenis bahaya", labels.kinds, lambda one: [labels.kinds[kind] for kind in one.kinds]),
        cut("tiket_antrean", "antrean", QUEUES, lambda one: [QUEUES[one.queue]]),
        cut("tiket_hasil", "hasil", outcomes, lambda one: [outcomes.get(one.outcome, OPEN)]),
        cut("tiket_tunggu", "waktu tunggu sampai kata pertama konselor", WAITED, lambda one: [_waited(one)]),
    ]


def _cells(labels: Labels, names: Mapping[Any, str], found: Iterable[tuple[str, str, int]]) -> Cells:
    """Every office and every label, also those of which there are none."""
    cells = {office: Counter(dict.fromkeys(names.values(), 0)) for office in labels.offices}
    for office, label, count in found:
        cells[office][label] += count
    return cells


def _waited(one: Served) -> str:
    if one.answered_at is None:
        return UNANSWERED
    span = one.answered_at - one.opened_at
    return next(name for name, most in WAITS.items() if span <= most)


def _median(tickets: Sequence[Served]) -> str:
    """The half that waited longest waited longer than this."""
    spans = [one.answered_at - one.opened_at for one in tickets if one.answered_at]
    if len(spans) < FEWEST:
        return ""
    minutes = ceil(median(one.total_seconds() for one in spans) / 60 / ROUNDED) * ROUNDED
    return f"Separuh dari yang dijawab menunggu paling lama kira-kira {minutes} menit."


# ---- what of it is shown


def _all(name: str, title: str, cells: Cells, note: str = "") -> Table:
    """The whole province."""
    sums: Counter[str] = Counter()
    for row in cells.values():
        for label, count in row.items():
            sums[label] += count
    return _table(name, title, sums, note)


def _by_office(name: str, title: str, cells: Cells, labels: Labels) -> Table:
    return _table(name, title, {labels.offices[office]: sum(row.values()) for office, row in cells.items()})


def _one(name: str, title: str, cells: Cells, office: str) -> Table:
    """One office: all of it, or its total alone, or not even that."""
    totals = [sum(row.values()) for row in cells.values()]
    place = list(cells).index(office)
    total = None if place in hidden(totals) else totals[place]
    if name == KINDS:
        total = None
    if office not in open_offices({one: tuple(row.values()) for one, row in cells.items()}):
        return Table(name, title, (), total)
    return Table(name, title, tuple(Row(*one) for one in cells[office].items()), total)


def _table(name: str, title: str, counts: Mapping[str, int], note: str = "") -> Table:
    total = sum(counts.values())
    if 0 < total < FEWEST:
        return Table(name, title, (), None, note)
    away = hidden(tuple(counts.values()))
    rows = (Row(label, None if place in away else count) for place, (label, count) in enumerate(counts.items()))
    return Table(name, title, tuple(rows), None if name == KINDS else total, note)


def _ratings(tallies: Sequence[Tally], labels: Labels) -> Iterable[Table]:
    """Each reader's answers by themselves, the children's first; no sum over readers stands beside them."""
    for reader in (Reader.CHILD, Reader.PARENT, Reader.UNKNOWN):
        counts = Counter(dict.fromkeys(ANSWERS.values(), 0))
        for one in tallies:
            if one.what == RATED and one.reader == reader and one.answer in ANSWERS:
                counts[ANSWERS[one.answer]] += one.count
        yield _table(f"nilai_{reader}", f"Nilai layanan ini: {labels.readers[reader].lower()}", counts)


def _about(tickets: Sequence[Served], labels: Labels) -> Table:
    """What closed tickets were about: codes that were chosen often enough, and the others together."""
    counts = Counter(labels.categories.get(one.category, one.category) for one in tickets if one.category)
    name, title = "tiket_kategori", "Permintaan yang ditutup menurut kategori"
    shown, rest = pooled(counts)
    total = sum(counts.values())
    if 0 < total < FEWEST:
        return Table(name, title, ())
    others = {"Kategori lain bersama-sama": rest} if rest else {}
    return Table(name, title, tuple(Row(*one) for one in {**shown, **others}.items()), total)


def _topics(tallies: Sequence[Tally], labels: Labels) -> Table:
    """Those that were opened often enough, and the others together."""
    counts: Counter[str] = Counter()
    for one in tallies:
        if one.what == TOPICS:
            counts[labels.topics.get(one.answer, one.answer)] += one.count
    shown, rest = pooled(counts)
    total = sum(counts.values())
    if 0 < total < FEWEST:
        return Table(TOPICS, "Topik yang dibuka", ())
    others = {"Topik lain bersama-sama": rest} if rest else {}
    return Table(TOPICS, "Topik yang dibuka", tuple(Row(*one) for one in {**shown, **others}.items()), total)
