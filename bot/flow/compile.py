"""A shaped flow file becomes a Flow: texts get their ids and overlays, exits become values, arrows a machine."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.flow.agenda import Planning, SayEvents
from bot.flow.arrows import arrows_of
from bot.flow.book import (
    Ask,
    Branch,
    Call,
    Choice,
    End,
    Flow,
    Handoff,
    SayContact,
    SayItem,
    SayMedia,
    SayRoute,
    SayText,
    SayTip,
    SayTopic,
    State,
    Text,
    Then,
    Timeout,
    Variant,
)
from bot.flow.machine import compile_machine
from bot.flow.names import CHOSEN
from bot.flow.schema import AskIn, FlowIn, SayIn, StateIn, VariedIn
from bot.flow.source import Source
from bot.flow.talks import talks_of
from bot.model.conversation import Reader

READERS = {"child": Reader.CHILD, "parent": Reader.PARENT, "anyone": Reader.UNKNOWN}
Overlay = Mapping[str, Mapping[str, str]]
"""Language → text id → text."""


def text_of(name: str, text: str, overlay: Overlay, variants: Mapping[str, str] | None = None) -> Text:
    """A text with its variants and translations."""
    kept = [
        Variant(frozenset(key.split()), _by(variant_id(name, key), one, overlay))
        for key, one in (variants or {}).items()
    ]
    return Text(name, _by(name, text, overlay), tuple(sorted(kept, key=lambda one: (-len(one.when), sorted(one.when)))))


def variant_id(name: str, key: str) -> str:
    """The id of the variant `key` of the text `name`: its words in alphabetical order."""
    return f"{name}@{' '.join(sorted(key.split()))}"


def _by(name: str, text: str, overlay: Overlay) -> Mapping[str, str]:
    others = {language: texts[name] for language, texts in overlay.items() if name in texts}
    return {"id": text.strip(), **others}


def _read_there(name: str, one: StateIn) -> Iterator[tuple[str, str]]:
    """What everybody reads who comes to a state."""
    for number, item in enumerate(one.say):
        yield from _texts(f"{name}/say/{number}", item)
    for key, choice in (one.ask.choices if one.ask else {}).items():
        yield f"{name}/choice/{key}", choice.label


def _texts_of_state(name: str, one: StateIn) -> Iterator[tuple[str, str]]:
    yield from _read_there(name, one)
    if one.ask is None:
        return
    yield from _texts(f"{name}/unclear", one.ask.unclear)
    yield from _texts(f"{name}/reason", one.ask.reason)


def _texts(name: str, item: str | SayIn | VariedIn) -> Iterator[tuple[str, str]]:
    if isinstance(item, str):
        yield from [(name, item)] if item else []
    elif item.text:
        yield name, item.text
        yield from ((variant_id(name, key), text) for key, text in item.variants.items())


def flow_of(name: str, shaped: FlowIn, source: Source, overlay: Overlay) -> Flow:
    """`name` is the path without its ending: anak/perundungan."""
    planned = {one.plan.go: one.plan.name for one in shaped.states.values() if one.plan}
    states = {
        key: replace(_state(name, key, one, source, overlay), planned=planned.get(key, ""))
        for key, one in shaped.states.items()
    }
    return Flow(
        name=name,
        title=shaped.title,
        reader=READERS[shaped.reader],
        category=shaped.category,
        start=shaped.start,
        states=states,
        about=tuple(shaped.about),
        words=tuple(shaped.words),
        arguments=tuple(shaped.arguments),
        was=tuple(shaped.was),
        fingerprint=fingerprint(shaped),
        machine=compile_machine(states, shaped.start),
        examples=tuple(talks_of(shaped.examples, source)),
        arrows=arrows_of(name, shaped, states, source),
    )


def fingerprint(shaped: FlowIn) -> str:
    """Twelve hex digits of the flow without its examples and without where its facts come from."""
    plain = json.dumps(shaped.model_dump(mode="json", exclude={"examples", "source"}), sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def state_fingerprint(flow: str, name: str, one: StateIn) -> str:
    """Twelve hex digits of what somebody who stands here has read and may answer: the texts, the choices in their
    order, and of what sort the answer and the exit are. Where an answer leads is not part of it, nor what is said to
    one that was not understood, nor a translation: who mends its wording asks nobody anew."""
    texts = [text for _, text in _read_there(f"{flow}/{name}", one)]
    others = [item.model_dump(exclude_defaults=True) for item in one.say if isinstance(item, SayIn) and not item.text]
    ask = [one.ask.kind, one.ask.save, list(one.ask.choices)] if one.ask else []
    sort = next((way for way in ("ask", "call", "then", "handoff", "end") if getattr(one, way) is not None), "")
    plain = json.dumps([texts, others, ask, sort], sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def _state(flow: str, name: str, one: StateIn, source: Source, overlay: Overlay) -> State:
    line, _ = source.at(("states", name))
    return State(
        name=name,
        exit=_exit(f"{flow}/{name}", one, overlay),
        say=tuple(_say(f"{flow}/{name}/say/{number}", item, overlay) for number, item in enumerate(one.say)),
        fingerprint=state_fingerprint(flow, name, one),
        was=tuple(one.was),
        consent=one.consent,
        timeout=Timeout(one.timeout.after, one.timeout.go) if one.timeout else None,
        planning=Planning(**one.plan.model_dump()) if one.plan else None,
        forget=tuple(one.forget),
        language=one.language,
        path=source.path,
        line=line,
    )


def _say(name: str, item: str | SayIn, overlay: Overlay) -> SayItem:
    if isinstance(item, str):
        return SayText(text_of(name, item, overlay))
    if item.text:
        return SayText(text_of(name, item.text, overlay, item.variants))
    if item.tip:
        return SayTip(item.tip)
    if item.topic:
        return SayTopic(item.topic)
    if item.events:
        return SayEvents()
    if item.media:
        return SayMedia(item.media)
    return SayContact(item.contact) if item.contact else SayRoute(item.route)


def _exit(name: str, one: StateIn, overlay: Overlay) -> Ask | Then | Call | Handoff | End:
    if one.ask:
        return _ask(name, one.ask, overlay)
    branches = tuple(Branch(b.go, {key: tuple(values) for key, values in b.when.items()}) for b in one.then or ())
    if one.call:
        return Call(one.call.flow, branches, one.call.given)
    if one.then:
        return Then(branches)
    if one.handoff:
        return Handoff(one.handoff.queue, tuple(one.handoff.note), one.handoff.back)
    return End("rest" if one.end in (None, "true") else one.end)


def _ask(name: str, ask: AskIn, overlay: Overlay) -> Ask:
    return Ask(
        choices=tuple(_choice(f"{name}/choice/{key}", key, ask, overlay) for key in ask.choices),
        save=CHOSEN if ask.near else ask.save,
        go=ask.go,
        kind=ask.kind,
        unclear=_varied(f"{name}/unclear", ask.unclear, overlay),
        tries=ask.tries,
        give_up=ask.give_up,
        gather=ask.gather and ask.kind == "text" and not ask.choices,
        skip_known=ask.skip_known,
        topics=ask.topics is not None,
        near=ask.near,
        reason=_varied(f"{name}/reason", ask.reason, overlay),
    )


def _choice(name: str, key: str, ask: AskIn, overlay: Overlay) -> Choice:
    one = ask.choices[key]
    label = text_of(name, one.label, overlay)
    plain = json.dumps([key, sorted(label.by.items()), ask.save, one.go])
    return Choice(key, label, one.go, tuple(one.also), hashlib.sha256(plain.encode()).hexdigest()[:4])


def _varied(name: str, one: str | VariedIn, overlay: Overlay) -> Text | None:
    return varied(name, one, overlay) if one else None


def varied(name: str, one: str | VariedIn, overlay: Overlay) -> Text:
    """As it is written: plain, or with variants."""
    if isinstance(one, str):
        return text_of(name, one, overlay)
    return text_of(name, one.text, overlay, one.variants)
