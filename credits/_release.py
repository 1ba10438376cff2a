"""Letting go of replaced files beside the next write.

Where the last descriptor of a file that has no name any more is closed, the system takes its pages
out of memory and gives its blocks back before it returns: of a photo of some megabytes that takes
as long as copying it did. While one write follows another, a thread does it.

The law: a write that stands alone has let go of everything when it returns; of many, few files wait
at any moment, and none of them when a process forks or ends, or when a disk is said to be full.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Final, TypeVar

Result = TypeVar("Result")

# what waits holds descriptors and room on the disk
MOST: Final = 4
# so soon after a write (s) the next one belongs to the same batch; so long the thread waits for it
BATCH: Final = 0.1
# what may be had again once nothing waits: room on the disk, in a quota, in tables of descriptors
SHORTAGES: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE})


class Release:
    """Descriptors that wait to be closed, and the thread that does it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[int] = deque()
        self._thread: threading.Thread | None = None
        self._resting = 0
        self._last = -BATCH
        #: how many the thread has closed
        self.closed = 0

    def close(self, descriptor: int) -> None:
        """Close the descriptor of a replaced file: now, or soon in the midst of a batch."""
        with self._changed:
            now = monotonic()
            batch, self._last = now - self._last < BATCH, now
            if batch and len(self._waiting) < MOST and self._is_served():
                self._waiting.append(descriptor)
                self._changed.notify_all()
                return
        os.close(descriptor)

    def _is_served(self) -> bool:
        """Have a thread at work, if this process may have one more."""
        if self._thread is None and not self._resting:
            thread = threading.Thread(target=self._serve, name="credits-release", daemon=True)
            with contextlib.suppress(RuntimeError):
                thread.start()
                self._thread = thread
        return self._thread is not None and not self._resting

    def _serve(self) -> None:
        while (descriptor := self._next()) is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)
            with self._changed:
                self._waiting.popleft()
                self.closed += 1
                self._changed.notify_all()

    def _next(self) -> int | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._resting, BATCH)
            if self._waiting:
                return self._waiting[0]
            self._thread = None
            return None

    def settle(self, since: int | None = None) -> bool:
        """Wait until nothing waits; tell whether anything did, or was *closed* meanwhile."""
        with self._changed:
            before = self.closed if since is None else since
            self._changed.wait_for(lambda: not self._waiting)
            return self.closed > before

    def rest(self) -> None:
        """Wait until nothing waits and no thread is left; from then on files are closed at once."""
        with self._changed:
            self._resting += 1
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    def resume(self) -> None:
        """Let files wait again."""
        with self._changed:
            self._resting -= 1


RELEASE: Final = Release()
atexit.register(RELEASE.rest)
if hasattr(os, "register_at_fork"):
    # a child would hold what waits, and have no thread to let go of it
    os.register_at_fork(before=RELEASE.rest, after_in_parent=RELEASE.resume,
                        after_in_child=RELEASE.__init__)  # type: ignore[misc]  # fmt: skip


def again(act: Callable[[], Result]) -> Result:
    """Do something; where there is no room for it, once more when all that waited is let go.

    Raises:
        OSError: there is none even so, or something else is wrong.
    """
    closed = RELEASE.closed
    try:
        return act()
    except OSError as error:
        if error.errno not in SHORTAGES or not RELEASE.settle(closed):
            raise
    return act()
