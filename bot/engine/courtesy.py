"""A message that only thanks, or says goodbye: it chooses nothing, not even with a "ya" behind it."""

from bot.engine.choices import LONGEST_ANSWER
from bot.engine.spelling import SHORT, plain

THANKS = "makasih"
"""What such a message is compared with choices as."""
_CORE = frozenset("""
makasih makasi makasihh mksh mksih terimakasih kasih trims trimakasih tks thanks thank thx tq suwun nuwun dadah dah dada
daa bye babay
""".split())  # fmt: skip  # noqa: SIM905  reads better
_AROUND = frozenset("""
terima trima matur banyak banget sekali ya yaa kak kakak ka bu pak bunda min mbak mas bang oke ok okay baik siap
sudah dulu atas bantuannya infonya sarannya info saran bantuan jawabannya sangat membantu you so much lagi deh
semua semuanya aku saya sampai jumpa robot nya
""".split())  # fmt: skip  # noqa: SIM905  reads better


def thanked(text: str) -> bool:
    """Is a whole message no more than thanks or a goodbye?"""
    if len(text) > LONGEST_ANSWER:
        return False
    words = {SHORT.get(word, word) for word in plain(text).split()}
    return bool(words & _CORE) and words <= _CORE | _AROUND and words != {"kasih"}
