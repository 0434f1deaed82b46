"""Broken shapes: F0xx and F1xx."""

from tests.flow.broken.example import HELPED, HELPER, MENU, ROUTES, Example, called, helped
from tests.flow.shelf import TIP, TOPIC, main, other, topics

EXAMPLES = (
    Example(
        "F176",
        topics("# tip\n", "# saran\n"),
        "content/topics/malam/susah_tidur.md:14:1 F176 '# saran' is no part of a topic: now, tip, next",
        ("F170",),
    ),
    Example(
        "F177",
        {**topics(), "content/topics/siang/susah_tidur.md": TOPIC},
        "content/topics/siang/susah_tidur.md:2:1 F177 topic 'susah_tidur' stands in content/topics/malam too",
    ),
    Example(
        "F178",
        topics("folder: malam", "folder: siang"),
        "content/topics/malam/susah_tidur.md:2:1 F178 topic 'susah_tidur' stands in no menu",
    ),
    Example("F001", main("flow: main", "flow: [main"), "flows/main.yaml:2:6 F001 this is not YAML"),
    Example(
        "F002",
        main("title: Main", "title: " + "[" * 45 + "]" * 45),
        "flows/main.yaml:2:48 F002 this is nested too deep",
        ("F104",),
    ),
    Example("F003", main("title: Main", "title: !x Main"), "flows/main.yaml:2:8 F003 a tag has no meaning here"),
    Example("F004", main("title: Main", "title: Main\n? [a]\n: b"), "flows/main.yaml:1:1 F004 a key is a word"),
    Example(
        "F005", main("title: Main", "title: Main\ntitle: Dua"), "flows/main.yaml:3:1 F005 'title' stands here twice"
    ),
    Example("F006", main("title: Main", "title: &x Main"), "flows/main.yaml:2:8 F006 an anchor or alias"),
    Example(
        "F100",
        {"content/categories.yaml": None},
        "content/categories.yaml:1:1 F100 the file cannot be read: FileNotFoundError",
    ),
    Example(
        "F100", {"flows/main.yaml": b"\xff\xfe"}, "flows/main.yaml:1:1 F100 the file cannot be read: UnicodeDecodeError"
    ),
    Example(
        "F100",
        {"content/tips/napas.md": b"\xff"},
        "content/tips/napas.md:1:1 F100 the file cannot be read: UnicodeDecodeError",
    ),
    Example("F101", main("title: Main\n", ""), "flows/main.yaml:1:1 F101 'title' is missing"),
    Example(
        "F102",
        main("title: Main", "titel: Main"),
        "flows/main.yaml:2:1 F102 'titel' has no meaning here; did you mean 'title'?",
        ("F101",),
    ),
    Example("F103", main("for: child", "for: kid"), "flows/main.yaml:3:6 F103 one of child, parent, anyone"),
    Example(
        "F007", {"content/categories.yaml": "# tidak ada isinya\n"}, "content/categories.yaml:1:1 F007 the file is"
    ),
    Example("F008", main("title: Main", "title: Main\x07"), "flows/main.yaml:2:12 F008 this holds a sign that cannot"),
    Example("F104", main("title: Main", "title: [Main]"), "flows/main.yaml:2:1 F104 a text is expected here"),
    Example(
        "F104",
        {"content/tips/napas.md": TIP.replace("source: lembar tips", "source:")},
        "content/tips/napas.md:4:8 F104 a text is expected here",
    ),
    Example(
        "F104",
        other("content/directory.yaml", "source: S", "source: ' '"),
        "content/directory.yaml:7:13 F104 a text is expected here",
    ),
    Example(
        "F105",
        main(
            "    handoff:\n      queue: anak\n      note: [jawab]\n      back: pamit",
            "    handoff: anak",
        ),
        "flows/main.yaml:34:14 F105 a map is expected here",
    ),
    Example(
        "F106",
        main("    then:\n      - when: {jawab: ya}\n        go: serah\n      - go: pamit", "    then: {go: serah}"),
        "flows/main.yaml:28:5 F106 a list is expected here",
    ),
    Example(
        "F107",
        other("content/directory.yaml", "everyone: yes", "everyone: mungkin"),
        "content/directory.yaml:9:15 F107 write yes or no",
    ),
    Example(
        "F108",
        main("      give_up: pamit", "      give_up: pamit\n      tries: dua"),
        "flows/main.yaml:22:14 F108 write a whole number",
    ),
    Example(
        "F109",
        main("      give_up: pamit", "      give_up: pamit\n      tries: 99"),
        "flows/main.yaml:22:14 F109 this is at most 9",
    ),
    Example("F190", main("after: 10m", "after: lama"), "flows/main.yaml:22:22 F190 'lama' is no span of time"),
    Example(
        "F191",
        main("  - name: mau", "  - name: mau\n    at: besok"),
        "flows/main.yaml:48:9 F191 'besok' is no moment; write it as 2026-11-24T10:00+08:00",
    ),
    Example(
        "F192",
        main("      - press: ya", "      - press: ya\n        user: halo"),
        "flows/main.yaml:50:9 F192 one line of a talk is one thing",
    ),
    Example("F110", main("flow: main", "flow: lain"), "flows/main.yaml:1:7 F110 the file is named 'main', not 'lain'"),
    Example(
        "F111",
        main("category: umum", "category: umun"),
        "flows/main.yaml:4:11 F111 category 'umun' is not in content/categories.yaml; did you mean 'umum'?",
    ),
    Example(
        "F112", main("start: tanya", "start: tanya\nwords: [a]"), "flows/main.yaml:6:1 F112 only flows under perintah/"
    ),
    Example(
        "F113",
        main("start: tanya", "start: tany"),
        "flows/main.yaml:5:8 F113 there is no state 'tany' to start with; did you mean 'tanya'?",
    ),
    Example("F114", {MENU: None}, "flows:1:1 F114 flow 'perintah/menu' is missing"),
    Example(
        "F115",
        {
            **other(MENU, "start:", "words: [menu]\nstart:"),
            **other("flows/perintah/lanjut.yaml", "start:", "words: [Menu]\nstart:"),
        },
        "flows/perintah/menu.yaml:5:1 F115 'menu' is already a command of 'perintah/lanjut'",
    ),
    Example(
        "F116",
        {"content/replies/zwei.yaml": "replies:\n  unclear: Lagi.\n"},
        "content/replies/zwei.yaml:2:12 F116 reply 'unclear' stands in another file too",
    ),
    Example(
        "F117",
        other(ROUTES, "- line:", "- levels: [high]\n    line:"),
        "content/aman/rute.yaml:1:1 F117 the last route fits everyone",
    ),
    Example("F117", {ROUTES: "routes: []\n"}, "content/aman/rute.yaml:1:1 F117 the last route fits everyone"),
    Example(
        "F118",
        other("content/replies/robot.yaml", "  closed: Oke.\n", ""),
        "content/replies/robot.yaml:1:1 F118 reply 'closed' is not in content/replies; write it there again",
    ),
    Example(
        "F119",
        main("  diam:\n", "  diam/dua:\n"),
        "flows/main.yaml:43:3 F119 'diam/dua' cannot be the name of a state",
        ("F121", "F130"),
    ),
    Example(
        "F119",
        main("  diam:\n", "  tempat_tadi:\n"),
        "flows/main.yaml:43:3 F119 'tempat_tadi' cannot be the name of a state",
        ("F121", "F130"),
    ),
    Example(
        "F120",
        main("    end: true\n\n  diam", "    then: diam\n    end: true\n\n  diam"),
        "flows/main.yaml:39:3 F120 state 'pamit' has two exits: then, end",
    ),
    Example(
        "F129",
        main("    say: Jaga diri ya.\n    end: true", "    say: Jaga diri ya."),
        "flows/main.yaml:39:3 F129 state 'pamit' has no exit",
    ),
    Example(
        "F121",
        main("go: lanjut", "go: lanjuut"),
        "flows/main.yaml:15:15 F121 there is no state or flow 'lanjuut'; did you mean 'lanjut'?",
    ),
    Example(
        "F121",
        main("go: lanjut", "go: perintah/menu/awl"),
        "flows/main.yaml:15:15 F121 there is no state or flow 'perintah/menu/awl'; did you mean 'perintah/menu/awal'?",
    ),
    Example(
        "F121",
        main("back: pamit", "back: pamt"),
        "flows/main.yaml:37:13 F121 there is no state or flow 'pamt'; did you mean 'pamit'?",
    ),
    Example(
        "F121",
        main("go: diam}", "go: dim}"),
        "flows/main.yaml:22:31 F121 there is no state or flow 'dim'; did you mean 'diam'?",
    ),
    Example(
        "F122",
        main("      give_up: pamit", "      give_up: pamit\n      go: pamit"),
        "flows/main.yaml:10:5 F122 an ask has choices, or a 'go'",
    ),
    Example(
        "F125", main("        tidak:", "        tidak.dulu:"), "flows/main.yaml:16:9 F125 a choice key is plain letters"
    ),
    Example(
        "F125",
        main("        tidak:", f"        {'x' * 41}:"),
        "flows/main.yaml:16:9 F125 a choice key is plain letters",
    ),
    Example(
        "F126",
        main("- tip: napas", "- tip: napas\n        contact: darurat"),
        "flows/main.yaml:26:9 F126 say one thing",
    ),
    Example(
        "F127",
        main("- tip: napas", "- tip: nafas"),
        "flows/main.yaml:26:9 F127 there is no tip 'nafas'; did you mean 'napas'?",
    ),
    Example(
        "F128",
        main("- tip: napas", "- contact: darurt"),
        "flows/main.yaml:26:9 F128 there is no contact 'darurt'; did you mean 'darurat'?",
    ),
    Example(
        "F128", other(ROUTES, "[darurat]", "[polisi]"), "content/aman/rute.yaml:4:5 F128 there is no contact 'polisi'"
    ),
    Example(
        "F131",
        main("save: jawab", "save: jawap"),
        "flows/main.yaml:11:13 F131 'jawap' is not in flows/variables.yaml; did you mean 'jawab'?",
    ),
    Example(
        "F131",
        main("note: [jawab]", "note: [jawa]"),
        "flows/main.yaml:36:7 F131 'jawa' is not in flows/variables.yaml; did you mean 'jawab'?",
    ),
    Example(
        "F131",
        main("when: {jawab: ya}", "when: {kini.jm: tutup}"),
        "flows/main.yaml:29:9 F131 'kini.jm' is not in flows/variables.yaml; did you mean 'kini.jam'?",
    ),
    Example(
        "F131",
        main("Itu saja.", "Itu saja, {nama}."),
        "flows/main.yaml:27:9 F131 'nama' is not in flows/variables.yaml",
    ),
    Example(
        "F164",
        main("say: Jaga diri ya.", "say: [Jaga diri ya.]"),
        "flows/main.yaml:40:11 F164 text that people see never stands in",
    ),
    Example(
        "F164",
        main("        ya:\n          label: Mau\n          go: lanjut", "        ya: {label: Mau, go: lanjut}"),
        "flows/main.yaml:13:21 F164 text that people see never stands in",
    ),
    Example(
        "F170",
        {"content/tips/napas.md": "Tarik napas pelan.\n"},
        "content/tips/napas.md:1:1 F170 this tip has no head",
    ),
    Example(
        "F170",
        {"content/tips/napas.md": TIP.replace("## all", "## 4-6")},
        "content/tips/napas.md:2:1 F170 this tip has no '## all'",
    ),
    Example(
        "F171",
        {"content/tips/napas.md": TIP + "\nDua.\n\nTiga.\n"},
        "content/tips/napas.md:6:1 F171 part 'all' has 3 paragraphs; one or two are read",
    ),
    Example(
        "F171",
        {"content/tips/napas.md": TIP + "\n## 4-6\n"},
        "content/tips/napas.md:9:1 F171 part '4-6' has 0 paragraphs",
    ),
    Example(
        "F172",
        {"content/en/flows/main.yaml": "texts:\n  main/pamit/say/1: Take care.\n"},
        "content/en/flows/main.yaml:2:21 F172 no text has the id 'main/pamit/say/1'; did you mean 'main/pamit/say/0'?",
    ),
    Example(
        "F172",
        {"content/en/replies.yaml": "texts:\n  uncler: Sorry?\n"},
        "content/en/replies.yaml:2:11 F172 no text has the id 'uncler'; did you mean 'unclear'?",
    ),
    Example(
        "F173",
        {"content/en/flows/mian.yaml": "texts: {}\n"},
        "content/en/flows/mian.yaml:1:1 F173 there is nothing of this name to translate",
    ),
    Example(
        "F174",
        {"content/tips/napas.md": TIP + "\n## 5-6\nTiup.\n"},
        "content/tips/napas.md:9:1 F174 part '5-6' is no age band",
    ),
    Example(
        "F134",
        main("queue: anak", "queue: anka"),
        "flows/main.yaml:35:14 F134 there is no queue 'anka': anak, keluarga, gangguan, keluhan; did you mean 'anak'?",
    ),
    Example(
        "F135",
        main("- tip: napas", "- media: ombak"),
        "flows/main.yaml:26:9 F135 there is no picture or sound 'ombak'; declare it in content/media.yaml",
    ),
    Example(
        "F136",
        called("call: {flow: bantu, with: {jawab: ya}}"),
        "flows/main.yaml:40:39 F136 flow 'bantu' does not take 'jawab'",
    ),
    Example(
        "F137",
        called("call: bantu", helped("start:", "arguments: [jawab]\nstart:")),
        "flows/main.yaml:40:11 F137 flow 'bantu' takes 'jawab', which is not given",
    ),
    Example("F121", called("call: banyu"), "flows/main.yaml:40:11 F121 there is no state or flow 'banyu'; did you"),
    Example(
        "F145",
        {**main("    say: Jaga diri ya.\n    end: true", "    say: Jaga diri ya.\n    call: bantu"), HELPER: HELPED},
        "flows/main.yaml:41:11 F145 a 'call' is not followed by 'then'",
    ),
    Example(
        "F146",
        main("- Itu saja.", "- text: Itu saja.\n        variants:\n          7-10: Sudah."),
        "flows/main.yaml:29:17 F146 '7-10' is no word of a variant",
    ),
    Example(
        "F126",
        main("- Itu saja.", "- variants:\n          7-9: Sudah."),
        "flows/main.yaml:27:9 F126 say one thing",
    ),
    Example(
        "F147",
        main("      save: jawab\n", "      skip_known: yes\n"),
        "flows/main.yaml:11:19 F147 'skip_known' needs a 'save'",
        ("F144",),
    ),
    Example(
        "F179",
        {"flows/variables.yaml": "variables:\n  jawab:\n    privacy: indirect\n    counted: yes\n"},
        "flows/main.yaml:11:13 F179 'jawab' is counted for the report, and what is answered here may be free words",
    ),
    Example(
        "F179",
        {
            "flows/variables.yaml": "variables:\n  jawab:\n    privacy: none\n  cerita:\n    privacy: sensitive\n"
            "    counted: yes\n",
            **main("    say: Jaga diri ya.\n    end: true", "    say: Tulis.\n    ask: {save: cerita, go: diam}"),
        },
        "flows/main.yaml:41:17 F179 'cerita' is counted for the report, and what is answered here may be free words",
    ),
    Example(
        "F148",
        called(
            'call: {flow: bantu, with: {jawab: "kata {jawab}"}}',
            helped("start:", "arguments: [jawab]\nstart:"),
        ),
        "flows/main.yaml:40:39 F148 'jawab' is given plain text, or one blank",
    ),
    Example(
        "F149",
        {"content/media.yaml": "media:\n  ombak:\n    file: ombak.png\n    text: Ombak di laut.\n"},
        "content/media.yaml:3:11 F149 there is no file content/media/ombak.png",
    ),
    Example(
        "F193",
        {
            "content/kegiatan.yaml": "events:\n  kelas:\n    title: Kelas\n    office: berau\n    place: Aula\n"
            "    day: 2027-03-06\n    hour: '9'\n"
        },
        "content/kegiatan.yaml:7:11 F193 '9' is no hour of a day",
    ),
)
