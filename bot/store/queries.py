"""The named queries of sql/queries.sql, reviewed as SQL."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_NAMED = re.compile(r"^-- name: (\w+)(?: @(\w+))?\n(.*?);\s*$", re.DOTALL | re.MULTILINE)


@cache
def queries(database: str) -> Mapping[str, str]:
    """As `sqlite` or `postgres` says them; `{in $1}` is left to the database."""
    text = (resources.files("bot.store") / "sql" / "queries.sql").read_text(encoding="utf-8")
    return {name: body.strip() for name, only, body in _NAMED.findall(text) if only in ("", database)}
