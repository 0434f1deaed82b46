"""What a channel has no room for: F4xx."""

from tests.flow.broken.example import Example
from tests.flow.shelf import main

EXAMPLES = (
    Example(
        "F124",
        main("label: Tidak dulu", "label: Tidak dulu, mungkin besok saja"),
        "flows/main.yaml:17:18 F124 a label has at most 24 letters",
    ),
)
