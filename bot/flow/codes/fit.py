"""F4xx: what a channel has no room for."""

from bot.flow.codes.code import error

CODES = (
    error(
        "F124",
        ("tulisan tombol paling banyak {most} huruf", "a label has at most {most} letters"),
        ("singkatkan", "make it shorter"),
    ),
)
