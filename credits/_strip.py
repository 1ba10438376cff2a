"""Taking traces out: planned from what a file tells beyond its record, and proved by reading again.

The law here: what is taken out is nowhere in the file any more. EXIF is erased in place and what
nothing points to is overwritten; blocks that are rebuilt lose only what was asked for. Pixels and
all other properties are the same before and after, and `prove` checks both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final, NamedTuple

from credits import _erasure, _ifd, traces
from credits._bytes import Source
from credits._edit import PROVENANCE, refuse
from credits._opened import Opened, reopened
from credits.blocks import _search, iim, photoshop, text
from credits.containers import Parts, jpeg
from credits.containers._parts import Erased
from credits.errors import CreditsError, UnreadableBlock, Unwritable
from credits.fields import Claims
from credits.traces import CREDENTIALS, Found

# a digest that does not fit the IIM it was made of
STALE_DIGEST: Final = "stale-digest"
# blocks that nobody can read to their end
BROKEN: Final = "broken"
OTHERS: Final = frozenset({CREDENTIALS, STALE_DIGEST, BROKEN})
KINDS: Final = frozenset({*traces.BY_KIND, *OTHERS})


class Stripping(NamedTuple):
    """A planned removal: the new parts, and what goes, by kind."""

    opened: Opened
    parts: Parts
    kinds: frozenset[str]
    removed: Found
    notes: tuple[str, ...]
    dropped: frozenset[str] = frozenset()


def planned(file: Opened, kinds: Collection[str]) -> Stripping:
    """Plan to take all traces of *kinds* out of a file.

    ``credentials`` among them takes the Content Credentials out of a signed file; a signed one is
    refused otherwise, if there is anything to take out.

    Raises:
        Truncated: the photo is damaged.
        UnreadableBlock: a block is broken, so that nothing can be taken out of it.
        Unwritable: the format is read only, or the file is signed.
    """
    asked = known(kinds)
    _refuse_framed(file, asked)
    if traces.BEHIND in asked:
        file = replace(file, parts=traces.apart(file.parts, file.container.NAME))
    found = traces.traces(file.parts, file.blocks, file.container.NAME)
    removed = {kind: those for kind, those in found.items() if kind in asked}
    signed = file.container.is_signed(file.parts)
    edits = _edits(file, asked)
    gone = {
        part for kind, part in traces.segments(file.parts, file.container.NAME) if kind in asked
    }
    drops = signed and CREDENTIALS in asked
    if not edits and not gone and not drops:
        return Stripping(file, file.parts, asked, {}, ())
    refuse(file, signed=signed and not drops)
    if drops:
        edits[CREDENTIALS] = None
    kept = tuple(part for part in file.parts.parts if part not in gone)
    parts = file.container.replaced(file.parts.with_parts(kept), edits)
    notes = ("Content Credentials (C2PA) taken out",) if drops else ()
    dropped = frozenset(name for name in ("exif", "xmp") if edits.get(name, b"") is None)
    return Stripping(file, parts, asked, removed, notes, dropped)


def _refuse_framed(file: Opened, asked: frozenset[str]) -> None:
    """Refuse to clean a drawing around a photo that tells what is to go: it is image data there.

    Raises:
        Unwritable: it does.
    """
    inside = file.framed
    if inside is None:
        return
    found = traces.traces(inside.parts, inside.blocks, inside.container.NAME)
    if told := [kind for kind in found if kind in asked]:
        raise Unwritable(f"has a photo in it that tells {', '.join(told)}",
                         help="clean that photo, and put it into the drawing again")  # fmt: skip


def known(kinds: Collection[str]) -> frozenset[str]:
    """Check the names of kinds.

    Raises:
        InvalidValue: there is no such kind.
    """
    traces.known([kind for kind in kinds if kind not in OTHERS])
    return frozenset(kinds)


def _edits(file: Opened, asked: frozenset[str]) -> dict[str, Any]:
    """Encode the blocks that change."""
    kinds = asked & traces.EVERY_KIND
    edits: dict[str, Any] = {}
    if file.blocks.xmp is not None:
        edits |= _xmp(file, kinds, asked)
    edits |= _flat(file, kinds, asked)
    texts = _texts(file, kinds)
    if None in texts:
        edits["text"] = texts
    if file.blocks.exif is not None:
        _erase(file, file.blocks.exif, asked, edits)
    return edits


def _texts(file: Opened, kinds: frozenset[str]) -> tuple[str | None, ...]:
    """Say what each text is to be: what it is, or nothing where it is a trace."""
    return tuple(None if traces.text_kind(*pair) in kinds else pair[1] for pair in file.blocks.text)


def _erase(file: Opened, block: Source, asked: frozenset[str], edits: dict[str, Any]) -> None:
    pages, kinds = file.container.NAME in traces.TIFFS, asked & traces.EVERY_KIND
    if not kinds and BROKEN not in asked and not (pages and edits):
        return
    going = Erased(traces.exif_tags(kinds), traces.exif_directories(kinds, pages=pages))
    try:
        _ifd.Tiff.of(block).first()
        patches = _erasure.erased(block, *going) if any(going) else ()
        if pages and (patches or edits):
            edits["erased"] = going
        elif patches:
            edits["exif"] = _erasure.swept(_ifd.applied(block.read(0, block.size), patches))
    except CreditsError as error:
        if BROKEN not in asked or pages:
            raise UnreadableBlock(f"the EXIF block cannot be cleaned: {error.message}",
                                  help=_WHOLE) from error  # fmt: skip
        edits["exif"] = None


def _xmp(file: Opened, kinds: frozenset[str], asked: frozenset[str]) -> dict[str, Any]:
    packet, extended = file.blocks.xmp or b"", file.blocks.extended
    if BROKEN in asked and _search.is_broken(packet):
        return {"xmp": None, "extended": None}
    provenance = CREDENTIALS in asked and b"provenance" in packet
    if not (kinds or provenance):
        return {}
    stray = bool(kinds) and _has_strays(file, packet)
    sought = traces.xmp_sought(kinds)
    if provenance:
        sought = sought._replace(names={**sought.names, PROVENANCE: CREDENTIALS})
    found = _search.occurrences(packet, sought, extended)
    # behind the place where a packet is broken anything may stand: taking out fails on it
    if not (stray or found.values or found.problems):
        return {}
    try:
        clean = _search.without(packet, sought, extended)
    except UnreadableBlock as error:
        raise UnreadableBlock(f"{error.message}, so that it cannot be cleaned",
                              help=_WHOLE) from error  # fmt: skip
    return dict(zip(("xmp", "extended"), clean, strict=True))


_WHOLE: Final = f"take the whole block out, as kind {BROKEN!r}"


def _has_strays(file: Opened, packet: bytes) -> bool:
    """Tell whether there is ExtendedXMP that the packet does not name or that is incomplete."""
    guids = {
        file.parts.payload(part, skip=4 + len(jpeg.EXTENDED_HEADER))[:32]
        for part in file.parts.of_kind("ExtendedXMP")
    }
    return any(g not in packet or g.decode("latin-1") not in file.blocks.extended for g in guids)


def _flat(file: Opened, kinds: frozenset[str], asked: frozenset[str]) -> dict[str, Any]:
    """Clean the image resources and IIM; the digest stays as right or as wrong as it was."""
    gone, numbers = traces.datasets(kinds), traces.resource_numbers(kinds)
    edits: dict[str, Any] = {}
    if file.blocks.iim is not None:
        edits |= _changed("iim", file.blocks.iim, iim.without(gone, file.blocks.iim))
    if file.blocks.photoshop is None:
        return edits
    resources = photoshop.decode(file.blocks.photoshop).values
    changes: dict[int, bytes | None] = {n: None for n in numbers if n in resources}
    inside = resources.get(photoshop.IIM)
    clean = None if inside is None else iim.without(gone, inside)
    if clean is not None and clean != inside:
        changes[photoshop.IIM] = clean
    datastream = edits.get("iim") or file.blocks.iim or clean
    stored = resources.get(photoshop.DIGEST)
    renewed = STALE_DIGEST in asked or not file.digest_stale
    if stored and stored.strip(b"\0") and datastream and renewed:
        changes |= _changed(photoshop.DIGEST, stored, photoshop.digest(datastream))
    if changes:
        edits["photoshop"] = photoshop.encode(changes, file.blocks.photoshop)
    return edits


def _changed(name: Any, old: bytes, new: bytes) -> dict[Any, bytes]:
    return {name: new} if new != old else {}


def prove(plan: Stripping, source: Source) -> None:
    """Read the result back: the same image data, no trace of those kinds, all else unharmed.

    Raises:
        Unwritable: it is not so; the original stays.
    """
    old = plan.opened
    new = reopened(old, source)
    form = new.container.NAME
    parts = traces.apart(new.parts, form) if traces.BEHIND in plan.kinds else new.parts
    left = traces.traces(parts, new.blocks, form)
    stayed = sorted(plan.kinds.intersection(left))
    if stayed:
        raise Unwritable(f"{', '.join(stayed)} cannot be taken out; the original is untouched")
    before = _without_blocks(old.claims, plan.dropped)
    touched = {name for kind in plan.kinds & traces.EVERY_KIND
               for name in traces.BY_KIND[kind].touches}  # fmt: skip
    lost = sorted(name for name in {*before, *new.claims} - touched
                  if before.get(name) != new.claims.get(name))  # fmt: skip
    if not text.same(_texts(old, plan.kinds & traces.EVERY_KIND), new.blocks.text):
        lost.append("a text")
    if lost:
        raise Unwritable(f"{', '.join(lost)} would be harmed; the original is untouched")


def _without_blocks(claims: Claims, blocks: frozenset[str]) -> Claims:
    """Leave out what blocks say that are not there any more."""
    left = {
        name: {block: value for block, value in said.items() if block not in blocks}
        for name, said in claims.items()
    }
    return {name: said for name, said in left.items() if said}
