"""Names, exits and targets of one flow."""

from collections.abc import Iterable

from bot.flow.known import BANDS, NOW, QUEUES, Known, lacks, near_to
from bot.flow.names import COMMANDS, RESERVED
from bot.flow.pieces import pieces_in
from bot.flow.schema import AskIn, CallIn, FlowIn, PlanIn, SayIn, StateIn, VariedIn
from bot.flow.source import Path, Source
from bot.model.conversation import Reader
from bot.model.message import Channel

LONGEST_KEY = 40
"""ASCII letters of a choice key, so that 64 bytes of a button hold."""
TRAITS = frozenset({*BANDS, *Channel, Reader.CHILD.value, Reader.PARENT.value})
"""What a variant may ask for."""
TAUGHT = ("anak/", "ortu/", "peduli/", "hukum/", "perempuan/")
"""Where flows tell families facts. The others lead the way: entrance, safety, commands, choices."""
EXITS = ("ask", "then", "call", "handoff", "end")
SIGNS = frozenset("/@")
"""Between the parts of an id, flow/state/say/0@traits: no name of a state holds them."""
SAID = ("text", "tip", "topic", "contact", "media", "route", "events")


def check_shape(name: str, flow: FlowIn, source: Source, known: Known) -> None:
    """Notes every problem in `source.problems`."""
    if flow.flow != name.rsplit("/", 1)[-1] and flow.flow != name:
        source.problem(("flow",), "F110", name=name, said=flow.flow)
    if lacks(known.categories, flow.category):
        source.problem(("category",), "F111", name=flow.category, near=near_to(flow.category, known.categories))
    if name.startswith(TAUGHT) and not flow.source.strip():
        source.problem(("flow",), "F345")
    if flow.words and not name.startswith(COMMANDS):
        source.problem(("words",), "F112")
    if flow.start not in flow.states:
        source.problem(("start",), "F113", name=flow.start, near=near_to(flow.start, flow.states))
    for argument in flow.arguments:
        _check_variable(("arguments",), argument, source, known)
    for key, state in flow.states.items():
        if not key or key in RESERVED or not SIGNS.isdisjoint(key):
            source.problem(("states", key), "F119", name=key)
        _check_state(("states", key), state, flow, source, known)
        for forgotten in state.forget:
            _check_variable(("states", key, "forget"), forgotten, source, known)
        if state.plan:
            _check_plan(("states", key, "plan"), state.plan, flow, source, known)
    for piece in pieces_in(name, flow, source):
        if any(piece.path[:size] in source.inline for size in range(len(piece.path) + 1)):
            source.problem(piece.path, "F164")


def exits(state: StateIn) -> list[str]:
    """The ways out that a state names. What follows a call belongs to it."""
    found = [name for name in EXITS if getattr(state, name) is not None]
    return [name for name in found if name != "then"] if "call" in found else found


def _check_state(where: Path, state: StateIn, flow: FlowIn, source: Source, known: Known) -> None:
    found = exits(state)
    if not found:
        source.problem(where, "F129", name=where[-1])
    elif len(found) > 1:
        source.problem(where, "F120", name=where[-1], found=found)
    for path, target in targets_in(state, where):
        _check_target(path, target, flow, source, known)
    for number, item in enumerate(state.say):
        if isinstance(item, SayIn):
            _check_say((*where, "say", number), item, source, known)
    if state.ask:
        _check_ask((*where, "ask"), state.ask, source, known)
    if state.call:
        _check_call((*where, "call"), state, state.call, source, known)
    if state.handoff:
        for name in state.handoff.note:
            _check_variable((*where, "handoff", "note"), name, source, known)
        if (queue := state.handoff.queue) not in QUEUES:
            source.problem((*where, "handoff", "queue"), "F134", name=queue, known=QUEUES, near=near_to(queue, QUEUES))


def targets_in(state: StateIn, where: Path) -> Iterable[tuple[Path, str]]:
    """Every target with its place in the file; not the flow that is called."""
    if state.ask:
        for key, choice in state.ask.choices.items():
            yield (*where, "ask", "choices", key, "go"), choice.go
        for name in ("go", "give_up"):
            if target := getattr(state.ask, name):
                yield (*where, "ask", name), target
    for number, branch in enumerate(state.then or ()):
        yield (*where, "then", number, "go"), branch.go
    if state.handoff:
        yield (*where, "handoff", "back"), state.handoff.back
    if state.timeout:
        yield (*where, "timeout", "go"), state.timeout.go
    for name in ("go", "late") if state.plan else ():
        if target := getattr(state.plan, name):
            yield (*where, "plan", name), target


def _check_target(path: Path, target: str, flow: FlowIn, source: Source, known: Known) -> None:
    if target in flow.states or target in known.flows or target in RESERVED:
        return
    name, _, state = target.rpartition("/")
    if target in known.broken or name in known.broken:
        return
    if name in known.flows and state in known.flows[name].states:
        return
    states = [f"{name}/{one}" for one in known.flows[name].states] if name in known.flows else []
    near = near_to(target, [*flow.states, *known.flows, *states, *RESERVED])
    source.problem(path, "F121", name=target, near=near)


def _check_variable(path: Path, name: str, source: Source, known: Known) -> None:
    if lacks(known.variables, name):
        source.problem(path, "F131", name=name, near=near_to(name, known.variables))


def _check_say(path: Path, item: SayIn, source: Source, known: Known) -> None:
    if [bool(getattr(item, name)) for name in SAID].count(True) != 1 or (item.variants and not item.text):
        source.problem(path, "F126")
    if item.tip and item.tip not in known.tips and f"tips/{item.tip}" not in known.broken:
        source.problem(path, "F127", name=item.tip, near=near_to(item.tip, known.tips))
    if item.contact and lacks(known.contacts, item.contact):
        source.problem(path, "F128", name=item.contact, near=near_to(item.contact, known.contacts))
    if item.media and lacks(known.media, item.media):
        source.problem(path, "F135", name=item.media, near=near_to(item.media, known.media))
    check_variants(path, item, source)


def check_variants(path: Path, item: SayIn | VariedIn, source: Source) -> None:
    """Whether each is for somebody there is."""
    for key in item.variants:
        for word in key.split() or [""]:
            if word not in TRAITS:
                place = (*path, "variants", key)
                source.problem(place, "F146", word=word, known=sorted(TRAITS), near=near_to(word, TRAITS))


def _check_ask(path: Path, ask: AskIn, source: Source, known: Known) -> None:
    if ask.save:
        _check_variable((*path, "save"), ask.save, source, known)
        variable = (known.variables or {}).get(ask.save)
        if variable and variable.counted and (variable.privacy != "none" or not ask.choices):
            source.problem((*path, "save"), "F179", name=ask.save)
    if bool(ask.choices) == bool(ask.go):
        source.problem(path, "F122")
    if ask.skip_known and not ask.save:
        source.problem((*path, "skip_known"), "F147")
    if isinstance(ask.unclear, VariedIn):
        check_variants((*path, "unclear"), ask.unclear, source)
    for key in ask.choices:
        if not key.isascii() or len(key) > LONGEST_KEY or "." in key:
            source.problem((*path, "choices", key), "F125")


def _check_plan(path: Path, plan: PlanIn, flow: FlowIn, source: Source, known: Known) -> None:
    """A parent asks for it in a variable of its own, and it is said here."""
    if flow.reader != Reader.PARENT.value:
        source.problem(path, "F151")
    variable = (known.variables or {}).get(plan.name)
    if known.variables is not None and (variable is None or variable.sets != "planned"):
        wanted = [name for name, one in known.variables.items() if one.sets == "planned"]
        source.problem((*path, "for"), "F152", name=plan.name, near=near_to(plan.name, wanted))
    for key in ("go", "late"):
        target = getattr(plan, key)
        if target and target not in flow.states and (target in RESERVED or known.flow_of(target, "")):
            source.problem((*path, key), "F154", name=target)


def _check_call(path: Path, state: StateIn, call: CallIn, source: Source, known: Known) -> None:
    if state.then is None:
        source.problem(path, "F145")
    if call.flow in known.broken:
        return
    if call.flow not in known.flows:
        source.problem(path, "F121", name=call.flow, near=near_to(call.flow, known.flows))
        return
    wanted = known.flows[call.flow].arguments
    for name, value in call.given.items():
        place = (*path, "with", name)
        if name not in wanted:
            source.problem(place, "F136", name=name, flow=call.flow, near=near_to(name, wanted))
        blank = value[1:-1]
        if value.startswith("{") and value.endswith("}") and "{" not in blank:
            if blank not in NOW:
                _check_variable(place, blank, source, known)
        elif "{" in value or "}" in value:
            source.problem(place, "F148", name=name)
    for name in wanted:
        if name not in call.given:
            source.problem(path, "F137", name=name, flow=call.flow)
