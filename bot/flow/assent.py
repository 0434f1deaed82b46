"""The words that are a yes or a no by themselves, as they are written in Indonesian with its slang, Banjar and Kutai,
Javanese and English. What they mean beside other words: bot/engine/yes_no.py."""

YES = frozenset({
    "ya", "iya", "y", "iy", "iyah", "ye", "yoi", "yup", "yap", "yep", "yaps", "iyaps", "yups", "yes", "yess", "yeah",
    "yea", "yeh", "iyes", "iyup", "iyap", "iye", "iyak", "hooh", "ho'oh", "ho'o", "he'eh", "heeh", "he'e", "heem",
    "he'em", "mhm", "ehem", "iyo", "iyoh", "yo", "yoh", "inggih", "nggih", "ngih", "njih", "injih", "enggih", "enjih",
    "nggeh", "inggeh", "hu'um", "huum", "uhum", "iih", "i'ih", "i-ih", "hiih", "hi'ih", "hi-ih", "betul", "btl",
    "bener", "benar", "bnr", "bujur", "leres", "correct", "right", "true", "iyadong", "iyadeh", "iyalah", "iyakak",
    "yakak",
})  # fmt: skip
AGREED = frozenset({
    "ok", "oke", "okay", "okey", "okeh", "okei", "oks", "okdeh", "okedeh", "okelah", "okok", "baik", "baiklah", "mau",
    "mao", "maulah", "maudong", "boleh", "bole", "blh", "bolehlah", "bolehdeh", "bulih", "bisa", "bs", "siap", "sip",
    "ayo", "hayuk", "hayu", "cus", "gaskan", "oce", "okesip", "siyap", "coba", "dicoba", "mari", "ayok", "ayuk", "yuk",
    "kuy", "gas", "gaskeun", "sabi", "acc", "setuju", "bersedia", "silakan", "silahkan", "monggo", "yaudah", "tentu",
    "pasti", "pastinya", "jelas", "ingin", "pengen", "pgn", "pengin", "kepengen", "gelem", "purun", "kersa", "saget",
    "iso", "oleh", "angsal", "hakun", "handak", "kawa", "ayuha", "ayuja", "ayu", "sure", "alright", "absolutely",
    "definitely", "want", "do", "would", "yakin", "minta", "butuh", "perlu",
})  # fmt: skip
NO = frozenset({
    "tidak", "tdk", "tdak", "tida", "tidk", "gak", "ga", "gk", "g", "gx", "gag", "gah", "kagak", "kaga", "kgk",
    "nggak", "ngga", "ngak", "nga", "ngg", "nggk", "enggak", "engga", "egak", "ndak", "nda", "ndk", "dak", "tak",
    "gaada", "gada", "no", "nope", "nop", "nah", "not", "never", "don't", "dont", "kada", "kd", "kadak", "kadada",
    "ora", "ra", "rak", "orak", "mboten", "boten", "endik", "ndik", "bukan", "bkn", "bukannya",
})  # fmt: skip
REFUSED = frozenset({
    "jangan", "jgn", "jngn", "jgan", "jangn", "belum", "blm", "blom", "belom", "blum", "balum", "durung", "dereng",
    "nanti", "nnti", "ntar", "entar", "ntr", "mengko", "mangke", "kaina", "kainaan", "later", "lainkali", "ogah",
    "besok", "batal", "cancel", "kapan-kapan", "nanti-nanti", "emoh", "moh", "wegah", "males", "malas", "skip",
    "enggan", "ojo", "nvm", "nevermind", "gamau", "gakmau", "gmau", "gamao", "ngamau", "nggamau", "gausah", "gakusah",
    "gausa", "gabisa", "gakbisa", "gaperlu", "gakperlu", "gajadi", "gakjadi", "gadulu", "gaboleh", "rasah",
})  # fmt: skip
WORDS = YES | AGREED | NO | REFUSED
"""Every word that is a yes or a no by itself."""
