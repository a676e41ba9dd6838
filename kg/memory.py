"""What the interpreter's garbage collector is told once everything is open."""

from __future__ import annotations

import gc
from typing import Final

_COLLECT_AFTER: Final = 50_000  # new containers; the default of 700 costs a tenth of the time and frees nothing


def settle_memory() -> None:
    """Let the garbage collector pass over what is open by now, and look less often: documents leave no cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 50, 100)
