"""Containers: one module a file format, each taking files apart and putting them together.

Formats are told apart by content, never by name. A container hands out raw blocks and takes new
ones; it does not know what they mean. A format's file is opened when a photo may be of it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from credits.containers import _sidecar
from credits.containers._parts import Blocks, Container, Parts, Problem, Range, Size, join
from credits.errors import PointerFile, Truncated, WrongSignature

if TYPE_CHECKING:
    from credits._bytes import Source

__all__ = [
    "FORMATS",
    "SIDECAR",
    "Blocks",
    "Container",
    "Parts",
    "Problem",
    "Range",
    "Size",
    "container_of",
    "is_image",
    "join",
    "split",
]

# in the order in which they are asked: a maker's raw file is a TIFF too
ROOMS: Final = (
    "jpeg", "png", "webp", "raw", "tiff", "gif", "heif", "avif", "jxl", "psd", "svg",
)  # fmt: skip


class _Formats(Mapping[str, Container]):
    """All formats by name, in the order of the table."""

    def __getitem__(self, name: str) -> Container:
        if name not in ROOMS:
            raise KeyError(name)
        return _opened(name)

    def __iter__(self) -> Iterator[str]:
        return iter(ROOMS)

    def __len__(self) -> int:
        return len(ROOMS)

    def __contains__(self, name: object) -> bool:
        return name in ROOMS


@cache
def _opened(name: str) -> Container:
    return cast("Container", importlib.import_module(f"credits.containers.{name}"))


FORMATS: Final[Mapping[str, Container]] = _Formats()

# what an XMP file beside an image is taken for; it is no image
SIDECAR: Final = cast("Container", _sidecar)

# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
POINTER: Final = b"version https://git-lfs.github.com/spec/v1"
# an SVG may begin with comments
HEAD: Final = 4096


def container_of(source: Source) -> Container:
    """Find the format by the first bytes.

    Raises:
        Truncated: the file is empty.
        PointerFile: a git-lfs pointer stands for the image.
        WrongSignature: no format begins like this.
    """
    head = source.peek(0, HEAD)
    for name in ROOMS:
        container = _opened(name)
        if container.recognises(head):
            return _raw_or(container, source) if container.NAME == "tiff" else container
    if not head:
        raise Truncated("is empty")
    if head.startswith(POINTER):
        raise PointerFile("is a git-lfs pointer, not the image", help="fetch it: git lfs pull")
    raise WrongSignature(f"is not an image in a format known here ({', '.join(FORMATS)})")


def _raw_or(container: Container, source: Source) -> Container:
    """Tell what a sensor saw from a TIFF."""
    from credits.containers import raw

    return FORMATS[raw.NAME] if raw.is_raw(source) else container


def is_image(source: Source) -> bool:
    """Tell by the first bytes whether this is an image in a format known here."""
    head = source.peek(0, HEAD)
    return any(container.recognises(head) for container in FORMATS.values())


def split(source: Source) -> tuple[Container, Parts]:
    """Find the format and take the file apart.

    Raises:
        UnreadableImage: it is none, or ends within its own head.
    """
    container = container_of(source)
    return container, container.split(source)
