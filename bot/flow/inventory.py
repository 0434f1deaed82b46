"""docs/content.md: every file of texts that families read, with reader, ages, sources, reading level and approval; and
every contact with where it was seen. `puspaga draw --docs docs` writes it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from statistics import median_low

from bot.flow.book import Book, Contact
from bot.flow.check_words import sentences
from bot.flow.known import BANDS
from bot.flow.pieces import BUBBLES
from bot.flow.written import Approval, Written

OWN = "our own everyday advice, without a published source"
"""What stands in a `source` where nothing that was published says it."""
HEAD = f"""\
# Semua yang dibaca keluarga

*In English: every file of texts with who reads it, for which ages, where its facts come from, how hard it is to read,
and how far people have come with it (a draft, reviewed by one, approved by a second). Below: every contact with its
source and how sure it is. This page is written by `./run draw --docs docs`; change the files, not the page.*

Satu baris adalah satu berkas. **Teks**: banyaknya gelembung, tombol, dan judul. **Kalimat**: kata dalam kalimat
terpanjang. **Kata**: kata dalam gelembung yang sedang panjangnya, separuhnya lebih pendek. Umur di topik adalah umur
anak yang dibicarakan; di tempat lain, umur yang punya teks sendiri. Tanda – pada sumber: berkas itu tidak
menyebutkannya; isinya sapaan, pilihan, dan cara memakai layanan. Sumber *{OWN}* berarti nasihat
sehari-hari dari kami sendiri, yang tidak kami temukan di terbitan mana pun: psikolog perlu membacanya lebih dulu.

**Konsep** belum dibaca siapa pun, **ditinjau** sudah dibaca satu orang, **disetujui** juga dibaca orang kedua; nama dan
tanggal di belakangnya adalah keputusan terakhir. Cara mencatatnya: [Persetujuan](flow-language.md#persetujuan).
"""
TEXTS = ("berkas", "judul", "pembaca", "umur", "sumber", "teks", "kalimat", "kata", "persetujuan")
CONTACTS = ("kontak", "cara", "nomor", "daerah", "sumber", "terlihat", "keyakinan")
READERS = {"child": "anak", "parent": "orang tua", "anyone": "siapa saja"}
STATES = {Approval.DRAFT: "konsep", Approval.REVIEWED: "ditinjau", Approval.APPROVED: "disetujui"}
TOPICS = "content/topics"
EVERY = "semua"
NONE = "–"


def page(book: Book) -> str:
    """The whole file. It does not depend on the day."""
    files: dict[str, list[Written]] = {}
    for one in book.written:
        files.setdefault(one.file, []).append(one)
    sections: dict[str, list[str]] = {}
    for file in sorted(files):
        sections.setdefault(_section(file), []).append(file)
    heads = _heads(book)
    own = sum(1 for texts in files.values() if OWN in texts[0].source)
    now = f"Sekarang, dari {len(book.written)} teks: {_counts(book.written)}."
    parts = [HEAD, f"{now} Nasihat kami sendiri: di {own} dari {len(files)} berkas.\n"]
    for name, inside in sections.items():
        rows = [_row(file, files[file], heads) for file in inside]
        parts.append(f"## {name}\n\n{_table(TEXTS, rows)}")
    parts.append(f"## Kontak\n\n{_table(CONTACTS, [_contact(one) for one in book.directory.values()])}")
    return "\n".join(parts)


def _section(file: str) -> str:
    """Its folder. All topics stand together, and what stands alone in a folder with the folder above."""
    folder = PurePosixPath(file).parent.as_posix()
    if folder.startswith(f"{TOPICS}/"):
        return TOPICS
    return "content" if folder in ("content/aman", "content/replies") else folder


def _heads(book: Book) -> Mapping[str, tuple[str, str]]:
    """Title and ages by the file of a flow, and by the name that the ids of a tip or a topic begin with."""
    flows = {flow.states[flow.start].path: (flow.title, "") for flow in book.flows.values()}
    tips = {f"tips/{name}": (one.title, "") for name, one in book.tips.items()}
    topics = {f"topics/{name}": (one.title, ", ".join(one.ages) or EVERY) for name, one in book.topics.items()}
    return {**flows, **tips, **topics}


def _row(file: str, texts: Sequence[Written], heads: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    first = texts[0]
    name = PurePosixPath(file).relative_to(_section(file)).with_suffix("").as_posix()
    title, ages = heads.get(file) or heads.get("/".join(first.id.split("/")[:2])) or (NONE, "")
    bubbles = [[len(words) for words in sentences(one.text)] for one in texts if one.role in BUBBLES]
    return (
        f"[{name}](../{file})",
        title,
        ", ".join(READERS[one] for one in READERS if any(text.reader == one for text in texts)),
        ages or _ages(texts),
        first.source or NONE,
        str(len(texts)),
        str(max((longest for found in bubbles for longest in found), default=0)),
        str(median_low([sum(found) for found in bubbles]) if bubbles else 0),
        _counts(texts),
    )


def _ages(texts: Iterable[Written]) -> str:
    own = {band for one in texts for band in one.ages}
    return ", ".join([EVERY, *(band for band in BANDS if band in own)])


def _counts(texts: Iterable[Written]) -> str:
    """How many texts have come how far; and the last decision."""
    texts = list(texts)
    counted = Counter(one.approval for one in texts)
    told = ", ".join(f"{STATES[one]} {counted[one]}" for one in STATES if counted[one])
    last = max((one.last for one in texts if one.last), key=lambda one: (one.on, one.by), default=None)
    return f"{told} ({last.by}, {last.on.isoformat()})" if last else told


def _contact(one: Contact) -> tuple[str, ...]:
    return (one.name, one.how, one.number, ", ".join(one.districts) or EVERY, one.source, one.seen, one.confidence)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(_cell(one) for one in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
