"""One broken file, at least, for every code: what docs/problems.md shows, and what the tests let the loader read."""

from tests.flow.broken import fit, graph, shape, talks, words
from tests.flow.broken.example import Example

BROKEN: tuple[Example, ...] = (*shape.EXAMPLES, *graph.EXAMPLES, *words.EXAMPLES, *fit.EXAMPLES, *talks.EXAMPLES)
