"""A file that is broken in one way, and what a person then reads."""

from dataclasses import dataclass

from tests.flow.shelf import Files

MENU = "flows/perintah/menu.yaml"
ROUTES = "content/aman/rute.yaml"
TALL = "\n".join(f"      - Kalimat {number}." for number in range(4))


@dataclass(frozen=True, slots=True)
class Example:
    """`changes` break the shelf; a line that begins with `expected` is then told."""

    code: str
    changes: Files
    expected: str
