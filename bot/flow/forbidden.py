"""What is not said to families, by what is wrong with it: whole words, without punctuation, Indonesian and English.

Each stands here because somebody writes it with good intentions. `BUT` are turns of phrase in which it is meant well.
"""

from collections.abc import Mapping

ORDERS, BLAMES, DIAGNOSES = "F301", "F302", "F303"
PENALTIES, RELIGION, SECRECY, SPEED, DUTY = "F304", "F305", "F306", "F307", "F308"
COLD, ASKS = "F309", "F321"

PHRASES: Mapping[str, tuple[str, ...]] = {
    ORDERS: (
        "harus", "haruslah", "wajib", "diwajibkan", "mesti", "kudu", "must", "have to", "you need to",
    ),
    BLAMES: (
        "seharusnya", "semestinya", "harusnya", "salahmu", "salahmu sendiri", "kesalahanmu", "salah kamu",
        "kamu yang salah", "salah bapak/ibu", "gara gara kamu", "karena kamu nakal", "kamu nakal", "anak nakal",
        "kenapa kamu tidak", "kenapa tidak dari dulu", "kok kamu", "makanya jangan", "your fault", "should have",
        "why didn't you",
    ),
    DIAGNOSES: (
        "depresi", "bipolar", "skizofrenia", "adhd", "autis", "autisme", "ptsd", "ocd", "hiperaktif", "gangguan jiwa",
        "gangguan mental", "gangguan kecemasan", "gangguan kepribadian", "sakit jiwa", "kelainan", "abnormal",
        "didiagnosis", "diagnosis", "depression", "depressed", "disorder", "mental illness",
    ),
    PENALTIES: (
        "penjara", "dipenjara", "denda", "didenda", "pidana", "dipidana", "ditangkap", "dihukum", "pasal", "tuntutan",
        "dituntut", "prison", "jail", "arrested", "punished", "prosecuted",
    ),
    RELIGION: (
        "dosa", "berdosa", "durhaka", "neraka", "azab", "laknat", "kualat", "haram", "murtad", "kata agama",
        "menurut agama", "perintah agama", "dilarang agama", "kehendak tuhan", "ujian tuhan", "ujian dari tuhan",
        "sin", "sinful", "hell", "god wants", "god's will",
    ),
    SECRECY: (
        "rahasia", "rahasiamu", "rahasianya", "dirahasiakan", "kerahasiaan", "kerahasiaanmu", "pasti aman", "dijamin",
        "terjamin", "kami jamin", "aku jamin", "janji tidak", "kami janji", "aku janji", "tidak akan ada yang tahu",
        "tidak ada yang tahu", "hanya kita yang tahu", "hanya kita berdua", "secret", "confidential", "guarantee",
        "guaranteed", "nobody will know", "no one will know", "i promise", "we promise",
    ),
    SPEED: (
        "segera", "sesegera mungkin", "secepatnya", "secepat mungkin", "sebentar lagi", "tidak lama lagi",
        "dalam beberapa menit", "dalam hitungan menit", "langsung dibalas", "cepat dibalas", "tunggu sebentar",
        "soon", "as soon as", "right away", "immediately", "shortly", "in a minute", "in a moment",
        "in a few minutes",
    ),
    DUTY: (
        "konselor sedang", "konselor siap", "konselor selalu", "konselor sudah", "konselor akan", "konselor online",
        "kakak konselor siap", "tim kami siap", "kami siap", "selalu siap", "siap membantu", "siap 24 jam", "24 jam",
        "24 7", "kapan saja ada konselor", "counselor is", "counselors are", "counsellor is", "always available",
        "always here", "around the clock", "24 hours",
    ),
    COLD: ("anda", "terverifikasi", "diverifikasi", "klien", "korban", "pelaku", "victim", "perpetrator"),
    ASKS: (
        "siapa namamu", "siapa nama kamu", "siapa nama", "namamu siapa", "nama kamu siapa", "nama lengkap",
        "nama lengkapmu", "sebutkan nama", "sebut namamu", "tulis nama", "tulis namamu", "boleh tahu nama",
        "alamatmu", "alamat rumah", "alamat lengkap", "tulis alamat", "di mana rumahmu", "rumahmu di mana",
        "kamu tinggal di mana", "tinggalnya di mana", "di mana kamu tinggal", "sekolah di mana", "sekolahmu di mana",
        "sekolahmu apa", "nama sekolah", "nama sekolahmu", "sekolah mana", "kirim foto", "kirim fotomu", "fotomu",
        "foto kamu", "kirim gambar", "kirim video", "kirim selfie", "kirim lokasi", "what is your name",
        "what's your name", "your full name", "your address", "where do you live", "which school", "your school",
        "send a photo", "send a picture", "send me a picture", "your photo",
    ),
}  # fmt: skip
BUT = (
    "bukan salahmu", "bukan salah kamu", "tidak salahmu", "bukan kesalahanmu", "bukan salah bapak/ibu",
    "bukan karena kamu nakal", "not your fault", "tidak harus", "tidak wajib", "don't have to", "do not have to",
    "tidak rahasia", "bukan rahasia", "tidak bisa dirahasiakan", "jangan kirim foto", "tidak perlu kirim foto",
    "jangan tulis nama", "tidak perlu tulis nama", "tanpa nama lengkap",
)  # fmt: skip
"""Taken out of a text before it is looked at."""
CHILDREN = frozenset({ASKS})
"""Sorts that are only wrong where a child may read. Of the texts of flows that is looked at on every path
(proof_privacy); replies are read by everybody."""
