"""A shaped flow file becomes a Flow: texts get their ids and overlays, exits become values, arrows a machine."""

import hashlib
import json
from collections.abc import Mapping

from bot.flow.arrows import arrows_of
from bot.flow.book import (
    Ask,
    Branch,
    Choice,
    End,
    Flow,
    Handoff,
    SayContact,
    SayItem,
    SayRoute,
    SayText,
    SayTip,
    State,
    Talk,
    TalkLine,
    Text,
    Then,
    Timeout,
)
from bot.flow.machine import compile_machine
from bot.flow.schema import AskIn, FlowIn, SayIn, StateIn, TalkIn
from bot.flow.source import Source
from bot.model.conversation import Reader

READERS = {"child": Reader.CHILD, "parent": Reader.PARENT, "anyone": Reader.UNKNOWN}
Overlay = Mapping[str, Mapping[str, str]]
"""Language → text id → text."""


def text_of(name: str, text: str, overlay: Overlay) -> Text:
    """A text with its translations."""
    others = {language: texts[name] for language, texts in overlay.items() if name in texts}
    return Text(name, {"id": text.strip(), **others})


def ids_of(name: str, shaped: FlowIn) -> set[str]:
    """The ids of every text of a flow."""
    found = {f"{name}/{key}/unclear" for key, one in shaped.states.items() if one.ask and one.ask.unclear}
    for key, one in shaped.states.items():
        found |= {f"{name}/{key}/say/{number}" for number, item in enumerate(one.say) if isinstance(item, str)}
        found |= {f"{name}/{key}/choice/{choice}" for choice in (one.ask.choices if one.ask else ())}
    return found


def flow_of(name: str, shaped: FlowIn, source: Source, overlay: Overlay) -> Flow:
    """`name` is the path without its ending: anak/perundungan."""
    states = {key: _state(name, key, one, source, overlay) for key, one in shaped.states.items()}
    return Flow(
        name=name,
        title=shaped.title,
        reader=READERS[shaped.reader],
        category=shaped.category,
        start=shaped.start,
        states=states,
        about=tuple(shaped.about),
        words=tuple(shaped.words),
        fingerprint=fingerprint(shaped),
        machine=compile_machine(states, shaped.start),
        examples=tuple(_talk(number, one, source) for number, one in enumerate(shaped.examples)),
        arrows=arrows_of(name, shaped, states, source),
    )


def fingerprint(shaped: FlowIn) -> str:
    """Twelve hex digits of the flow without its examples."""
    plain = json.dumps(shaped.model_dump(mode="json", exclude={"examples"}), sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def _state(flow: str, name: str, one: StateIn, source: Source, overlay: Overlay) -> State:
    line, _ = source.at(("states", name))
    return State(
        name=name,
        exit=_exit(f"{flow}/{name}", one, overlay),
        say=tuple(_say(f"{flow}/{name}/say/{number}", item, overlay) for number, item in enumerate(one.say)),
        timeout=Timeout(one.timeout.after, one.timeout.go) if one.timeout else None,
        language=one.language,
        path=source.path,
        line=line,
    )


def _say(name: str, item: str | SayIn, overlay: Overlay) -> SayItem:
    if isinstance(item, str):
        return SayText(text_of(name, item, overlay))
    if item.tip:
        return SayTip(item.tip)
    return SayContact(item.contact) if item.contact else SayRoute(item.route)


def _exit(name: str, one: StateIn, overlay: Overlay) -> Ask | Then | Handoff | End:
    if one.ask:
        return _ask(name, one.ask, overlay)
    if one.then:
        return Then(tuple(Branch(b.go, {key: tuple(values) for key, values in b.when.items()}) for b in one.then))
    if one.handoff:
        return Handoff(one.handoff.queue, tuple(one.handoff.note), one.handoff.back)
    return End("rest" if one.end in (None, "true") else one.end)


def _ask(name: str, ask: AskIn, overlay: Overlay) -> Ask:
    return Ask(
        choices=tuple(
            Choice(key, text_of(f"{name}/choice/{key}", one.label, overlay), one.go, tuple(one.also))
            for key, one in ask.choices.items()
        ),
        save=ask.save,
        go=ask.go,
        kind=ask.kind,
        unclear=text_of(f"{name}/unclear", ask.unclear, overlay) if ask.unclear else None,
        tries=ask.tries,
        give_up=ask.give_up,
    )


def _talk(number: int, one: TalkIn, source: Source) -> Talk:
    lines = []
    for index, line in enumerate(one.talk):
        path = ("examples", number, "talk", index)
        for what, value in line.items():
            lines.append(TalkLine(what, value, (source.path, *source.at(path))))
    return Talk(one.name, tuple(lines), one.channel, one.at or Talk("", ()).at)
