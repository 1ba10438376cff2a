"""Renditions: resized and recoded copies, which lose the credit of their original, and get it back.

Laws: the image data of a rendition is its own, byte for byte, before and after; who is named in it
is named in its original; what says more of people and places than a photo has to is not carried
on. All that happens to a file is written in one step.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from credits import _edit, _geometry, _strip, containers, traces
from credits._atomic import replace_file
from credits._bytes import File, Readable, Source, source_of
from credits._opened import Opened, opened
from credits._stages import Stages
from credits._values import checked
from credits.credit_bridge import line_of
from credits.credit_comparison import compared
from credits.errors import CreditsError, InvalidValue, Unwritable
from credits.fields import BY_NAME, FIELDS, holds, present
from credits.journal import Journal
from credits.photo import Photo, Written, read
from credits.record import Record

# what belongs to one file and not to every copy of the picture, or is nobody else's business
OWN: Final = frozenset({
    "creator_contact", "image_guid", "max_width", "max_height", "rating", "orientation", "gps",
    "caption_writer", "job_id", "urgency", "category", "supplemental_categories", "regions",
    "date_digitized",
})  # fmt: skip
CARRIED: Final = tuple(field.name for field in FIELDS if field.writable and field.name not in OWN)
_PLACES: Final = ("locations_created", "locations_shown")
_DEGREES: Final = frozenset({"latitude", "longitude", "altitude"})
# bits of 256 by which a picture must be nearer the original untouched than turned
_SURER: Final = 16


class _How(NamedTuple):
    """The manner of a write."""

    keep: frozenset[str] = frozenset()
    overwrite: bool = False
    dry_run: bool = False
    durable: bool = False
    preserve_mtime: bool = False
    journal: Journal | None = None


def carry(
    original: Photo | Readable,
    *renditions: Readable,
    keep: Collection[str] = (),
    overwrite: bool = False,
    dry_run: bool = False,
    durable: bool = False,
    preserve_mtime: bool = False,
    journal: Journal | None = None,
) -> list[Any]:
    """Put caption, credit and rights of the original into renditions of it, losslessly.

    Renditions given as paths are edited in place (a `Written` for each); bytes or binary file
    objects give new bytes. What the original says replaces what the rendition says, except where
    it names other people: that is refused unless *overwrite*. Sizes and an orientation that the
    rendition's pixels belie are corrected. Place, serial numbers, maker notes, history and the old
    thumbnail are taken out of the rendition and never carried over, but for the kinds of
    `credits.traces` in *keep*: with ``gps`` the coordinates in the locations are carried, too.

    Raises:
        UnreadableImage: one of them is no photo, or a damaged one.
        InvalidValue: there is no such kind, or a rendition is the original itself.
        Unwritable: the format, the size, the file system or a signature forbids it, or a rendition
            names other people.
    """
    kept = traces.known(keep)
    photo = original if isinstance(original, Photo) else read(original)
    how = _How(kept, overwrite, dry_run, durable, preserve_mtime, journal)
    return [_carried(photo, rendition, how) for rendition in renditions]


def _carried(original: Photo, rendition: Readable, how: _How) -> Written | bytes:
    path = os.fspath(rendition) if isinstance(rendition, (str, os.PathLike)) else None
    try:
        with source_of(rendition) as source:
            if isinstance(source, File) and _is_same(original.path, source):
                raise InvalidValue("is the original itself, which stays as it is",
                                   help="name the renditions of it")  # fmt: skip
            file = opened(source)
            wanted = _wanted(original.record, file, with_degrees="gps" in how.keep)
            if not how.overwrite:
                _refuse_others(original.record, file)
            return _written(source, _staged(original, source, wanted, how), how)
    except CreditsError as error:
        raise error.located(path) from error.__cause__


def _is_same(original: str | None, rendition: File) -> bool:
    """Tell whether a rendition is the file the original was read from, by whatever name."""
    return (
        original is not None
        and os.path.exists(original)
        and os.path.samestat(os.stat(original), os.fstat(rendition.descriptor))
    )


def _wanted(record: Record, file: Opened, *, with_degrees: bool) -> dict[str, Any]:
    """Give the properties to carry that the format of the rendition has a place for."""
    said = record.model_dump(include=set(CARRIED), exclude_none=True)
    if not with_degrees:
        said |= {name: _without_degrees(said[name]) for name in _PLACES if said.get(name)}
    blocks = [*file.container.WRITES, *(["iim"] if "photoshop" in file.container.WRITES else ())]
    wanted = {
        name: value for name, value in said.items()
        if present(value) and any(holds(BY_NAME[name], block) for block in blocks)
    }  # fmt: skip
    others = {name: texts for name, texts in record.translations.items() if name in wanted}
    return checked(wanted | ({"translations": others} if others else {}))


def _without_degrees(places: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    bare = (
        {name: value for name, value in place.items() if name not in _DEGREES and present(value)}
        for place in places
    )
    return [place for place in bare if place]


def _refuse_others(record: Record, file: Opened) -> None:
    values = {name: found.value for name, found in file.resolutions.items()
              if name in {"creators", "credit_line", "source", "copyright_notice"}}  # fmt: skip
    known = line_of(Record.model_validate(values))
    found = compared(line_of(record), known)
    if found.verdict == "different":
        raise Unwritable(
            f"names others than its original ({found}); nothing was carried",
            help="--overwrite takes the original's word",
        )


def _staged(
    original: Photo, source: Source, wanted: dict[str, Any], how: _How
) -> tuple[Stages, Written]:
    """Plan all that happens to one rendition: credit first, so that it is never without."""
    stages = Stages(source)
    edit = _edit.planned(opened(source), wanted)
    stages.take(edit.parts, partial(_edit.prove, edit))
    clean = _strip.planned(opened(stages.now), frozenset(traces.PRIVATE) - how.keep)
    stages.take(clean.parts, partial(_strip.prove, clean))
    file = opened(stages.now)
    fitting = _geometry.planned(file, upright=_belies(original, file, stages.now))
    stages.take(fitting.parts, partial(_geometry.prove, fitting))
    path = source.path if isinstance(source, File) else ""
    changes = _edit.differences(edit) | fitting.changes
    return stages, Written(path, stages.edited, changes, edit.notes + clean.notes, clean.removed)


def _belies(original: Photo, file: Opened, now: Source) -> bool:
    """Tell whether a rendition is upright already, though its orientation says to turn it."""
    said = file.resolutions.get("orientation")
    if said is None or said.value in {None, _geometry.UPRIGHT}:
        return False
    from credits.fingerprints import fingerprint  # noqa: PLC0415  (only for what is to be turned)

    upright = _geometry.planned(file, upright=True)
    try:
        seen = fingerprint(original.origin, variants=True)
        turned = fingerprint(now.read(0, now.size))
        straight = fingerprint(containers.join(upright.parts))
    except CreditsError:  # no decoder: what it says is left standing
        return False
    return seen.apart(straight) + _SURER <= seen.apart(turned)


def _written(source: Source, staged: tuple[Stages, Written], how: _How) -> Written | bytes:
    stages, written = staged
    if not isinstance(source, File):
        return stages.now.read(0, stages.now.size)
    if stages.edited and not how.dry_run:
        replace_file(
            source,
            stages.pieces(),
            partial(_verify, stages, source, how.journal),
            durable=how.durable,
            preserve_mtime=how.preserve_mtime,
        )
    return written


def _verify(stages: Stages, source: File, journal: Journal | None, temporary: str) -> None:
    stages.verify(temporary)
    if journal is not None:
        with File(temporary) as new:
            journal.keep(source.path, source, stages.pieces(), new)
