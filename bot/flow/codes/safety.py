"""F2xx: what is proved over all paths of the book."""

from bot.flow.codes.code import Code

CODES: tuple[Code, ...] = ()
