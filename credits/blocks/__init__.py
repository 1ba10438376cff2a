"""Metadata blocks: EXIF, IIM, Photoshop image resources and XMP.

One module a block, all of one shape: ``decode(bytes) → Decoded(values, problems)`` and
``encode(values, base) → bytes``. Values are keyed by the block's own addresses; an encoder changes
what it is given and keeps everything else of *base*, known or not. A value of None takes it out.
"""

from __future__ import annotations

from typing import Final

# in the order in which an editor's word weighs more than a camera's
NAMES: Final = ("xmp", "iim", "photoshop", "exif", "text")
