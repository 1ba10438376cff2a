"""A file taken apart and decoded: all that reading and writing need to know of it.

Reading forgives: what could not be read becomes a problem, and hides nothing else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from credits import containers
from credits._atomic import same_ranges
from credits._bytes import Buffer, Source
from credits.blocks import exif, iim, photoshop, text, xmp
from credits.containers import Blocks, Container, Parts, Problem, Range
from credits.containers._parts import marked_image
from credits.errors import UnreadableImage, Unwritable
from credits.fields import (
    EXIF_WANTED,
    NAMES,
    XMP_FIELDS,
    Claims,
    claims,
    known,
    places,
)
from credits.reconcile import Precedence, Resolution, reconcile

LEGACY_DIGEST: Final = xmp.clark("photoshop:LegacyIPTCDigest")


class Wanted(NamedTuple):
    """The addresses to read in each block (None: all of them), and the properties they are of."""

    xmp: frozenset[str]
    iim: frozenset[iim.Address] | None
    exif: frozenset[exif.Address]
    names: Collection[str] = NAMES


EVERYTHING: Final = Wanted(frozenset({*XMP_FIELDS, LEGACY_DIGEST}), None, EXIF_WANTED)


@cache
def wanted_of(names: tuple[str, ...]) -> Wanted:
    """Gather the addresses of some properties."""
    xmp_names, datasets, tags = (
        frozenset(place for name in names for place in places(known(name).name, block))
        for block in ("xmp", "iim", "exif")
    )
    return Wanted(xmp_names, datasets, tags, frozenset(names))


@dataclass(frozen=True)
class Opened:
    """A file taken apart and decoded: all that reading and writing need.

    What its blocks say (*decoded*, by their own addresses) is turned into claims, and these are
    settled, when somebody asks. *names* are the properties that were looked for; *model* is the
    image whose word a new sidecar takes over; *digest_stale* tells whether IIM was changed after
    XMP was last brought in step with it.
    """

    source: Source
    container: Container
    parts: Parts
    blocks: Blocks
    decoded: dict[str, Any]
    problems: tuple[Problem, ...]
    precedence: Precedence = "default"
    names: Collection[str] = NAMES
    model: Opened | None = None
    digest_stale: bool = False

    @cached_property
    def claims(self) -> Claims:
        """Say what every block claims of every property that was looked for."""
        return claims(self.decoded, self.names)

    @cached_property
    def resolutions(self) -> dict[str, Resolution]:
        """Settle every property."""
        return self._settled(self.claims) if self.model is None else self.model.resolutions

    @cached_property
    def framed(self) -> Opened | None:
        """Open the photo that a drawing is nothing but a frame of; None for all other files."""
        if self.container.NAME != "svg":
            return None
        from credits.containers._framed import framed  # noqa: PLC0415  (only for drawings)

        data = framed(self.source)
        try:
            return None if data is None else opened(Buffer(data), self.precedence)
        except UnreadableImage:
            return None

    def claimed(self, names: Collection[str]) -> Claims:
        """Say what every block claims of some properties."""
        return claims(
            {block: _selected(says, block, names) for block, says in self.decoded.items()}
        )

    def resolved(self, names: Collection[str], said: Claims | None = None) -> dict[str, Resolution]:
        """Settle some properties; *said* is what the blocks claim of them, where that is known."""
        if self.model is not None:
            return self.model.resolved(names)
        return self._settled(self.claimed(names) if said is None else said)

    def _settled(self, found: Claims) -> dict[str, Resolution]:
        return reconcile(found, digest_stale=self.digest_stale, precedence=self.precedence)


def _selected(values: Mapping[Any, Any], block: str, names: Collection[str]) -> dict[Any, Any]:
    return {
        place: values[place] for name in names for place in places(name, block) if place in values
    }


def opened(
    source: Source,
    precedence: Precedence = "default",
    wanted: Wanted = EVERYTHING,
    container: Container | None = None,
) -> Opened:
    """Take a file apart and decode its blocks.

    The format is told by the content unless *container* names one that is no image's.

    Raises:
        UnreadableImage: it is no image in a format known here.
    """
    if container is None or container.NAME in containers.FORMATS:
        container = containers.container_of(source)
    parts = container.split(source)
    blocks = blocks_of(container, parts)
    problems = [*parts.problems, *blocks.problems]
    decoded, datastream = _decoded(blocks, wanted, problems)
    stale = _digest_is_stale(decoded.get("photoshop", {}), datastream)
    return Opened(source, container, parts, blocks, decoded, tuple(problems), precedence,
                  wanted.names, digest_stale=stale)  # fmt: skip


def blocks_of(container: Container, parts: Parts) -> Blocks:
    """Gather the raw blocks; Photoshop's own format has them all in its resources."""
    blocks = container.blocks(parts)
    return _out_of_resources(blocks) if container.NAME == "psd" else blocks


def reopened(old: Opened, source: Source) -> Opened:
    """Take an edited file apart again, to hold it against what it was: its image is the same.

    Raises:
        Unwritable: it is not so, or nothing that can be read; the original stays.
    """
    try:
        new = opened(source, container=old.container)
    except UnreadableImage as error:
        raise Unwritable(f"the edited file cannot be read back: {error.message}") from error
    ranges, others = (_copied(file.container, file.parts) for file in (old, new))
    if not same_ranges(old.source, ranges, source, others):
        raise Unwritable("the edited file has other image data; the original is untouched")
    return new


def _copied(container: Container, parts: Parts) -> list[Range]:
    """List what an edit copies: the image, and of JPEG what stands behind it without a look."""
    return marked_image(parts) if container.NAME == "jpeg" else container.image_data(parts)


def _out_of_resources(blocks: Blocks) -> Blocks:
    """Find EXIF and XMP among the image resources, where Photoshop's own format has them."""
    resources = photoshop.decode(blocks.photoshop or b"").values
    exif_block = resources.get(photoshop.EXIF)
    return blocks._replace(
        exif=None if exif_block is None else Buffer(exif_block), xmp=resources.get(photoshop.XMP)
    )


def _decoded(
    blocks: Blocks, wanted: Wanted, problems: list[Problem]
) -> tuple[dict[str, Any], bytes | None]:
    """Decode every block; gives what they say, and the IIM as it stands."""
    decoded: dict[str, Any] = {}
    if blocks.xmp is not None:
        packet = xmp.decode(blocks.xmp, wanted.xmp, blocks.extended)
        decoded["xmp"] = _kept(packet, "xmp", problems)
    if blocks.photoshop is not None:
        resources = photoshop.decode(blocks.photoshop)
        decoded["photoshop"] = _kept(resources, "photoshop", problems)
    datastream = datastream_of(blocks, decoded)
    if datastream is not None:
        decoded["iim"] = _kept(iim.decode(datastream, wanted.iim), "iim", problems)
    if blocks.exif is not None:
        decoded["exif"] = _kept(exif.decode(blocks.exif, wanted.exif), "exif", problems)
    if blocks.text:
        decoded["text"] = _kept(text.decode(blocks.text), "text", problems)
    return decoded, datastream


def _kept(found: Any, block: str, problems: list[Problem]) -> Any:
    if found.problems:
        problems += [Problem(block, message) for message in found.problems]
    return found.values


def datastream_of(blocks: Blocks, decoded: Mapping[str, Any]) -> bytes | None:
    """Find the IIM: by itself (TIFF tag 33723), else among the image resources."""
    found = blocks.iim or decoded.get("photoshop", {}).get(photoshop.IIM)
    return found if isinstance(found, bytes) and found else None


def _digest_is_stale(resources: Mapping[int, bytes], datastream: bytes | None) -> bool:
    stored = resources.get(photoshop.DIGEST)
    # sixteen zeros: written by software that could not compute it
    if stored is None or datastream is None or not stored.strip(b"\0"):
        return False
    return stored != photoshop.digest(datastream)


def of_sidecar(source: Source, image: Opened) -> Opened:
    """Take a sidecar for a file of its own; one that is yet to be written takes over its image's.

    What editors said in *image* is then due in it like in any new block.
    """
    file = opened(source, container=containers.SIDECAR)
    return file if source.size else dataclasses.replace(file, model=image)
