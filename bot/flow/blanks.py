"""What a blank may hold: every value of a name that has few, the longest of one that has many."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product

from bot.flow.check_when import Values
from bot.flow.schema import ContactIn, FlowIn

MOST_VALUES = 12
"""Values of one blank that are tried; more are only as long as the longest."""
MOST_WAYS = 60
"""Ways to fill one text that are tried."""
LONGEST_ADDRESS = 60
"""Letters of the address of the web chat."""
LONGEST_NAME = 40
"""Letters of the name by which a counselor is shown."""
LONGEST_TITLE = 60
"""Letters of a class and of its place (schema.EventIn)."""
FREE = {"one_word": 40, "two_words": 80, "number": 10, "digits": 3, "date": 30, "day": 24, "event": 40}
"""Letters of an answer of a narrow kind. Free words are shown to nobody (proof_privacy): they have no length here."""
CLOCK = "23.59"
_BLANK = re.compile(r"\{([^{}]*)\}")


class Blanks:
    """The values that replies, directory and variables of one reading give a blank."""

    def __init__(
        self, replies: Mapping[str, str], contacts: Mapping[str, ContactIn], values: Values, kinds: Mapping[str, int]
    ) -> None:
        """`kinds`: the letters of the longest free answer that a variable may hold."""
        self._values = values
        self._kinds = kinds
        shown = list(contacts.values())
        self.numbers = " · ".join(f"{one.number} {one.name}" for one in shown if one.everyone)
        days = [text for key, text in replies.items() if key.startswith("hari.")]
        offices = [text for key, text in replies.items() if key.startswith("kantor.")]
        self._own: dict[str, Sequence[str]] = {
            "kini.nomor": [self.numbers],
            "kini.angka": [" · ".join(one.number for one in shown if one.everyone)],
            "sampai": [CLOCK],
            "jam": [CLOCK],
            "hari": days,
            "tanggal": ["30/12"],
            "judul": ["x" * LONGEST_TITLE],
            "lokasi": ["x" * LONGEST_TITLE],
            "kantor": offices,
            "alamat": ["x" * LONGEST_ADDRESS],
            "dahulu": ["x" * LONGEST_NAME],
            "nama": ["x" * LONGEST_NAME],
            "cara": [one.how for one in shown],
            "nomor": [one.number for one in shown],
            "catatan": [one.note for one in shown],
            "bulan": [one.seen for one in shown],
            "kontak": ["x" * max((len(_line(one)) for one in shown), default=0)],
            "tempat": [one.place for one in shown],
        }
        calendar = [text for key, text in replies.items() if key.startswith("kini.baca_")]
        self._own["kini.web"] = [self.longest(replies["kini.web"]), ""] if "kini.web" in replies else [""]
        self._own["kini.baca"] = [self.longest(text) for text in calendar]
        told = [self.longest(text) for key, text in replies.items() if key.startswith("office.")]
        self._own["kini.kantor"] = [" ".join(told)]  # more than anybody reads at once

    def of(self, name: str) -> Sequence[str]:
        """Values of one blank, the longest first."""
        own = self._own.get(name)
        found: Iterable[str] | None = self._values.get(name) if own is None else own
        if found is None:
            return ["x" * self._kinds.get(name, 0)]
        return sorted(found, key=lambda one: (-len(one), one))[:MOST_VALUES] or [""]

    def longest(self, text: str) -> str:
        """The text as long as it can get."""
        return _BLANK.sub(lambda found: self.of(found.group(1))[0], text) if "{" in text else text

    def ways(self, text: str) -> Iterable[str]:
        """The text with different values in its blanks."""
        if "{" not in text:
            return [text]
        names = list(dict.fromkeys(_BLANK.findall(text)))
        chosen = islice(product(*(self.of(name) for name in names)), MOST_WAYS)
        return [_filled(text, dict(zip(names, one, strict=True))) for one in chosen]


def _line(one: ContactIn) -> str:
    return f"{one.name}: {one.how} {one.number}"


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda found: values[found.group(1)], text)


def longest_answers(flows: Iterable[FlowIn]) -> Mapping[str, int]:
    """Letters of the longest free answer that each variable may hold."""
    found: dict[str, int] = {}
    for flow in flows:
        for state in flow.states.values():
            if (ask := state.ask) and ask.save and not ask.choices:
                found[ask.save] = max(found.get(ask.save, 0), FREE.get(ask.kind, 0))
    return found
