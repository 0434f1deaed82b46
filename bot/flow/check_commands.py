"""Words of commands: each belongs to one flow, and none is taken for an answer to a question."""

from collections.abc import Mapping

from bot.flow.assent import WORDS
from bot.flow.check_words import plain
from bot.flow.known import Known
from bot.flow.pieces import LABEL, pieces_in
from bot.flow.schema import FlowIn
from bot.flow.source import Source

WAYS_OUT = ("perintah/keluar", "perintah/nomor")
"""Commands that no answer may take the word of, also not one that is seen on a button: they get somebody out."""


def check_commands(flows: Mapping[str, tuple[Source, FlowIn]], known: Known) -> None:
    """Notes every problem in the source of its flow."""
    words: dict[str, str] = {}
    for name, (source, flow) in flows.items():
        for word in flow.words:
            said = plain(word)
            if said in words:
                source.problem(("words",), "F115", word=word, name=words[said])
            if said.strip() in WORDS:
                source.problem(("words",), "F331", word=word)
            words[said] = name
    for name, (source, flow) in flows.items():
        _check_answers(name, flow, source, known, words)


def _check_answers(name: str, flow: FlowIn, source: Source, known: Known, words: Mapping[str, str]) -> None:
    """An exact answer comes before a command: where both are meant by one word, the command cannot be said here."""
    labels = {piece.path: piece.text for piece in pieces_in(name, flow, source) if piece.role == LABEL}
    for key, state in flow.states.items():
        for choice, one in state.ask.choices.items() if state.ask else ():
            path = ("states", key, "ask", "choices", choice)
            for word in (choice.replace("_", " "), *one.also):
                command = words.get(plain(word), "")
                if command and not _same(known, name, one.go, command=command):
                    source.problem(path, "F330", word=word, name=command)
            command = words.get(plain(labels[(*path, "label")]), "")
            if command in WAYS_OUT and not _same(known, name, one.go, command=command):
                source.problem((*path, "label"), "F330", word=one.label, name=command)


def _same(known: Known, flow: str, target: str, *, command: str) -> bool:
    """Is it the command's own question, or does the answer lead where the command leads?"""
    return flow == command or bool(_along(known, flow, target) & _along(known, command, command))


def _along(known: Known, flow: str, target: str) -> set[tuple[str, str]]:
    """The places that a target leads to before anything is said."""
    found: set[tuple[str, str]] = set()
    todo = [(flow, target)]
    while todo:
        here, goes = todo.pop()
        place = known.flow_of(goes, here)
        if place is None or place in found:
            continue
        found.add(place)
        state = known.flows[place[0]].states.get(place[1])
        if state and not state.say:
            todo += [(place[0], branch.go) for branch in state.then or ()]
    return found
