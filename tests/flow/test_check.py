"""Every problem the readers know, in a file that has it, with its exact place."""

import re
from pathlib import Path

import pytest

from bot.errors import Broken
from bot.flow import library
from tests.flow.shelf import FLOW, TIP, files, main, written

ROOM = Path(__file__).parents[2] / "bot" / "flow"
Files = dict[str, str | bytes | None]
MENU = "flows/perintah/menu.yaml"
ROUTES = "content/aman/rute.yaml"


def flow(old: str, new: str) -> Files:
    return {**main(old, new)}


def other(name: str, old: str, new: str) -> Files:
    text = files()[name]
    assert old in text
    return {name: text.replace(old, new, 1)}


TALL = "\n".join(f"      - Kalimat {number}." for number in range(4))

BROKEN: tuple[tuple[str, Files, str], ...] = (
    ("F001", flow("flow: main", "flow: [main"), "flows/main.yaml:2:6 F001 this is not YAML"),
    ("F002", flow("title: Main", "title: " + "[" * 45 + "]" * 45), "flows/main.yaml:2:48 F002 nested too deep"),
    ("F003", flow("title: Main", "title: !x Main"), "flows/main.yaml:2:8 F003 a tag has no meaning here"),
    ("F004", flow("title: Main", "title: Main\n? [a]\n: b"), "flows/main.yaml:1:1 F004 a key is a word"),
    ("F005", flow("title: Main", "title: Main\ntitle: Dua"), "flows/main.yaml:3:1 F005 'title' stands here twice"),
    ("F006", flow("title: Main", "title: &x Main"), "flows/main.yaml:2:8 F006 an anchor or alias"),
    ("F100", {"content/categories.yaml": None}, "content/categories.yaml:1:1 F100 cannot be read: FileNotFoundError"),
    ("F100", {"flows/main.yaml": b"\xff\xfe"}, "flows/main.yaml:1:1 F100 cannot be read: UnicodeDecodeError"),
    ("F100", {"content/tips/napas.md": b"\xff"}, "content/tips/napas.md:1:1 F100 cannot be read: UnicodeDecodeError"),
    ("F101", flow("title: Main\n", ""), "flows/main.yaml:1:1 F101 'title' is missing"),
    (
        "F102",
        flow("title: Main", "titel: Main"),
        "flows/main.yaml:2:1 F102 'titel' has no meaning here; did you mean 'title'?",
    ),
    ("F103", flow("for: child", "for: kid"), "flows/main.yaml:3:6 F103 one of child, parent, anyone"),
    ("F110", flow("flow: main", "flow: lain"), "flows/main.yaml:1:7 F110 the file is named 'main', not 'lain'"),
    (
        "F111",
        flow("category: umum", "category: umun"),
        "flows/main.yaml:4:11 F111 category 'umun' is not in content/categories.yaml; did you mean 'umum'?",
    ),
    ("F112", flow("start: tanya", "start: tanya\nwords: [a]"), "flows/main.yaml:6:1 F112 only flows under perintah/"),
    (
        "F113",
        flow("start: tanya", "start: tany"),
        "flows/main.yaml:5:8 F113 there is no state 'tany'; did you mean 'tanya'?",
    ),
    ("F114", {MENU: None}, "flows:1:1 F114 flow 'perintah/menu' is missing"),
    (
        "F115",
        {
            **other(MENU, "start:", "words: [menu]\nstart:"),
            **other("flows/perintah/lanjut.yaml", "start:", "words: [Menu]\nstart:"),
        },
        "flows/perintah/menu.yaml:5:1 F115 'menu' is already a command of 'perintah/lanjut'",
    ),
    (
        "F116",
        {"content/replies/zwei.yaml": "replies:\n  unclear: Lagi.\n"},
        "content/replies/zwei.yaml:2:12 F116 reply 'unclear' stands in another file too",
    ),
    (
        "F117",
        other(ROUTES, "- line:", "- levels: [high]\n    line:"),
        "content/aman/rute.yaml:1:1 F117 the last route fits everyone",
    ),
    ("F117", {ROUTES: "routes: []\n"}, "content/aman/rute.yaml:1:1 F117 the last route fits everyone"),
    (
        "F120",
        flow("    end: true\n\n  diam", "    then: diam\n    end: true\n\n  diam"),
        "flows/main.yaml:39:3 F120 state 'pamit' has two exits: then, end",
    ),
    (
        "F120",
        flow("    say: Jaga diri ya.\n    end: true", "    say: Jaga diri ya."),
        "flows/main.yaml:39:3 F120 state 'pamit' has no exit",
    ),
    (
        "F121",
        flow("go: lanjut", "go: lanjuut"),
        "flows/main.yaml:15:15 F121 there is no state or flow 'lanjuut'; did you mean 'lanjut'?",
    ),
    (
        "F121",
        flow("go: lanjut", "go: perintah/menu/awl"),
        "flows/main.yaml:15:15 F121 there is no state or flow 'perintah/menu/awl'; did you mean 'perintah/menu/awal'?",
    ),
    (
        "F121",
        flow("back: pamit", "back: pamt"),
        "flows/main.yaml:37:13 F121 there is no state or flow 'pamt'; did you mean 'pamit'?",
    ),
    (
        "F121",
        flow("go: diam}", "go: dim}"),
        "flows/main.yaml:22:31 F121 there is no state or flow 'dim'; did you mean 'diam'?",
    ),
    (
        "F122",
        flow("      give_up: pamit", "      give_up: pamit\n      go: pamit"),
        "flows/main.yaml:10:5 F122 an ask has choices, or a 'go'",
    ),
    ("F123", flow("label: Tidak dulu", "label: mau"), "flows/main.yaml:16:9 F123 the label of 'ya' stands here again"),
    (
        "F124",
        flow("label: Tidak dulu", "label: Tidak dulu, mungkin besok saja"),
        "flows/main.yaml:17:18 F124 a label has at most 24 letters",
    ),
    ("F125", flow("        tidak:", "        tidak.dulu:"), "flows/main.yaml:16:9 F125 a choice key is plain letters"),
    ("F125", flow("        tidak:", f"        {'x' * 41}:"), "flows/main.yaml:16:9 F125 a choice key is plain letters"),
    ("F126", flow("- tip: napas", "- tip: napas\n        contact: darurat"), "flows/main.yaml:26:9 F126 say one thing"),
    (
        "F127",
        flow("- tip: napas", "- tip: nafas"),
        "flows/main.yaml:26:9 F127 there is no tip 'nafas'; did you mean 'napas'?",
    ),
    (
        "F128",
        flow("- tip: napas", "- contact: darurt"),
        "flows/main.yaml:26:9 F128 there is no contact 'darurt'; did you mean 'darurat'?",
    ),
    ("F128", other(ROUTES, "[darurat]", "[polisi]"), "content/aman/rute.yaml:3:5 F128 there is no contact 'polisi'"),
    (
        "F130",
        flow("give_up: pamit\n    timeout: {after: 10m, go: diam}", "give_up: pamit"),
        "flows/main.yaml:42:3 F130 nothing leads to state 'diam'",
    ),
    (
        "F131",
        flow("save: jawab", "save: jawap"),
        "flows/main.yaml:11:13 F131 variable 'jawap' is not in flows/variables.yaml; did you mean 'jawab'?",
    ),
    (
        "F131",
        flow("note: [jawab]", "note: [jawa]"),
        "flows/main.yaml:36:7 F131 variable 'jawa' is not in flows/variables.yaml; did you mean 'jawab'?",
    ),
    (
        "F131",
        flow("when: {jawab: ya}", "when: {kini.jm: tutup}"),
        "flows/main.yaml:29:9 F131 variable 'kini.jm' is not declared; did you mean 'kini.jam'?",
    ),
    ("F131", flow("Itu saja.", "Itu saja, {nama}."), "flows/main.yaml:27:9 F131 blank {nama} is not declared"),
    (
        "F132",
        flow("      - go: pamit", "      - go: lanjut"),
        "flows/main.yaml:24:3 F132 state 'lanjut' leads back to itself without a wait",
    ),
    ("F133", flow("      - Itu saja.", TALL), "flows/main.yaml:24:3 F133 from here 6 bubbles come in a row; at most 3"),
    (
        "F140",
        flow("      - go: pamit", "      - go: pamit\n        when: {jawab: tidak}"),
        "flows/main.yaml:28:5 F140 the last branch may have no 'when'",
    ),
    (
        "F140",
        flow("    then:\n      - when: {jawab: ya}\n        go: serah\n      - go: pamit", "    then: []"),
        "flows/main.yaml:28:5 F140 the last branch may have no 'when'",
    ),
    (
        "F141",
        flow("      - when: {jawab: ya}\n        go: serah", "      - go: serah"),
        "flows/main.yaml:29:9 F141 branches after one without 'when' are never taken",
    ),
    (
        "F150",
        flow("  diam:\n    end: true", "  diam:\n    say: Masih di sana?\n    end: true"),
        "flows/main.yaml:22:5 F150 a timeout may not speak",
    ),
    ("F160", flow("say: Jaga diri ya.", "say: '  '"), "flows/main.yaml:40:10 F160 an empty text"),
    (
        "F160",
        other("content/replies/umum.yaml", "Aku belum paham.", "''"),
        "content/replies/umum.yaml:2:12 F160 an empty text",
    ),
    (
        "F160",
        {"content/en/flows/main.yaml": "texts:\n  main/pamit/say/0: ''\n"},
        "content/en/flows/main.yaml:2:21 F160 an empty text",
    ),
    (
        "F161",
        flow("say: Jaga diri ya.", f"say: {'Jaga diri ya. ' * 18}"),
        "flows/main.yaml:40:10 F161 a bubble has at most 240 letters; this one has 251",
    ),
    (
        "F161",
        {"content/tips/napas.md": TIP.replace("Tarik napas pelan.", "Tarik napas. " * 20)},
        "content/tips/napas.md:7:1 F161 a bubble has at most 240 letters",
    ),
    (
        "F162",
        flow("say: Jaga diri ya.", "say: Kamu harus kuat."),
        "flows/main.yaml:40:10 F162 'harus' is not said to families",
    ),
    (
        "F162",
        flow("say: Jaga diri ya.", "say: Nanti ada yang baca, sebentar lagi."),
        "flows/main.yaml:40:10 F162 'sebentar lagi' is not said to families",
    ),
    (
        "F162",
        {"content/tips/napas.md": TIP.replace("Tarik", "Anda tarik")},
        "content/tips/napas.md:7:1 F162 'anda' is not said to families",
    ),
    (
        "F163",
        flow("say: Jaga diri ya.", "say: Kalau dipukul bapak, cerita ya."),
        "flows/main.yaml:40:10 F163 'bapak' in the first 40 letters",
    ),
    (
        "F163",
        other(ROUTES, "Makasih sudah cerita.", "Bapak marah ya."),
        "content/aman/rute.yaml:2:11 F163 'bapak' in the first 40 letters",
    ),
    (
        "F164",
        flow("say: Jaga diri ya.", "say: [Jaga diri ya.]"),
        "flows/main.yaml:40:11 F164 text that people see never stands in",
    ),
    (
        "F164",
        flow("        ya:\n          label: Mau\n          go: lanjut", "        ya: {label: Mau, go: lanjut}"),
        "flows/main.yaml:13:21 F164 text that people see never stands in",
    ),
    ("F170", {"content/tips/napas.md": "Tarik napas pelan.\n"}, "content/tips/napas.md:1:1 F170 a tip begins with ---"),
    (
        "F170",
        {"content/tips/napas.md": TIP.replace("## all", "## 4-6")},
        "content/tips/napas.md:2:1 F170 a tip has a part '## all'",
    ),
    (
        "F171",
        {"content/tips/napas.md": TIP + "\nDua.\n\nTiga.\n"},
        "content/tips/napas.md:7:1 F171 part 'all' has 3 paragraphs; one or two are read",
    ),
    (
        "F171",
        {"content/tips/napas.md": TIP + "\n## 4-6\n"},
        "content/tips/napas.md:10:1 F171 part '4-6' has 0 paragraphs",
    ),
    (
        "F172",
        {"content/en/flows/main.yaml": "texts:\n  main/pamit/say/1: Take care.\n"},
        "content/en/flows/main.yaml:2:21 F172 no text has the id 'main/pamit/say/1'; did you mean 'main/pamit/say/0'?",
    ),
    (
        "F172",
        {"content/en/replies.yaml": "texts:\n  uncler: Sorry?\n"},
        "content/en/replies.yaml:2:11 F172 no text has the id 'uncler'; did you mean 'unclear'?",
    ),
    (
        "F173",
        {"content/en/flows/mian.yaml": "texts: {}\n"},
        "content/en/flows/mian.yaml:1:1 F173 there is nothing of this name to translate",
    ),
    (
        "F174",
        {"content/tips/napas.md": TIP + "\n## 5-6\nTiup.\n"},
        "content/tips/napas.md:10:1 F174 part '5-6' is no age band",
    ),
)


def problems(folder: Path, changes: Files) -> list[str]:
    """As a person reads them, relative to the folder."""
    flows, content = written(folder, changes)
    found = [str(one) for one in library.problems(flows, content)]
    return [one.removeprefix(f"{folder.as_posix()}/") for one in found]


def test_the_whole_shelf_is_good(tmp_path: Path) -> None:
    assert problems(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("code", "changes", "expected"), BROKEN, ids=[f"{number}-{code}" for number, (code, _, _) in enumerate(BROKEN)]
)
def test_a_broken_file_is_named_with_its_place(tmp_path: Path, code: str, changes: Files, expected: str) -> None:
    found = problems(tmp_path, changes)
    assert any(one.startswith(expected) for one in found), "\n".join(found)
    assert code == expected.split()[1]


def test_every_code_has_a_broken_example() -> None:
    known = {code for path in ROOM.glob("*.py") for code in re.findall(r'"(F\d{3})"', path.read_text(encoding="utf-8"))}
    assert known - {code for code, _, _ in BROKEN} == set()
    assert len(known) >= 35


def test_a_broken_flow_stops_the_book_with_everything_that_is_wrong(tmp_path: Path) -> None:
    flows, content = written(
        tmp_path,
        {
            **flow("go: lanjut", "go: lanjuut"),
            **other(MENU, "category: umum", "category: lain"),
            "content/tips/napas.md": TIP.replace("Tarik", "Anda tarik"),
        },
    )
    with pytest.raises(Broken) as broken:
        library.load(flows, content)
    assert {one.code for one in broken.value.problems} == {"F121", "F111", "F162", "F130"}
    assert list(broken.value.problems) == sorted(broken.value.problems)
    assert len(str(broken.value).splitlines()) == len(broken.value.problems)


@pytest.mark.parametrize("name", ["flows/variables.yaml", "content/categories.yaml", "content/directory.yaml"])
def test_a_broken_shared_file_is_told_once_and_not_by_all_that_lean_on_it(tmp_path: Path, name: str) -> None:
    assert [one.split()[1] for one in problems(tmp_path, {name: "a: [\n"})] == ["F001"]


def test_a_broken_flow_is_told_once_and_not_by_all_that_go_there(tmp_path: Path) -> None:
    changes: Files = {**flow("go: lanjut", "go: perintah/menu/awal"), MENU: "flow: menu\n"}
    found = [one for one in problems(tmp_path, changes) if "F121" in one]
    assert found == []


def test_a_broken_tip_is_told_once_and_not_by_the_flow_that_says_it(tmp_path: Path) -> None:
    found = problems(tmp_path, {"content/tips/napas.md": "x"})
    assert [one.split()[1] for one in found] == ["F170"]


def test_the_head_of_a_tip_counts_its_lines_from_the_top_of_the_file(tmp_path: Path) -> None:
    found = problems(tmp_path, {"content/tips/napas.md": TIP.replace("draft: yes", "draf: yes")})
    assert found == ["content/tips/napas.md:5:1 F102 'draf' has no meaning here; did you mean 'draft'?"]


def test_a_long_chain_and_many_diamonds_are_checked_in_no_time(tmp_path: Path) -> None:
    states = "".join(
        f"  s{n}:\n    then:\n      - when: {{jawab: ya}}\n        go: s{n + 1}\n      - go: t{n}\n"
        f"  t{n}:\n    then: s{n + 1}\n"
        for n in range(600)
    )
    text = f"flow: main\ntitle: M\nfor: child\ncategory: umum\nstart: s0\nstates:\n{states}  s600:\n    end: true\n"
    assert problems(tmp_path, {"flows/main.yaml": text}) == []


def test_the_example_flow_is_what_its_lines_are_counted_from() -> None:
    assert FLOW.splitlines()[23] == "  lanjut:"
