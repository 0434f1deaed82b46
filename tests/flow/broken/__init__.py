"""One broken file, at least, for every code: what docs/problems.md shows, and what the tests let the loader read."""

from tests.flow.broken import fit, graph, safety, shape, talks, words
from tests.flow.broken.example import Example

BROKEN: tuple[Example, ...] = tuple(one for room in (shape, graph, safety, words, fit, talks) for one in room.EXAMPLES)
