"""What people tell stays with them and their counselor.

1. Nothing personal is kept before the consent text was read: the text that says who reads, and when others are told.
2. A child is never asked for a name, an address, a school or a picture.
3. Nothing personal stands in a text, nor in the note of a handoff; what a call gives to an argument is as personal as
   what it came from. Free words are always personal, whatever is asked.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bot.flow.book import Ask, Call, Handoff, SayRoute, SayText, Text
from bot.flow.facts import READER
from bot.flow.graph import Place
from bot.flow.journeys import UNSAID, Node
from bot.flow.proof_case import PERSONAL, Breach, Case, readings
from bot.model.conversation import Reader

BLANK = re.compile(r"\{([a-z0-9_.]+)\}")
ASKED_OF_NO_CHILD = re.compile(
    r"\b(?:siapa nama|namamu|nama (?:kamu|lengkap|asli|panggilan|orang tua|sekolah|ibu|ayah)|boleh tahu nama"
    r"|alamat|rumah(?:mu| kamu) di ?mana|di ?mana (?:rumah|kamu tinggal)|tinggal di ?mana"
    r"|sekolah(?:mu| kamu)? (?:apa|mana|di ?mana)|di sekolah (?:apa|mana)|bersekolah di ?mana"
    r"|(?:kirim|kirimkan|unggah|bagikan|minta|lampirkan)(?: \w+){0,2} (?:foto|gambar|video|selfie)"
    r"|foto(?:mu| kamu| wajah| diri)"
    r"|your (?:name|full name|address|school)|(?:which|what) school|where (?:do you|you) live"
    r"|send (?:\w+ ){0,3}(?:photo|picture|selfie|video))\b",
    re.IGNORECASE,
)
"""A question for who somebody is, where they can be found, or how they look."""
NOT_ASKED = re.compile(r"\b(?:jangan|tidak (?:usah|perlu)|tanpa|bukan|do not|don't|never|no need)\b", re.IGNORECASE)
"""A sentence that says not to tell it."""
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


# ---- before the consent text


def consent_comes_first(case: Case) -> Iterator[Breach]:
    """F210."""
    seen = set()
    for node in case.journeys.waiting:
        variable = case.book.variables.get(case.ask(node.place).save)
        if variable and variable.privacy in PERSONAL and not node.consent and node.place not in seen:
            seen.add(node.place)
            blanks = {"name": str(node.place), "variable": variable.name}
            yield Breach(case.graph.mark(node.place), "F210", case.talk(node), blanks)


# ---- what a child is not asked


def a_child_is_not_asked_who_they_are(case: Case) -> Iterator[Breach]:
    """F211."""
    seen = set()
    for node in case.journeys.waiting:
        if node.place in seen or not _may_be_child(case, node):
            continue
        variable = case.book.variables.get(case.ask(node.place).save)
        if (variable and variable.privacy == "direct") or _asks_who(case, node.place):
            seen.add(node.place)
            yield Breach(case.graph.mark(node.place), "F211", case.talk(node), {"name": str(node.place)})


def _may_be_child(case: Case, node: Node) -> bool:
    """A flow for parents is read by parents, but by who said that they are a child."""
    readers = case.ground.of(node.stop.facts, READER)
    if case.graph.flow(node.place).reader is Reader.PARENT:
        return readers == {Reader.CHILD.value}
    return readers != {Reader.PARENT.value}


def _asks_who(case: Case, place: Place) -> bool:
    ask = case.ask(place)
    texts = [*case.texts((place,)), *(one for one in (ask.unclear, ask.reason) if one)]
    sentences = (part for text in texts for one in readings(text) for part in _SENTENCE.findall(one))
    return any(ASKED_OF_NO_CHILD.search(one) and not NOT_ASKED.search(one) for one in sentences)


# ---- where the personal may not stand


@dataclass(frozen=True, slots=True)
class Origin:
    """From which variable something personal comes, and through the calls of which places."""

    variable: str
    calls: tuple[Place, ...] = ()


def origins(case: Case) -> dict[str, Origin]:
    """Of every variable that may hold something personal, the nearest."""
    found = {name: Origin(name) for name, one in case.book.variables.items() if one.privacy in PERSONAL}
    todo = list(found)
    calls = [(place, one) for place in case.graph if isinstance(one := case.graph.state(place).exit, Call)]
    for name in todo:  # grows
        for place, call in calls:
            for argument, value in call.given.items():
                if name in BLANK.findall(value) and argument not in found:
                    found[argument] = Origin(found[name].variable, (*found[name].calls, place))
                    todo.append(argument)
    return found


def nothing_personal_in_a_text(case: Case) -> Iterator[Breach]:
    """F240."""
    personal = origins(case)
    for place in case.graph:
        for text in _texts(case, place):
            for name in _blanks(text):
                if name in personal:
                    talk = _leak(case, personal[name], partial(_says, place))
                    yield Breach(case.graph.mark(place), "F240", talk, {"name": text.id, "variable": name})
    for key, text in case.book.replies.items():
        for name in _blanks(text):
            if name in personal:
                yield Breach((f"{case.content}/replies", 1, 1), "F240", (), {"name": key, "variable": name})


def _texts(case: Case, place: Place) -> Iterator[Text]:
    """Everything that somebody at a place may read."""
    state = case.graph.state(place)
    yield from (item.text for item in state.say if isinstance(item, SayText))
    if SayRoute("line") in state.say:
        yield from (route.line for route in case.book.routes)
    if isinstance(state.exit, Ask):
        yield from (one.label for one in state.exit.choices)
        yield from (one for one in (state.exit.unclear, state.exit.reason) if one)


def _blanks(text: Text) -> list[str]:
    return list(dict.fromkeys(name for one in readings(text) for name in BLANK.findall(one)))


def nothing_personal_in_a_note(case: Case) -> Iterator[Breach]:
    """F241."""
    personal = origins(case)
    for place in case.graph:
        exit_ = case.graph.state(place).exit
        for name in exit_.note if isinstance(exit_, Handoff) else ():
            if name in personal:
                talk = _leak(case, personal[name], partial(_hands_off, place))
                yield Breach(case.graph.mark(place), "F241", talk, {"name": str(place), "variable": name})


def _says(place: Place, node: Node) -> bool:
    return place in node.stop.passed or place == node.place


def _hands_off(place: Place, node: Node) -> bool:
    return node.how == "handoff" and node.place == place


def _calls(place: Place, node: Node) -> bool:
    return place in node.stop.called


def _leak(case: Case, origin: Origin, end: Callable[[Node], bool]) -> tuple[str, ...]:
    """How it is told, given on from call to call, and then said or noted."""

    def told(node: Node) -> bool:
        asked = node.before and node.arrow not in UNSAID and case.ask(node.before.place).save == origin.variable
        return bool(asked)

    called = [partial(_calls, place) for place in origin.calls]
    node = case.journeys.tour([told, *called, end]) or case.journeys.tour([end])
    return case.talk(node) if node else ()


def free_words_are_personal(case: Case) -> Iterator[Breach]:
    """F242."""
    for place, node in case.waiting.items():
        ask = case.ask(place)
        variable = case.book.variables.get(ask.save)
        if variable and not ask.choices and ask.kind == "text" and variable.privacy not in PERSONAL:
            blanks = {"name": str(place), "variable": variable.name}
            yield Breach(case.graph.mark(place), "F242", case.talk(node), blanks)
