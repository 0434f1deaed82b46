"""What a draft is read for: everyday spellings, and the turns of phrase that need a second look. Data of composer.py.

The expressions meet words as composer.py folds them: small letters, none of them twice in a row, one space between two
words, " , " where a part of a sentence ends, no word twice in a row ("siapa-siapa" is "siapa").
"""

from collections.abc import Mapping

SPELLINGS: Mapping[str, str] = {
    spelled: said
    for said, spellings in {
        "jangan": "jgn jngn jngan jangn jan jgan ojo jang",
        "tidak": "gak ga gk g ngak nga engak enga tdk tak ndak nda kada kagak ora nggk",
        "tidak usah": "gausah gakusah gausa",
        "bilang": "blg blang bilangin bilangkan ngomong omong ngomongin ngadu mengadu ngaku",
        "cerita": "crita crt ceritain ceritakan curhat bercerita",
        "kasih": "kasi ksh ksih beri kasihkan",
        "tahu": "tau taw tw tauk",
        "siapa": "sapa sp spa siapapun sapapun siapapa",
        "orang": "org orng urang",
        "kamu": "km kmu u lu lo elu kau ikam dirimu anda",
        "aku": "ak aq gue gw ulun",
        "saya": "sy sya",
        "kakak": "kk kak kaka",
        "sama": "sm ama",
        "ketemu": "ktemu ktmu ketmu ketemuan ktemuan ktmuan bertemu brtemu ketemua ketemui",
        "jumpa": "berjumpa jumpaan jumpai jmpa",
        "kirim": "krm krim kirimin kirimkan kirimi krimin kirm ngirim mengirim kirimlah send",
        "foto": "ft fto poto pto photo pic pict potret",
        "video": "vidio vid vdo pidio",
        "gambar": "gmbr gbr",
        "selfi": "selfie swafoto",
        "di mana": "dimana dmn dmna",
        "rumah": "rmh rumh",
        "alamat": "almt alamt almat",
        "nama": "nm nma",
        "lengkap": "lngkp lengkp lngkap",
        "nomor": "no nmr nomer nmor",
        "wa": "whatsap watsap wasap whatsp",
        "ig": "instagram insta",
        "fb": "facebok pesbuk",
        "saja": "aja aj ja",
        "yang": "yg yng",
        "dengan": "dg dgn",
        "kalau": "kl klo kalo",
        "besok": "bsk",
        "kita": "kt",
        "cuma": "cma cm hanya hny",
        "berdua": "brdua",
        "rahasia": "rhs rhsia rahsia rahasiain rahasiakan merahasiakan",
        "janji": "jnji janjiin",
        "salah": "slh",
        "sendiri": "sndiri dewe",
        "kenapa": "knp knapa napa mengapa",
        "harusnya": "hrsnya harusnya seharusnya semestinya hrusnya",
        "mau": "mw mo",
        "bisa": "bs bsa",
        "ibu": "ibumu ibunya bunda emak umi",
        "mama": "mamah mamamu mamanya mak",
        "bapak": "bapakmu bpk bapaknya",
        "ayah": "ayahmu papa papamu abah ayahnya",
        "orang tua": "ortu orangtua orangtuamu ortumu ortunya",
        "tempat": "tmpt tmpat",
        "sampai": "sampe smpe smp sampek",
        "lihat": "liat lihatin liatin lihatkan",
        "nginap": "nginep inep",
        "ayo": "yok hayuk yuks",
    }.items()
    for spelled in spellings.split()
}
SPELLED_DIGITS = frozenset(
    ["nol", "kosong", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
)
FAMILY = "(?:orang tua|ibu|mama|bapak|ayah|kakakmu|adik|keluarga|nenek|kakek|guru|gurumu|wali|teman|temanmu|polisi)"
_THIRD = (
    "(?:konselor|psikolog|psikiater|bidan|dia|mereka|orang tua|ibu|mama|bapak|ayah|adik|keluarga|nenek|kakek|guru|"
    "gurumu|teman|temanmu|dokter|perawat|polisi|pak|bu|om|tante|wali|sepupu|anak|anaknya|suami|istri)"
)
_NO_DATE = (
    "(?! (?:\\w+ ){0,2}?(?:di (?!rumah(?: |$)(?!aku|saya|kakak)|sekolah|kantor|sana|puspaga|puskesmas|uptd)|yuk|ayo|"
    "saja|besok|nanti|berdua|sebentar))"
)
"""Nobody is called "Ibu" or "Kak" into a meeting."""
_OTHERS = (
    "(?:(?:dia|ia|mereka|orang itu|orangnya|kenalan\\w*|pacar\\w*|siapa|ada yang)(?: (?!aku |saya |kakak )\\w+){0,3}? "
    "(?:ajak|ngajak|mengajak|minta|meminta|suruh|menyuruh|menyuruhmu|nyuruh|maksa|memaksa|memaksamu|mengajakmu|"
    "memintamu|bilang|pesan)(?: (?:kamu|untuk|supaya|agar|buat|mau))*|"
    "(?:pernah|sudah|apakah|apa|kalau|jika|sering|waktu|saat)(?: (?:kamu|anak))? "
    "(?:diajak|diminta|disuruh|dipaksa|dibujuk|diancam)(?: (?:untuk|supaya|agar|buat))*)"
)
"""Somebody else does it: a counselor asks about that, or warns of it."""
_OFFICIAL = "(?:di|ke) (?:kantor|puspaga|uptd|puskesmas|rumah sakit|polsek|polres)"
_CAN = "(?:bisa|boleh|akan|pernah|perlu|mau|usah|sempat|harus|minta|saling)"
_NOT = f"(?<!mau )(?<!bisa )(?<!boleh )(?<!kenapa )(?:tidak|belum|jangan|bukan)(?: {_CAN})*"
_THEIRS = "(?:mu| kamu)"
_SHOWN = "(?:foto|video|gambar|selfi|ss|s|screenshot|tangkapan layar|rekaman)(?:mu|nya|in)?"
_TELL = "(?:bilang|cerita|kasih tahu|lapor|laporkan|bocorkan|bocorin|sebut)"
_THIS = "(?: (?:dulu|ini|itu|hal|soal|tentang|apa|obrolan|masalah|ya|pernah|chat))*"
_APP = "(?:ig|fb|tiktok|tele|telegram|wa|line|discord|snapchat|twiter|medsos)"
_OURS = "(?:aku|saya|kakak|kami)"

HARMLESS: Mapping[str, tuple[str, ...]] = {
    "meet": (
        f"{_NOT} (?:ketemu|jumpa|temui|jemput)",
        f"(?:ketemu|jumpa|temui)(?: (?:lagi|langsung))?(?: (?:sama|dengan|ke))? {_THIRD}{_NO_DATE}",
        f"(?:ketemu|jumpa|temui|tatap muka)(?: (?!di |ke )\\w+){{0,4}} {_OFFICIAL}",
        f"{_OTHERS} (?:ketemu|jumpa|jemput|janjian|kopdar)",
        "sampai (?:ketemu|jumpa)(?: (?:lagi|besok|nanti|ya|minggu depan|di sini))*(?= ,|$)",
        "(?:sudah|nomornya|jalan keluarnya|belum) ketemu(?= ,|$)",
        "ketemu (?:jawaban|jalan|solusi|cara|nomor|waktu)\\w*",
    ),
    "picture": (
        f"{_NOT} (?:\\w+ )?(?:kirim|minta|kasih|bagi|lihat)(?: \\w+){{0,2}} {_SHOWN}(?: (?:atau|dan) {_SHOWN})?",
        f"{_OTHERS} (?:kirim |buka |nyalakan |lihat )?(?:{_SHOWN}|vc|video cal|vcs|pap|kamera\\w*)",
        "tidak (?:bisa|boleh|perlu|usah) (?:video cal|vc|pap)",
        (
            "(?:dia|ia|mereka|orang itu|orangnya|siapa)(?: (?:pernah|juga|sudah|yang|suka|sering|akan|kadang))* "
            f"kirim {_SHOWN}"
        ),
    ),
    "secret": (f"{_OTHERS} jangan(?: \\w+)+", f"{_OTHERS} (?:jaga |simpan |pegang )?rahasia(?: \\w+)*"),
    "promise": (
        (
            "(?:tidak|bukan|belum)(?: (?:bisa|boleh|akan|dapat|mau))*(?: (?:janji|berjanji|jaga|simpan|jadi|"
            "menjanjikan))* (?:di|ke)?rahasia\\w*"
        ),
        "(?:tidak|belum) (?:bisa|dapat|boleh) (?:janji|berjanji)",
    ),
    "blame": (
        "(?:bukan|tidak)(?: (?:pernah|karena|sama sekali))* (?:ke)?salah(?:an)?(?:mu| kamu| bapak| ibu)(?: sendiri)?",
        "(?:bukan|tidak)(?: karena)? gara kamu",
        "kamu tidak salah",
        "bukan kamu yang salah",
    ),
    "asks": (
        (
            "(?:tidak|jangan|tanpa)(?: (?:usah|perlu|harus|tulis|sebut|kasih|bilang|menulis|menyebut|boleh|tahu))* "
            f"(?:nama(?:mu)?(?: lengkap| asli| kamu)?|alamat(?:{_THEIRS})?(?: rumah)?|nomor(?:mu)?(?: hp| wa)?)"
        ),
    ),
    "penalty": (
        "(?:tidak|bukan)(?: (?:akan|bisa|untuk))* (?:dihukum|ditangkap|dipenjara|didenda)",
        "(?:tidak|bukan)(?: ada)? (?:denda|pidana|hukuman)",
    ),
    "diagnosis": ("(?:tidak|bukan)(?: (?:bisa|untuk|boleh|sedang))* (?:men)?diagnosis",),
}
"""Turns of phrase in which it is meant well."""

PATTERNS: tuple[tuple[str, str], ...] = (
    ("meet", "(?:ketemu|jumpa|kopdar|temui|nongkrong|janjian)(?:in|an|mu)?"),
    ("meet", "ke rumah(?:ku| aku| saya| kakak)"),
    ("meet", "tatap muka|met up|metup|metupan|ngedate|nge date"),
    ("meet", f"jemput(?:{_THEIRS})|{_OURS} jemput"),
    (
        "meet",
        (
            "(?:main|mampir|datang|nginap|menginap)(?: saja)? (?:ke|di) (?:rumah|kos|kamar)(?:ku|mu| aku|"
            " saya| kakak| kamu)"
        ),
    ),
    ("meet", f"{_OURS} (?:ke|datang ke|samperin) (?:rumahmu|rumah kamu|kamu|sana)"),
    ("picture", f"(?:kirim|minta|kasih|bagi|share|lihat)(?: \\w+){{0,3}} {_SHOWN}"),
    ("picture", "(?:foto|video|selfi)(?:mu| kamu)? (?:dong|donk|dulu dong|ya sayang)"),
    ("picture", "pap(?: \\w+)?"),
    ("picture", "(?:video cal|vc|vcs|vidcal)(?: (?:yuk|saja|dong|kita|kamu|aku))*"),
    ("picture", "(?:buka|nyalakan|hidupkan) kamera\\w*"),
    (
        "secret",
        (
            f"(?:jangan|tidak usah|tidak perlu|tidak boleh)(?: (?:pernah|sampai|mau|"
            f"dulu))* {_TELL}{_THIS}(?: (?:ke|sama|kepada|pada|dengan))?{_THIS} (?:siapa(?: pun)?|"
            f"orang(?: lain| rumah| tua)?|{FAMILY})"
        ),
    ),
    ("secret", "rahasia (?:kita|berdua|antara)(?: berdua)?"),
    ("secret", "(?:jaga|simpan|pegang|jadi|tutup)(?:kan)? (?:ini )?(?:sebagai )?rahasia(?: (?:ini|kita|ya))*"),
    ("secret", "(?:cuma|antara) (?:kita|aku dan kamu|kamu dan aku)(?: berdua)?(?: (?:saja|yang|tahu))+"),
    ("secret", "(?:cuma|antara) kita berdua"),
    (
        "secret",
        (
            "(?:diam|diamkan|umpetin|sembunyikan)(?: saja)? (?:dari|ke|sama) (?:orang tua|ibu|mama|bapak|"
            "ayah|guru|siapa|keluarga)"
        ),
    ),
    ("picture", "foto(?: \\w+){1,2} (?:dong|donk)"),
    ("picture", "(?:lihat|tunjukan|kirim)(?: \\w+)? (?:wajah|badan|tubuh|muka)(?:mu| kamu)"),
    ("secret", f"(?:cuma )?antara kita|jangan ada yang tahu|rahasia(?: ini)? dari {FAMILY}"),
    ("secret", f"kamu janji(?: ya)?(?: akan)? (?:tidak|jangan)(?: akan)? {_TELL}"),
    ("secret", "ini rahasia|rahasia (?:ya|dulu)|(?:biar|supaya) tidak ketahuan"),
    ("secret", f"jangan sampai (?:{FAMILY}|siapa(?: pun)?|orang(?: \\w+)?|ada yang)(?: \\w+)? tahu"),
    (
        "promise",
        (
            "(?:(?:di|ke)?rahasia(?:mu|nya|an|anmu)?)(?: \\w+)? (?:aman|terjamin|terjaga|dijamin|dijaga|"
            "kami jaga|aku jaga|saya jaga)"
        ),
    ),
    ("promise", "(?:dijamin|pasti|kami jamin|aku jamin|saya jamin) (?:aman|rahasia)"),
    ("promise", "(?:tidak akan|tidak) (?:ada )?(?:yang |siapa (?:pun )?(?:yang )?|orang )tahu"),
    ("promise", f"{_OURS} (?:janji|tidak akan|janji tidak)(?: akan| tidak)* (?:bilang|cerita|kasih tahu|lapor)"),
    ("promise", "dirahasiakan|kerahasia(?:an)?(?:mu)?"),
    ("asks", "alamat(?:mu| kamu| rumah(?:mu)?| lengkap| tingal(?:mu)?)"),
    ("asks", "(?:rumah|tingal|kos|sekolah)(?:mu| kamu|nya)? (?:kamu )?(?:di )?mana(?! pun)"),
    ("asks", "di mana (?:kamu )?(?:rumah|tingal|sekolah)(?:mu| kamu)?"),
    ("asks", "nama (?:lengkap|asli|panjang)(?:mu| kamu)?"),
    ("asks", "(?:siapa nama|nama(?:mu| kamu) siapa)(?:mu| kamu)?"),
    ("asks", f"(?:akun |nama |id )?{_APP}(?:mu| kamu|nya)? (?:apa|berapa|dong|donk)(?: \\w+)?"),
    ("asks", f"(?:minta|bagi|punya|tulis|boleh tahu|kasih)(?: (?:akun|nama|id))? {_APP}(?:mu| kamu)?"),
    (
        "asks",
        (
            "(?:nomor(?: hp| wa)?|hp|email)(?:mu| kamu) (?:berapa|apa)|(?:minta|bagi|boleh tahu) nomor(?: hp|"
            " wa)?(?:mu| kamu)?"
        ),
    ),
    ("asks", "(?:share|kirim|bagi)(?: \\w+)? (?:lokasi|loc|lok|maps)(?:mu)?|sherlok|shareloc"),
    ("handle", f"{_APP}(?:ku| aku| saya| kakak)(?= |$)"),
    ("handle", f"(?:dm|pm|inbox|ad|folow|tambahkan)(?: saja)? (?:{_OURS}|{_APP})"),
    ("handle", "nomor(?: hp| wa)?(?:ku| ku| aku| saya)"),
    ("handle", f"(?:cari|cek|lihat|tag)(?: \\w+){{0,3}} di {_APP}"),
    ("handle", "japri(?: \\w+)?"),
    ("handle", f"(?:wa|tele|telegram)(?: saja)? {_OURS}(?: saja)?"),
    (
        "handle",
        (
            f"(?:lanjut|pindah|chat|chatan|ngobrol|hubungi {_OURS})(?: saja)? (?:di|ke|lewat|"
            f"via) {_APP}(?: (?:pribadi|lain))?"
        ),
    ),
    ("blame", "(?:ke)?salah(?:an)?(?:mu| kamu)(?: sendiri)?|salah sendiri"),
    ("blame", "kamu sih(?: \\w+)*|kamu(?: sih)? (?:yang|juga) salah|kamu (?:yang )?(?:mancing|mengoda|bikin)"),
    ("blame", "gara kamu|karena kamu nakal"),
    (
        "blame",
        (
            "kenapa(?: \\w+)? (?:kamu )?(?:tidak|diam|mau|baru)(?: (?:lawan|melawan|lari|teriak|bilang|"
            "cerita|kabur|nolak|menolak|dari dulu|saja|sekarang))+"
        ),
    ),
    ("blame", "makanya(?: lain kali)? (?:jangan|kamu)|kok kamu (?:mau|diam|tidak)"),
    ("blame", "harusnya (?:kamu|bapak|ibu|tidak)|kamu (?:itu )?harusnya"),
    ("penalty", "(?:masuk |di)?penjara\\w*|bui|(?:di)?denda|(?:di)?pidana\\w*|dituntut|pasal(?: \\d+)?"),
    ("penalty", "(?:bisa|akan|nanti|kena|biar)(?: kamu)? (?:dihukum|hukuman|sanksi|ditangkap)|ditangkap(?: polisi)?"),
    (
        "penalty",
        "(?:awas|nanti)(?: kamu)? (?:dilaporkan|dilaporin|kulaporkan|aku laporkan|saya laporkan|kami laporkan)",
    ),
)
