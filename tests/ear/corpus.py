"""The messages to make and to measure the ear by (README.md here)."""

from pathlib import Path

from bot.bench.messages import Message, read

__all__ = ["TUNED", "UNTOUCHED", "Message", "read"]

HERE = Path(__file__).parent
TUNED, UNTOUCHED = HERE / "tuned.csv", HERE / "untouched.csv"
