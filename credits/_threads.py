"""Many things done by threads, a few ahead of who takes the results, which keep their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


def mapped(act: Callable[[Any], Any], given: Iterable[Any], jobs: int | None) -> Iterator[Any]:
    """Do something to many things by threads, a few ahead; the results come in their order.

    *jobs* is the number of threads; None: one for each processor.
    """
    workers = jobs or os.cpu_count() or 1
    waiting: deque[Future[Any]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for one in given:
            waiting.append(pool.submit(act, one))
            if len(waiting) > 4 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
