"""Middles and margins of what was measured."""

from collections.abc import Sequence
from statistics import median
from typing import Any

Figures = dict[str, Any]
"""What a benchmark found, by name: the JSON edge."""


def middle(values: Sequence[float]) -> float:
    return median(values)


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` of all values do not exceed (0.99: the 99th hundredth)."""
    ranked = sorted(values)
    return ranked[min(int(len(ranked) * part), len(ranked) - 1)]


def spread(seconds: Sequence[float], unit: float, name: str) -> Figures:
    """p50, p95 and p99 of durations, in units of `unit` seconds."""
    return {f"p{round(part * 100)}_{name}": round(share(seconds, part) / unit, 2) for part in (0.5, 0.95, 0.99)}


def lines(figures: Figures, indent: int = 0) -> list[str]:
    """For people: one figure a line."""
    told: list[str] = []
    for name, value in figures.items():
        if isinstance(value, dict):
            told += [f"{'  ' * indent}{name}", *lines(value, indent + 1)]
        elif isinstance(value, list):
            rows = (" · ".join(f"{key} {one}" for key, one in row.items()) for row in value)
            told += [f"{'  ' * indent}{name}", *(f"{'  ' * (indent + 1)}{row}" for row in rows)]
        else:
            told.append(f"{'  ' * indent}{name}: {value}")
    return told
