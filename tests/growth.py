"""Whether work grows as its input does: counted in processor time, not by the clock on the wall."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# what is four times as long may take eight times as long, and no more; a square takes sixteen
TIMES, ALLOWED = 4, 8
# what takes less than this says nothing (s)
LEAST = 0.02


def spent(act: Callable[[], object]) -> float:
    """Give the seconds of processor time that an act takes, without the collector's."""
    gc.disable()
    try:
        begin = time.thread_time()
        act()
        return time.thread_time() - begin
    finally:
        gc.enable()


def is_linear(act: Callable[[int], object], size: int, most: float = 3.0) -> bool:
    """Tell whether an act of a growing size stays in proportion, up to *most* seconds.

    Sizes are doubled until one takes long enough to be measured; the quotient counts then.
    """
    for _ in range(3):  # a machine that does other things is asked again
        small = max(spent(lambda: act(size)), 1e-6)
        large = spent(lambda: act(size * TIMES))
        if large < most and (large < LEAST * TIMES or large / small < ALLOWED):
            return True
    return False
