"""Several edits of one file, written in one step.

Each is planned on what the one before leaves, and proved there; what is written in the end is made
of new bytes and of ranges of the file as it is, so nothing large is held and undo keeps little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from credits._bytes import File, Source
from credits.containers import Parts
from credits.containers._parts import Joined, Range
from credits.errors import Unwritable


class Stages:
    """A file on its way: *now* is what the edits so far make of the *source*."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.now: Source = source
        self._steps: list[Joined] = []

    def take(self, parts: Parts, prove: Callable[[Source], None]) -> bool:
        """Take one edit on, once it is proved; tell whether it changes anything."""
        if not parts.edits():
            return False
        step = Joined(parts)
        prove(step)
        self._steps.append(step)
        self.now = step
        return True

    @property
    def edited(self) -> bool:
        """Tell whether anything changes."""
        return bool(self._steps)

    def gives(self, other: Source) -> bool:
        """Tell whether *other* is the file as it will be."""
        mine, theirs = (one.chunks(0, one.size) for one in (self.now, other))
        return self.now.size == other.size and all(
            chunk == its for chunk, its in zip(mine, theirs, strict=True)
        )

    def verify(self, path: str) -> None:
        """Hold what stands on the disk against what was planned and proved.

        Raises:
            Unwritable: it is not the same.
        """
        with File(path) as written:
            if not self.gives(written):
                raise Unwritable("what was written cannot be read back; nothing was changed")

    def pieces(self) -> Iterator[bytes | Range]:
        """Give what the file will be made of: new bytes, and ranges of the source."""
        return self._traced((0, self.now.size), len(self._steps))

    def _traced(self, span: Range, level: int) -> Iterator[bytes | Range]:
        if not level:
            yield span
            return
        for piece in self._steps[level - 1].traced(*span):
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from self._traced(piece, level - 1)
