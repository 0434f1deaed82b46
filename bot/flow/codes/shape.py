"""F0xx and F1xx: what stands in a file has no meaning, or not there."""

from bot.flow.codes.code import error, warning

CODES = (
    error(
        "F001",
        ("ini bukan YAML: {said}", "this is not YAML: {said}"),
        (
            "periksa tanda titik dua, kutip, dan jarak di awal baris",
            "look at the colons, the quotes and the spaces at the beginning of the line",
        ),
    ),
    error(
        "F002",
        ("bagian ini terlalu bertingkat", "this is nested too deep"),
        ("hapus kurung yang tidak perlu", "take out the brackets that are not needed"),
    ),
    error(
        "F003",
        ("tanda seru di depan nilai tidak punya arti di sini", "a tag has no meaning here"),
        ("tulis nilainya tanpa tanda '!'", "write the value without '!'"),
    ),
    error(
        "F004",
        ("nama bagian adalah satu kata, bukan daftar atau peta", "a key is a word, not a list or a map"),
        ("tulis 'nama: isi'", "write 'name: value'"),
    ),
    error(
        "F005",
        ("'{key}' ada dua kali di sini", "'{key}' stands here twice"),
        ("hapus salah satunya, atau beri nama lain", "take one of them out, or give it another name"),
    ),
    error(
        "F006",
        ("tanda & atau * di depan nilai tidak punya arti di sini", "an anchor or alias has no meaning here"),
        ("tulis nilainya lengkap, atau beri tanda kutip", "write the value out, or put it in quotes"),
    ),
    error(
        "F007",
        ("berkas ini kosong", "the file is empty"),
        ("isi berkasnya, atau hapus", "write something in it, or remove it"),
    ),
    error(
        "F008",
        ("ada tanda yang tidak bisa dibaca: {letter}", "this holds a sign that cannot be read: {letter}"),
        ("hapus tanda itu dan tulis lagi barisnya", "remove the sign and write the line again"),
    ),
    error(
        "F100",
        ("berkas ini tidak bisa dibaca: {why}", "the file cannot be read: {why}"),
        ("periksa apakah berkasnya ada, dan simpan sebagai UTF-8", "see that it is there, and save it as UTF-8"),
    ),
    error(
        "F101",
        ("'{key}' belum ada di sini", "'{key}' is missing here"),
        ("tambahkan baris '{key}: …'", "add a line '{key}: …'"),
    ),
    error(
        "F102",
        ("'{key}' tidak punya arti di sini", "'{key}' has no meaning here"),
        (
            "hapus baris itu, atau periksa jaraknya dari tepi",
            "take the line out, or look how far it stands from the edge",
        ),
    ),
    error(
        "F103",
        ("di sini hanya boleh salah satu dari {known}", "one of {known} is expected here"),
        ("pilih salah satunya", "choose one of them"),
    ),
    error(
        "F104",
        ("di sini seharusnya teks", "a text is expected here"),
        (
            "tulis teksnya di baris yang sama; beri tanda kutip kalau ada titik dua",
            "write the text on the same line; in quotes where it holds a colon",
        ),
    ),
    error(
        "F105",
        ("di sini seharusnya baris-baris 'nama: isi'", "a map is expected here: 'key: value' lines"),
        (
            "tulis satu 'nama: isi' tiap baris, lebih menjorok dari baris di atasnya",
            "write one 'key: value' a line, further in than the line above",
        ),
    ),
    error(
        "F106",
        ("di sini seharusnya daftar", "a list is expected here"),
        ("mulai tiap baris dengan '- '", "begin each line with '- '"),
    ),
    error("F107", ("tulis yes atau no", "write yes or no"), ("tanpa tanda lain", "and nothing else")),
    error("F108", ("tulis angka bulat", "write a whole number"), ("misalnya 2", "for example 2")),
    error(
        "F109",
        ("angka ini {limit} {number}", "this is {limit} {number}"),
        ("ubah angkanya", "change the number"),
    ),
    error(
        "F110",
        ("berkas ini bernama '{name}', bukan '{said}'", "the file is named '{name}', not '{said}'"),
        ("samakan 'flow:' dengan nama berkasnya", "let 'flow:' be the name of the file"),
    ),
    error(
        "F111",
        (
            "kategori '{name}' tidak ada di content/categories.yaml",
            "category '{name}' is not in content/categories.yaml",
        ),
        ("pakai salah satu kode dari berkas itu", "use a code of that file"),
    ),
    error(
        "F112",
        ("hanya alur di flows/perintah/ yang punya kata perintah", "only flows under perintah/ have command words"),
        ("pindahkan kata-kata itu ke 'about'", "move the words to 'about'"),
    ),
    error(
        "F113",
        ("tidak ada keadaan '{name}' untuk memulai", "there is no state '{name}' to start with"),
        ("tulis nama salah satu keadaan di bawah 'states'", "write the name of a state under 'states'"),
    ),
    error(
        "F114",
        ("alur '{name}' tidak ada", "flow '{name}' is missing"),
        (
            "kembalikan berkasnya: robot memasuki alur itu menurut namanya",
            "bring the file back: the bot enters it by name",
        ),
    ),
    error(
        "F115",
        ("'{word}' sudah menjadi perintah '{name}'", "'{word}' is already a command of '{name}'"),
        ("pilih kata lain", "choose another word"),
    ),
    error(
        "F116",
        ("jawaban '{name}' juga ada di berkas lain", "reply '{name}' stands in another file too"),
        ("hapus salah satunya", "take one of them out"),
    ),
    error(
        "F117",
        (
            "rute terakhir berlaku untuk semua: tanpa kinds, readers, levels",
            "the last route fits everyone: no kinds, readers or levels",
        ),
        ("tambahkan rute terakhir dengan 'line' saja", "add a last route that has a 'line' and nothing else"),
    ),
    error(
        "F118",
        ("jawaban '{name}' tidak ada di content/replies", "reply '{name}' is not in content/replies"),
        (
            "tulis lagi di sana: robot mengatakannya menurut namanya",
            "write it there again: the bot says it by name",
        ),
    ),
    error(
        "F119",
        ("'{name}' tidak bisa menjadi nama keadaan", "'{name}' cannot be the name of a state"),
        (
            "pakai huruf, angka, dan garis bawah, tanpa '/' dan '@'; bukan tempat_tadi, bukan_begitu, atau satu_mundur",
            "use letters, digits and the underscore, no '/' or '@'; not tempat_tadi, bukan_begitu or satu_mundur",
        ),
    ),
    error(
        "F120",
        ("keadaan '{name}' punya dua jalan keluar: {found}", "state '{name}' has two exits: {found}"),
        (
            "pakai satu saja, dan pindahkan yang lain ke keadaan baru",
            "keep one, and move the other into a state of its own",
        ),
    ),
    error(
        "F121",
        ("tidak ada keadaan atau alur '{name}'", "there is no state or flow '{name}'"),
        ("tulis nama keadaan di berkas ini, atau nama alur", "write the name of a state of this file, or of a flow"),
    ),
    error(
        "F122",
        (
            "pertanyaan punya 'choices', atau 'go' untuk jawaban bebas; tidak keduanya",
            "an ask has choices, or a 'go' for free text, and not both",
        ),
        ("hapus salah satunya", "take one of them out"),
    ),
    error(
        "F125",
        (
            "nama pilihan hanya huruf biasa, paling banyak 40, tanpa titik",
            "a choice key is plain letters, at most 40, no dot",
        ),
        ("pakai a–z, angka, dan garis bawah", "use a–z, digits and the underscore"),
    ),
    error(
        "F126",
        ("katakan satu hal saja di tiap butir 'say'", "say one thing in each item of 'say'"),
        (
            "buat butir sendiri untuk tiap teks, tip, kontak, atau rute",
            "give each text, tip, contact or route an item of its own",
        ),
    ),
    error(
        "F127",
        ("tidak ada tip '{name}'", "there is no tip '{name}'"),
        (
            "buat content/tips/{name}.md, atau pakai tip yang ada",
            "write content/tips/{name}.md, or use one that is there",
        ),
    ),
    error(
        "F128",
        ("tidak ada kontak '{name}'", "there is no contact '{name}'"),
        ("pakai nama dari content/directory.yaml", "use a name of content/directory.yaml"),
    ),
    error(
        "F129",
        ("keadaan '{name}' tidak punya jalan keluar", "state '{name}' has no exit"),
        ("tambahkan ask, then, call, handoff, atau 'end: true'", "add ask, then, call, handoff or 'end: true'"),
    ),
    error(
        "F131",
        ("'{name}' tidak ada di flows/variables.yaml", "'{name}' is not in flows/variables.yaml"),
        ("daftarkan di sana, dengan privacy dan keep", "declare it there, with privacy and keep"),
    ),
    error(
        "F134",
        ("tidak ada antrean '{name}': {known}", "there is no queue '{name}': {known}"),
        ("pakai salah satunya", "use one of them"),
    ),
    error(
        "F135",
        ("tidak ada gambar atau suara '{name}'", "there is no picture or sound '{name}'"),
        ("daftarkan di content/media.yaml", "declare it in content/media.yaml"),
    ),
    error(
        "F136",
        ("alur '{flow}' tidak menerima '{name}'", "flow '{flow}' does not take '{name}'"),
        (
            "tulis namanya di 'arguments' alur itu, atau hapus di sini",
            "name it in its 'arguments', or take it out here",
        ),
    ),
    error(
        "F137",
        ("alur '{flow}' meminta '{name}', yang tidak diberikan", "flow '{flow}' takes '{name}', which is not given"),
        ("tambahkan di bawah 'with'", "add it under 'with'"),
    ),
    error(
        "F145",
        ("sesudah 'call' belum ada 'then'", "a 'call' is not followed by 'then'"),
        ("tulis ke mana obrolan berlanjut sesudah alur itu", "write where the talk goes on after that flow"),
    ),
    error(
        "F146",
        ("'{word}' bukan tanda varian: {known}", "'{word}' is no word of a variant: {known}"),
        ("pakai kelompok umur, saluran, child, atau parent", "use an age band, a channel, child or parent"),
    ),
    error(
        "F147",
        ("'skip_known' perlu 'save'", "'skip_known' needs a 'save'"),
        ("tulis di mana jawabannya disimpan", "write where the answer is kept"),
    ),
    error(
        "F148",
        (
            "'{name}' diisi teks biasa, atau satu kosong seperti \"{{umur}}\"",
            "'{name}' is given plain text, or one blank like \"{{umur}}\"",
        ),
        ("tulis salah satunya", "write one of the two"),
    ),
    error(
        "F149",
        ("berkas content/media/{name} tidak ada", "there is no file content/media/{name}"),
        ("simpan berkasnya di sana", "put the file there"),
    ),
    error(
        "F164",
        (
            "teks yang dibaca orang tidak ditulis di dalam {{…}} atau […]",
            "text that people see never stands in {{…}} or […]",
        ),
        ("tulis di baris sendiri", "write it on a line of its own"),
    ),
    error(
        "F170",
        ("tip ini belum punya {what}", "this tip has no {what}"),
        (
            "mulai dengan ---, lalu title, for, source, lalu ---, lalu '## all'",
            "begin with ---, then title, for, source, then ---, then '## all'",
        ),
    ),
    error(
        "F171",
        (
            "bagian '{band}' punya {count} paragraf; satu atau dua yang dibaca",
            "part '{band}' has {count} paragraphs; one or two are read",
        ),
        ("singkatkan menjadi satu atau dua", "make it one or two"),
    ),
    warning(
        "F172",
        ("tidak ada teks dengan nama '{name}'", "no text has the id '{name}'"),
        ("hapus baris itu, atau perbaiki namanya", "take the line out, or mend its name"),
    ),
    error(
        "F173",
        ("tidak ada berkas bernama ini untuk diterjemahkan", "there is nothing of this name to translate"),
        ("beri nama yang sama dengan berkas asalnya", "give it the name of the file it translates"),
    ),
    error(
        "F174",
        ("'{band}' bukan kelompok umur: {known}", "part '{band}' is no age band: {known}"),
        ("pakai salah satunya", "use one of them"),
    ),
    warning(
        "F175",
        ("baris pertama bukan '{line}'", "the first line is not '{line}'"),
        ("tulis baris itu di atas; editor lalu membantu saat mengetik", "put it on top, so that an editor can help"),
    ),
    error(
        "F176",
        ("'# {part}' bukan bagian topik: {known}", "'# {part}' is no part of a topic: {known}"),
        ("tulis salah satunya, dengan teks di bawah '## all'", "write one of them, with the text below '## all'"),
    ),
    error(
        "F177",
        ("topik '{name}' juga ada di content/topics/{folder}", "topic '{name}' stands in content/topics/{folder} too"),
        ("beri nama lain pada salah satunya", "give one of them another name"),
    ),
    warning(
        "F178",
        ("topik '{name}' tidak ada di menu mana pun", "topic '{name}' stands in no menu"),
        (
            "tambahkan halaman dengan 'topics' yang memuat umurnya, misalnya di flows/pilih/",
            "add a page of 'topics' that holds its age, for example in flows/pilih/",
        ),
    ),
    warning(
        "F155",
        ("kegiatan '{name}' sudah lewat dan tidak ditampilkan", "event '{name}' is over and is not shown"),
        (
            "catat 'attended', lalu hapus kalau tidak diperlukan",
            "note 'attended', and take it out when it is not needed",
        ),
    ),
    error(
        "F179",
        (
            "'{name}' dihitung untuk laporan, dan jawaban di sini bisa berupa kata bebas atau hal pribadi",
            "'{name}' is counted for the report, and what is answered here may be free words or personal",
        ),
        (
            "beri pertanyaannya 'choices' dan variabelnya 'privacy: none', atau hapus 'counted'",
            "give the question 'choices' and the variable 'privacy: none', or drop 'counted'",
        ),
    ),
    error(
        "F180",
        ("contoh '{name}': {said}", "example '{name}': {said}"),
        (
            "perbaiki alurnya, atau contohnya kalau memang berubah",
            "mend the flow, or the example if the change is meant",
        ),
    ),
    warning(
        "F181",
        ("tidak ada contoh yang berjalan di {arrow} → {target}", "no example walks {arrow} → {target}"),
        ("tambahkan contoh yang melewatinya", "add an example that does"),
    ),
    error(
        "F190",
        ("'{said}' bukan lama waktu", "'{said}' is no span of time"),
        ("tulis angka dan s, m, h atau d, misalnya 10m", "write a number and s, m, h or d, for example 10m"),
    ),
    error(
        "F191",
        ("'{said}' bukan hari dan jam", "'{said}' is no moment"),
        ("tulis seperti 2026-11-24T10:00+08:00", "write it as 2026-11-24T10:00+08:00"),
    ),
    error(
        "F192",
        ("satu baris contoh adalah satu kejadian: {known}", "one line of a talk is one thing: {known}"),
        ("pecah menjadi beberapa baris", "make it several lines"),
    ),
    error(
        "F193",
        ("'{said}' bukan jam", "'{said}' is no hour of a day"),
        ("tulis seperti 09.00", "write it as 09.00"),
    ),
)
