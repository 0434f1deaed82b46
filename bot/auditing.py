"""`puspaga audit verify`: does the chain of who did what hold, and where not? Told without any name."""

from bot.config import Config
from bot.storage import opened
from bot.words import AUDIT


async def verified(config: Config, spoken: int) -> tuple[bool, str]:
    """Whether it holds, and a line about it. Raises StoreDown or KeysMissing."""
    async with opened(config, reading=True) as store:
        found = await store.verify_audit()
    if found.broken:
        because = AUDIT[found.because][spoken]
        return False, AUDIT["broken"][spoken].format(n=found.broken, because=because, rows=found.rows)
    line = AUDIT["whole"][spoken].format(rows=found.rows, mark=found.mark or "-")
    older = AUDIT["older"][spoken].format(older=found.older) if found.older else ""
    return True, f"{line}{older}"
