"""What pytest knows before it looks for tests: the examples inside the flow files are tests too."""

from tests.examples import pytest_collect_file

__all__ = ["pytest_collect_file"]
