"""The named queries of sql/queries.sql, reviewed as SQL."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_NAMED = re.compile(r"^-- name: (\w+)\n(.*?);\s*$", re.DOTALL | re.MULTILINE)


@cache
def queries() -> Mapping[str, str]:
    text = (resources.files("bot.store") / "sql" / "queries.sql").read_text(encoding="utf-8")
    return {name: body.strip() for name, body in _NAMED.findall(text)}
