"""What families read, text by text: how long its sentences are, what is not said, what a lock screen would show."""

import re
from collections.abc import Iterable, Mapping

from bot.flow.forbidden import BUT, CHILDREN, PHRASES
from bot.flow.known import BANDS, Known
from bot.flow.pieces import BUBBLES, REPLY, TIP, Piece

LONGEST_BUBBLE = 240
"""Letters of one bubble (flow-language.md, Words)."""
HIDDEN = 40
"""Letters of a bubble that a lock screen shows."""
LONGEST_SENTENCE: Mapping[str, int] = {"child": 10, "parent": 14, "anyone": 14}
"""Words of one sentence, by who reads it (flow-language.md, Words)."""
YOUNG = frozenset({"0-1", "2-3", "4-6", "7-9"})
LONGEST_FOR_YOUNG = 8
TEENS = frozenset({"13-15", "16-17", "18+"})
"""They read as long sentences as anybody."""
_WORD = re.compile(r"[\w']+")
_READ = re.compile(r"\{[\w.]+\}|[^\W\d_][\w'’/-]*")
"""A word that takes reading: a number is none, a blank is one."""
_SENTENCE = re.compile(r"[.!?…:;·\n]+(?=\s|$|[”\"'])")


def check_piece(piece: Piece, known: Known) -> None:
    """Notes every problem in the source of the piece."""
    text, problem = piece.text, piece.source.problem
    if not text.strip():
        problem(piece.path, "F160")
        return
    if piece.role in BUBBLES and len(text) > LONGEST_BUBBLE:
        problem(piece.path, "F161", most=LONGEST_BUBBLE, count=len(text))
    for code, phrase in forbidden_in(text):
        if code not in CHILDREN or piece.role == REPLY:
            problem(piece.path, code, word=phrase)
    if piece.role in BUBBLES and piece.role != REPLY and piece.language == "id":
        most = longest_for(piece)
        for count, begin in long_sentences(text, most):
            problem(piece.path, "F320", count=count, most=most, begin=begin)
    if piece.role in BUBBLES:
        for word in telling(text, known.giveaway):
            problem(piece.path, "F163", word=word, most=HIDDEN)


def longest_for(piece: Piece) -> int:
    """Words of one sentence of a piece. A tip for a parent speaks of a child of some age, not to one."""
    if piece.traits & YOUNG and (piece.reader == "child" or piece.role != TIP):
        return LONGEST_FOR_YOUNG
    bands = piece.traits.intersection(BANDS)
    if bands and bands <= TEENS:
        return LONGEST_SENTENCE["anyone"]
    reader = next((one for one in ("child", "parent") if one in piece.traits), piece.reader)
    return LONGEST_SENTENCE[reader]


def long_sentences(text: str, most: int) -> Iterable[tuple[int, str]]:
    """Words of every sentence that has more than `most`, and how it begins."""
    return ((len(words), " ".join(words[:3])) for words in sentences(text) if len(words) > most)


def sentences(text: str) -> list[list[str]]:
    """The words that are read, sentence by sentence."""
    return [words for sentence in _SENTENCE.split(text) if (words := _READ.findall(sentence))]


def plain(text: str) -> str:
    """Words alone, with a blank on both sides."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def forbidden_in(text: str) -> Iterable[tuple[str, str]]:
    """Code and phrase of everything that is not said."""
    said = plain(text)
    for phrase in _BUT:
        said = said.replace(phrase, "  ")
    for padded, code, phrase in _PHRASES:
        if padded in said:
            yield code, phrase


def telling(text: str, giveaway: Iterable[str]) -> list[str]:
    """Words that begin within the first letters and tell what the talk is about."""
    begun = [one.group() for one in _WORD.finditer(text.casefold()) if one.start() < HIDDEN]
    shown = f" {' '.join(begun)} "
    return sorted(word for word in giveaway if f" {word} " in shown)


_PHRASES = [(plain(phrase), code, phrase) for code, phrases in PHRASES.items() for phrase in phrases]
_BUT = [plain(phrase) for phrase in sorted(BUT, key=len, reverse=True)]
