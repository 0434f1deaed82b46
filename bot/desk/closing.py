"""What a talk was about, chosen when it is closed: the codes of content/categories.yaml by their main groups, and the
one that is chosen already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.flow.book import Book
from bot.model.conversation import Ticket

NO_OUTCOME = "Pilih dulu hasilnya, lalu tutup."
NO_CATEGORY = "Pilih dulu ini tentang apa, lalu tutup."
UNKNOWN = "Kode itu tidak ada dalam daftar. Pilih satu dari daftar, lalu tutup."


@dataclass(frozen=True, slots=True)
class Codes:
    """Of one version of the scheme: the title of each code, and of each main group."""

    titles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Main groups in the order of the file, with their codes; a group that has no title there stands last."""
        found: dict[str, list[tuple[str, str]]] = {name: [] for name in self.names}
        for code, title in self.titles.items():
            found.setdefault(code.partition(".")[0], []).append((code, title))
        return [(self.names.get(name, name), codes) for name, codes in found.items() if codes]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the form says of a close."""

    outcome: str = ""
    category: str = ""

    def wrong(self, outcomes: Mapping[str, str], codes: Codes) -> str:
        """Why the talk is not closed so, in words, or ""."""
        if self.outcome not in outcomes:
            return NO_OUTCOME
        if not self.category:
            return NO_CATEGORY
        return "" if self.category in codes.titles else UNKNOWN


def codes_of(book: Book) -> Codes:
    return Codes(book.categories, book.groups, book.scheme)


def suggested(ticket: Ticket, codes: Codes) -> Chosen:
    """As the form stands before anybody touched it: what the flow it came from is about, when the scheme has it."""
    return Chosen(category=ticket.category if ticket.category in codes.titles else "")
