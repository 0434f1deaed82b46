"""What a channel has no room for: labels, their number, and all that one turn says, with the longest blanks.

Up to three labels of 20 letters are buttons, up to ten of 24 a list, and everything else numbered text (channel facts
B4). That happens by itself; it is told where it costs somebody something.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.flow.blanks import Blanks
from bot.flow.book import Text
from bot.flow.check_graph import Graph, Place
from bot.flow.check_words import HIDDEN, plain, telling
from bot.flow.contacts import MOST_CONTACTS
from bot.flow.pieces import BUBBLES, LINE, SAY, Piece
from bot.flow.schema import ContactIn, SayIn
from bot.flow.source import Source
from bot.flow.topics import CARD

LONGEST_BUTTON, LONGEST_ROW, LONGEST_LABEL = 20, 24, 64
"""Letters of a WhatsApp button, of a row of its lists, and of a Telegram button."""
MOST_BUTTONS, MOST_ROWS = 3, 10
LONGEST = 1_600
"""Letters of one message on WhatsApp, where the bubbles of a turn are one. What fits there fits Telegram's 4,096."""
ANSWER = 24
"""Letters of the line under numbered choices."""
BETWEEN = 2
"""Two line ends between bubbles that are joined."""
PARTS = ("contact_checked", "contact_line", "contact_press", "contact_silent", "kantor.", "hari.", "kini.", "office.")
"""Replies that are no bubble of their own."""


class Fit:
    """The texts of one reading, by their ids and languages, and what fills their blanks."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        graph: Graph,
        blanks: Blanks,
        contacts: Mapping[str, ContactIn],
        *,
        giveaway: Iterable[str],
    ) -> None:
        self.graph, self.blanks, self.contacts = graph, blanks, contacts
        self.giveaway = frozenset(giveaway)
        self.pieces = pieces
        self.languages = sorted({one.language for one in pieces} | {"id"})
        self._said: dict[tuple[str, str], list[Piece]] = {}
        for one in pieces:
            self._said.setdefault((one.id.partition("@")[0], one.language), []).append(one)

    def said(self, name: str, language: str) -> list[Piece]:
        """A text and its variants in a language, or in Indonesian where it is not translated."""
        return self._said.get((name, language)) or self._said.get((name, "id"), [])

    def check(self, sources: Mapping[str, Source]) -> None:
        """Notes every problem in the source of its text."""
        for name, flow in self.graph.flows.items():
            for key, state in flow.states.items():
                for language in self.languages if state.ask and state.ask.choices else ():
                    self._check_labels(f"{name}/{key}", list(state.ask.choices) if state.ask else [], language)
        self._check_numbers(sources)
        self._check_contacts(sources)
        for language in self.languages:
            self._check_turns(sources, language)
            self._check_lock(language)

    # ---- labels

    def _check_labels(self, name: str, keys: Sequence[str], language: str) -> None:
        seen: dict[str, str] = {}
        labels = [piece for key in keys for piece in self.said(f"{name}/choice/{key}", language)]
        for key, piece in zip(keys, labels, strict=False):
            label = plain(piece.text)
            if label in seen and piece.language == language:
                piece.source.problem(piece.path, "F123", key=seen[label])
            seen.setdefault(label, key)
            if piece.language != language:
                continue
            if len(piece.text) > LONGEST_LABEL:
                piece.source.problem(piece.path, "F402", most=LONGEST_LABEL)
            elif len(piece.text) > LONGEST_ROW:
                piece.source.problem(piece.path, "F124", most=LONGEST_ROW)

    def _check_numbers(self, sources: Mapping[str, Source]) -> None:
        """Answers that are read as the number of another choice; more choices than a list has rows."""
        for name, source in sources.items():
            for key, state in self.graph.flows[name].states.items():
                choices = list(state.ask.choices.items()) if state.ask else []
                where = ("states", key, "ask", "choices")
                if len(choices) > MOST_ROWS:
                    source.problem(where, "F401", count=len(choices), most=MOST_ROWS)
                for place, (choice, one) in enumerate(choices, start=1):
                    for word in (one.label, *one.also):
                        said = word.strip()
                        if said.isdecimal() and int(said) != place and int(said) <= len(choices):
                            source.problem((*where, choice), "F403", word=said, place=place)

    # ---- one turn

    def _check_turns(self, sources: Mapping[str, Source], language: str) -> None:
        most = self.graph.heaviest(lambda place: self._letters(place, language))
        for place, letters in most.items():
            if letters > LONGEST and self._letters(place, language) and place[0] in sources:
                where = ("states", place[1])
                sources[place[0]].problem(where, "F410", count=letters, most=LONGEST, language=language)

    def _letters(self, place: Place, language: str) -> int:
        """All that a state says and offers, joined."""
        state, name = self.graph.state(place), "/".join(place)
        items = [self._item(f"{name}/say/{number}", item, language) for number, item in enumerate(state.say)]
        found = sum(letters + BETWEEN for letters in items)
        if state.ask and state.ask.choices:
            keys = enumerate(state.ask.choices, start=1)
            lines = (self._longest(self.said(f"{name}/choice/{key}", language)) + len(f"{n}. \n") for n, key in keys)
            found += sum(lines) + BETWEEN + ANSWER
        return found

    def _longest(self, pieces: Iterable[Piece]) -> int:
        return max((len(self.blanks.longest(one.text)) for one in pieces), default=0)

    def _item(self, name: str, item: str | SayIn, language: str) -> int:
        if isinstance(item, str) or item.text:
            return self._longest(self.said(name, language))
        if item.tip:
            tip = self.graph.known.tips.get(item.tip)
            parts = tip.parts.values() if tip else ()
            return max((sum(len(one("id")) + BETWEEN for one in part) for part in parts), default=0)
        if item.topic:
            return self._topic(item.topic, language)
        if item.media:
            return self._longest(self.said(f"media/{item.media}", language))
        if item.route == "line":
            return self._longest(one for one in self.pieces if one.role == LINE)
        lines = sorted((self._contact(one) for one in self.contacts.values()), reverse=True)[:MOST_CONTACTS]
        return (
            self._longest(self.said("contacts_first", language)) + sum(lines)
            if item.route
            else lines[0]
            if lines
            else 0
        )

    def _topic(self, part: str, language: str) -> int:
        """The longest that a part of any topic is; of a card, that of any tip too, under its first line."""
        topics = self.graph.known.topics.values()
        if part != CARD:
            return max((_longest(one.parts[part]) for one in topics), default=0)
        cards = [len(one.title) + BETWEEN + _longest(one.parts["tip"]) for one in topics]
        for tip in self.graph.known.tips.values():
            cards += [len(tip.title) + sum(BETWEEN + len(one("id")) for one in part) for part in tip.parts.values()]
        return self._longest(self.said("card_first", language)) + BETWEEN + max(cards, default=0)

    def _contact(self, one: ContactIn) -> int:
        keys = ("contact_press", "contact_checked", "contact_silent")
        press = max(self._longest(self.said(key, "id")) for key in keys)
        return len(one.name) + len(one.how) + len(one.number) + len(one.note) + press + len(": \n()")

    # ---- lock screens

    def _check_lock(self, language: str) -> None:
        """What the first letters tell once the blanks are filled, where a short bubble is joined with what follows, and
        where a contact is a bubble of its own."""
        for piece in self.pieces:
            if piece.language != language or piece.role not in BUBBLES or piece.id.startswith(PARTS):
                continue
            told = set(telling(piece.text, self.giveaway))
            for opening in self._openings(piece):
                for word in telling(opening, self.giveaway):
                    if word not in told:
                        piece.source.problem(piece.path, "F163", word=word, most=HIDDEN)
                        told.add(word)

    def _check_contacts(self, sources: Mapping[str, Source]) -> None:
        for name, source in sources.items():
            for key, state in self.graph.flows[name].states.items():
                for number, item in enumerate(state.say):
                    if isinstance(item, SayIn) and item.contact in self.contacts:
                        for word in telling(self.contacts[item.contact].name, self.giveaway):
                            source.problem(("states", key, "say", number), "F163", word=word, most=HIDDEN)

    def _openings(self, piece: Piece) -> Iterable[str]:
        after = self._after(piece) if piece.role == SAY else ""
        for way in self.blanks.ways(piece.text):
            yield f"{way}\n\n{after}" if after and len(way) < HIDDEN else way

    def _after(self, piece: Piece) -> str:
        """What is joined to the first bubble of a state, and to its last: the bubbles after it, and the choices."""
        name, _, number = piece.id.partition("@")[0].rpartition("/say/")
        state = next(  # a damaged name of a state may hold a "/"
            state
            for flow, one in self.graph.flows.items()
            for key, state in one.states.items()
            if name == f"{flow}/{key}"
        )
        if int(number) not in (0, len(state.say) - 1):
            return ""
        names = [f"{name}/say/{later}" for later in range(int(number) + 1, len(state.say))]
        names += [f"{name}/choice/{choice}" for choice in (state.ask.choices if state.ask else ())]
        return "\n".join(said[0].text for one in names if (said := self.said(one, piece.language)))


def _longest(by_age: Mapping[str, Text]) -> int:
    return max(len(one("id")) for one in by_age.values())
