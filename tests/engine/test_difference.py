"""What reads otherwise when flows change, as an editor and a psychologist see it."""

from dataclasses import replace

from bot.engine.difference import Change, Difference, changes, differences
from bot.engine.mind import Mind
from bot.engine.reading import fresh, read, tags
from bot.flow.book import Ask, Book, Choice, End, Flow, Handoff, SayText, State, Text
from bot.seen import Seen
from tests.engine import edited
from tests.engine.minds import mind

BULLIED = "anak/perundungan"
PLAIN = edited.mind(edited.nothing)
"""The project's flows without examples: only walks can tell."""


def with_state(old: Mind, state: State, flow: str = BULLIED) -> Mind:
    """The same flows, one state of them other."""
    one = old.book.flows[flow]
    other = replace(one, states={**one.states, state.name: state}, fingerprint="f" * 12)
    return replace(old, book=replace(old.book, flows={**old.book.flows, flow: other}))


def state_of(old: Mind, name: str, flow: str = BULLIED) -> State:
    return old.book.flows[flow].states[name]


def ask_of(state: State) -> Ask:
    assert isinstance(state.exit, Ask)
    return state.exit


def says(state: State, *texts: str) -> State:
    items = tuple(SayText(Text(f"t/{number}", {"id": text})) for number, text in enumerate(texts))
    return replace(state, say=items, fingerprint="e" * 12)


def told(found: list[Difference]) -> dict[str, list[str]]:
    return {f"{one.flow}: {one.name}": [change.value for change in one.changed] for one in found}


def test_the_same_flows_read_the_same() -> None:
    assert differences(mind(), mind(), Seen) == []


def test_a_new_name_alone_is_no_difference() -> None:
    assert differences(PLAIN, edited.mind(edited.renamed), Seen) == []


def test_an_example_that_comes_by_a_changed_question_is_told_before_and_after() -> None:
    old = mind()
    new = with_state(old, says(state_of(old, "di_mana"), "Di mana itu terjadi?"))
    found = differences(old, new, Seen)
    one = next(one for one in found if one.name == "di internet")
    assert one.changed == (Change.TEXTS,)
    lines = [str(line) for line in read(one, english=False)]
    assert lines[:7] == [
        "  > aku dibully temanku",
        "-   Makasih sudah cerita. Itu bukan salahmu.",
        "-   Tidak usah membalas. Menjauh dulu, dan dekati satu orang yang baik padamu.",
        "-   Kejadiannya di mana?",
        "+   Di mana itu terjadi?",
        "    [Di sekolah] [Di internet] [Tempat lain]",
        "    — anak/perundungan/di_mana",
    ]
    assert tags(one, english=False) == ["teks"]
    assert found[0].flow == BULLIED, "talks of changed files come first"


def test_of_talks_that_show_the_same_change_the_first_is_told_and_the_others_are_counted() -> None:
    old = mind()
    new = with_state(old, says(state_of(old, "di_mana"), "Di mana itu terjadi?"))
    found = differences(old, new, Seen)
    shown, others = fresh(found, english=False)
    assert len(shown) + others == len(found)
    assert others > len(shown)
    assert shown[0][0].name == "di sekolah lalu minta konselor"


def test_buttons_and_where_they_lead_are_told_by_a_walk_where_no_example_comes() -> None:
    state = state_of(PLAIN, "di_mana")
    first, *rest = ask_of(state).choices
    other = Choice(first.key, Text("l", {"id": "Sekolah"}), "pamit", first.also, "0000")
    new = with_state(PLAIN, replace(state, fingerprint="e" * 12, exit=replace(ask_of(state), choices=(other, *rest))))
    found = told(differences(PLAIN, new, Seen))
    assert found[f"{BULLIED}: di_mana"] == ["buttons"]
    assert found[f"{BULLIED}: di_mana choice sekolah"] == ["texts", "buttons", "routing"]
    assert f"{BULLIED}: di_mana choice lain" not in found, "what comes of it is the same"


def test_a_handoff_in_the_place_of_a_good_bye_is_told() -> None:
    state = state_of(PLAIN, "pamit")
    new = with_state(PLAIN, replace(state, exit=Handoff("anak", back="pamit"), fingerprint="e" * 12))
    found = told(differences(PLAIN, new, Seen))
    assert found[f"{BULLIED}: pamit"] == ["handoff"]


def test_what_falls_silent_and_what_no_longer_does_is_told() -> None:
    state = replace(state_of(PLAIN, "pamit"), exit=End("berhenti"))
    old = with_state(PLAIN, state)
    new = with_state(PLAIN, replace(state, say=(), fingerprint="e" * 12))
    (one,) = [one for one in differences(old, new, Seen) if one.name == "pamit"]
    assert one.changed == (Change.SILENCE,)
    assert [str(line) for line in read(one, english=False)] == [
        "  > (mulai di: anak/perundungan/pamit)",
        "-   Jaga diri ya. Tulis kapan saja.",
        "+   (diam)",
        "    — anak/perundungan/pamit",
    ]
    assert "nothing is said" in " ".join(str(line) for line in read(one, english=True))


def test_a_new_state_and_one_that_is_gone_are_walked() -> None:
    new = with_state(PLAIN, says(State("baru", End(), fingerprint="a" * 12), "Sampai nanti."))
    found = differences(PLAIN, new, Seen)
    assert told(found) == {f"{BULLIED}: baru": ["routing"]}
    assert str(read(found[0], english=False)[0]).startswith("+ > (mulai di")
    back = differences(new, PLAIN, Seen)
    assert str(read(back[0], english=False)[0]).startswith("- > (mulai di")


def test_a_timeout_and_the_way_of_who_is_not_understood_are_walked() -> None:
    state = state_of(PLAIN, "di_mana")
    assert state.timeout
    ask = replace(ask_of(state), give_up="pamit")
    new = with_state(PLAIN, replace(state, exit=ask, timeout=replace(state.timeout, go="pamit")))
    found = told(differences(PLAIN, new, Seen))
    assert found[f"{BULLIED}: di_mana timeout"] == ["routing"]
    assert "routing" in found[f"{BULLIED}: di_mana give_up"]


def test_an_example_that_only_one_of_the_files_tells_is_told_by_both() -> None:
    old, flow = mind(), mind().book.flows[BULLIED]
    changed = says(state_of(old, "di_mana"), "Di mana itu terjadi?")
    bare = with_state(_only(old, flow, ()), changed)
    for before, after in ((_only(old, flow, flow.examples), bare), (bare, _only(old, flow, flow.examples))):
        assert "di internet" in {one.name for one in differences(before, after, Seen)}


def _only(old: Mind, flow: Flow, examples: tuple[object, ...]) -> Mind:
    """Only this flow has examples."""
    flows = {name: replace(one, examples=()) for name, one in old.book.flows.items()}
    flows[flow.name] = replace(flow, examples=examples)  # type: ignore[arg-type]  # its own, or none
    book: Book = replace(old.book, flows=flows)
    return replace(old, book=book)


def test_level_and_length_of_a_talk_count_as_changes() -> None:
    new = with_state(PLAIN, says(state_of(PLAIN, "pamit"), "Sampai nanti."))
    talk = next(one for one in differences(PLAIN, new, Seen) if one.name == "pamit")
    (one,) = talk.before
    assert changes([one], [replace(one, level="high")]) == (Change.LEVEL,)
    assert changes([one], [one, one]) == (Change.ROUTING,)
    assert changes([one], [replace(one, done=False)]) == (Change.ROUTING,)
    assert changes([one], [one]) == ()
