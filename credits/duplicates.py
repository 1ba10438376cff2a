"""The same photo elsewhere: search, groups, and what their credits say of each other.

64-bit hashes of all variants find candidates, the 256-bit hash of the same variant confirms them.
Laws: a group is a star, every photo in it directly like its reference, never a chain; a credit is
suggested only from a photo that is directly like the one without; what differs in the moment or the
camera is a series, however like; pictures without detail are like nothing. Nothing is changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import combinations
from typing import Any, Final, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from credits._bytes import Readable, source_of
from credits._hamming import Pairs, matches, pairs
from credits._opened import Wanted, opened
from credits._threads import mapped
from credits.credit_comparison import compared
from credits.credit_line import parse
from credits.errors import CreditsError, InvalidValue, NoPixels
from credits.fields import present
from credits.fingerprints import HASHES, STANDING, VARIANTS, Fingerprint, fingerprint
from credits.photo import Photo, read
from credits.record import Record

__all__ = ["Duplicates", "Group", "Level", "Match", "Pairs", "dedupe", "matches", "pairs"]


class Level(StrEnum):
    """How sure: *same* picture, *likely* the same, or for people to *review*."""

    SAME = "same"
    LIKELY = "likely"
    REVIEW = "review"

    @property
    def rank(self) -> int:
        """Give 0 for the surest."""
        return list(Level).index(self)


# most bits of 256 that differ; docs/likeness.md has the rates measured for them
LEVELS: Final = {Level.SAME: 36, Level.LIKELY: 50, Level.REVIEW: 73}
# most bits of 64 that differ, by hash, where nothing else is asked for
RADII: Final = {
    "phash": 8, "ahash": 2, "dhash": 4, "whash": 2, "colorhash": 1, "crop-resistant": 4,
}  # fmt: skip
# Exif 3.0, 4.6.5: BodySerialNumber
SERIAL: Final = ("exif", 0xA431)
# candidates confirmed at a time
PIECE: Final = 1 << 18

Rows = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Item:
    """One photo as it is compared.

    *image_hash* is SHA-256 of the image data alone, *credit* the printed credit or None, *taken*
    and *serial* the moment and the camera, *pixels* how many there are.
    """

    path: str
    sha256: str
    image_hash: str
    fingerprint: Fingerprint
    credit: str | None = None
    taken: str | None = None
    serial: str | None = None
    pixels: int = 0


class Missed(NamedTuple):
    """A photo that is compared with nothing, and why; *undecided*: it could not be looked at."""

    path: str
    reason: str
    undecided: bool = False


class Archive(Protocol):
    """What was seen before; `credits.catalog.Catalog` is one."""

    def known(self, path: str) -> Item | Missed | None:
        """Give what is known of a file, if it is as it was then."""

    def like(
        self, items: Sequence[Item], radius: int, *, jobs: int | None = None
    ) -> Sequence[Item]:
        """Give the photos that may be like some of these; none of these files is among them."""

    def named(self, names: Iterable[str]) -> Sequence[Item]:
        """Give the photos that have one of these names, in whatever folder."""

    def records(self, paths: Iterable[str]) -> Mapping[str, Record]:
        """Give what files said, by path."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two photos that are like each other: the evidence.

    *distance* is in bits of the hash that was searched, *distance256* in bits of pHash 256, both
    between the picture as it stands (or *trimmed*) and the *variant* of the other one. *series*:
    like, and taken at another moment or by another camera.
    """

    first: str
    second: str
    distance: int
    distance256: int
    variant: str
    level: Level
    series: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One photo in a group; *match* is its likeness to the reference, None for that itself."""

    item: Item
    match: Match | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A *credit* for photos without one: *source* is directly like each of *targets*."""

    credit: str
    source: str
    targets: tuple[str, ...]
    evidence: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A reference, first in *members*, and all that is directly like it, by path.

    *kind* is ``exact`` if all have the same image data. *conflict*: their credits name different
    people or agencies.
    """

    id: str
    kind: Literal["exact", "near"]
    members: tuple[Member, ...]
    conflict: bool
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What `dedupe` found among *photos*; *unshown* are pairs less sure than *level*."""

    hash: str
    threshold: int
    level: Level
    photos: int
    groups: tuple[Group, ...]
    missed: tuple[Missed, ...]
    unshown: int


def dedupe(
    images: Iterable[Readable],
    *,
    hash: str = "phash",
    threshold: int | None = None,
    level: Level | str = Level.LIKELY,
    exact: bool = False,
    jobs: int | None = None,
    archive: Archive | None = None,
    watch: Callable[[Iterable[Readable]], Iterable[Readable]] = iter,
) -> Duplicates:
    """Find photos that show the same picture, suggest credits, report conflicts.

    *images* are paths, bytes or binary files; a file named twice counts once. *threshold* is the
    most bits in which the hash may differ (None: the usual for it), *level* the least sure that is
    grouped. *hash*, *exact* as for `fingerprint`. *jobs* is the number of threads; None takes one
    for each processor. *archive* is what they are compared with besides each other, by phash.
    *watch* wraps the images, to show how far it is.

    Raises:
        InvalidValue: no such hash or level, a threshold outside 0..64, or an archive that does not
            know the hash.
        CatalogError: the archive cannot be used.
    """
    radius, least = checked_wishes(hash, threshold, level)
    if archive and (exact or hash != "phash"):
        raise InvalidValue("an archive is compared by phash alone, as it was decoded then")
    by_hash = partial(look, name=hash, exact=exact)
    found = list(looked(once(watch(images)), by_hash, archive=archive, jobs=jobs))
    items = [one for one in found if isinstance(one, Item)]
    missed = [one for one in found if isinstance(one, Missed)]
    others, like = alike(items, radius, archive=archive, jobs=jobs)
    items += others
    shown = [match for match in like if match.level.rank <= least.rank]
    return Duplicates(
        hash=hash,
        threshold=radius,
        level=least,
        photos=len(found),
        groups=tuple(groups(items, shown)),
        missed=tuple(missed),
        unshown=len(like) - len(shown),
    )


def checked_wishes(name: str, threshold: int | None, level: Level | str) -> tuple[int, Level]:
    """Give the radius in bits and the level that are meant.

    Raises:
        InvalidValue: there is no such hash or level, or the threshold is outside 0..64.
    """
    if name not in HASHES:
        raise InvalidValue(f"there is no hash {name!r}", help=f"one of {', '.join(HASHES)}")
    if level not in set(Level):
        raise InvalidValue(f"there is no level {level!r}", help=f"one of {', '.join(Level)}")
    radius = RADII[name] if threshold is None else threshold
    if not 0 <= radius <= 64:
        raise InvalidValue(f"a threshold is 0 to 64 bits, not {radius}")
    return radius, Level(level)


def looked(
    images: Iterable[Readable],
    looking: Callable[[tuple[int, Readable]], Item | Missed] | None = None,
    *,
    archive: Archive | None = None,
    jobs: int | None = None,
) -> Iterator[Item | Missed]:
    """Look at images, in their order; the *archive* answers for files that are as they were."""

    def recalled(given: tuple[int, Readable]) -> Item | Missed:
        _, image = given
        named = archive is not None and isinstance(image, (str, os.PathLike))
        known = archive.known(os.fspath(image)) if archive and named else None  # type: ignore[arg-type]
        return known or (looking or look)(given)

    yield from mapped(recalled, enumerate(images, 1), jobs)


def alike(
    items: Sequence[Item],
    radius: int,
    *,
    archive: Archive | None = None,
    jobs: int | None = None,
) -> tuple[list[Item], list[Match]]:
    """Find what is like some of these, among them and in the archive: its photos, all pairs."""
    inside = likenesses(items, radius, jobs=jobs)
    others = list(archive.like(items, radius, jobs=jobs)) if archive else []
    return others, inside + likenesses_between(items, others, radius, jobs=jobs)


def once(images: Iterable[Readable]) -> Iterator[Readable]:
    """Leave out a file that is named again, or that a link leads to."""
    seen: set[str] = set()
    for image in images:
        if isinstance(image, (str, os.PathLike)):
            place = os.path.realpath(image)
            if place in seen:
                continue
            seen.add(place)
        yield image


# ── one photo ───────────────────────────────────────────────────────────────────────────────────


def look(given: tuple[int, Readable], *, name: str = "phash", exact: bool = False) -> Item | Missed:
    """Look at one image; *given* has a number, by which one without a path is named."""
    number, image = given
    path = os.fspath(image) if isinstance(image, (str, os.PathLike)) else f"<bytes {number}>"
    try:
        taken = fingerprint(image, hash=name, exact=exact, variants=name == "phash")
    except CreditsError as error:
        reason = error.message + (f" ({error.help})" if error.help else "")
        return Missed(path, reason, undecided=not isinstance(error, NoPixels))
    if not taken.comparable:
        return Missed(path, "has too little detail to be told from other pictures")
    try:
        return item_of(path, image, taken, read(image))
    except CreditsError:  # a format that has pixels, and no metadata that is read here
        return bare_item(path, image, taken)


def item_of(path: str, image: Readable, taken: Fingerprint, photo: Photo) -> Item:
    """Say what is compared of a photo whose fingerprint was taken.

    Raises:
        UnreadableImage: it changed meanwhile.
    """
    return Item(
        path=path,
        sha256=photo.sha256,
        image_hash=photo.image_data_hash,
        fingerprint=taken,
        credit=credit_of(photo.record),
        taken=photo.record.date_created,
        serial=_serial(image),
        pixels=(photo.width or 0) * (photo.height or 0),
    )


def bare_item(path: str, image: Readable, taken: Fingerprint) -> Item:
    """Say what is compared of a picture whose metadata cannot be read here."""
    with source_of(image) as source:
        whole = source.sha256()
    return Item(path, whole, whole, taken)


def _serial(image: Readable) -> str | None:
    with source_of(image) as source:
        found = opened(source, wanted=Wanted(frozenset(), frozenset(), frozenset({SERIAL})))
    value = found.decoded.get("exif", {}).get(SERIAL)
    return value if isinstance(value, str) else None


def credit_of(record: Record) -> str | None:
    """Give the printed credit of a record; None where it names nobody."""
    line = record.credit_line or ""
    names = [name for name in record.creators if name.casefold() not in line.casefold()]
    printed = "/".join(part for part in (", ".join(names), line) if part)
    return printed if present(printed) and not parse(printed).is_placeholder else None


# ── likeness ────────────────────────────────────────────────────────────────────────────────────


class _Best(NamedTuple):
    """The nearest variants of two photos; *variant* is its number in VARIANTS."""

    distance256: int
    distance: int
    variant: int = 0


def likenesses(items: Sequence[Item], radius: int, *, jobs: int | None = None) -> list[Match]:
    """Find the pairs of photos that are like each other, in order, each with its level.

    Of photos with one fingerprint, moment and camera, one stands for all: the others are paired
    with it, and with those that stand for others, or a thousand copies would make a million pairs.
    """
    if not items:
        return []
    copies = _copies(items)
    heads = [items[numbers[0]] for numbers in copies]
    named = items[0].fingerprint.other is not None
    best = _by_name(heads, radius, jobs) if named else _by_variants(heads, radius, jobs)
    found = dict(_linked(copies, best))
    return [_match(items[i], items[j], found[i, j]) for i, j in sorted(found)]


def _copies(items: Sequence[Item]) -> list[list[int]]:
    """Gather the numbers of the photos that cannot be told apart, a credited one first."""
    alike: dict[Any, list[int]] = {}
    for number, one in enumerate(items):
        key = one.fingerprint.rows.tobytes(), str(one.fingerprint), one.taken, one.serial
        alike.setdefault(key, []).append(number)
    for numbers in alike.values():
        numbers.sort(key=lambda at: (items[at].credit is None, -items[at].pixels, items[at].path))
    return list(alike.values())


def _linked(
    copies: Sequence[Sequence[int]], best: Mapping[tuple[int, int], _Best]
) -> Iterator[tuple[tuple[int, int], _Best]]:
    for head, *others in copies:
        yield from ((_pair(head, other), _Best(0, 0)) for other in others)
    for (one, other), nearest in best.items():
        for mine in copies[one]:
            yield _pair(mine, copies[other][0]), nearest
        for theirs in copies[other][1:]:
            yield _pair(copies[one][0], theirs), nearest


def likenesses_between(
    asked: Sequence[Item], given: Sequence[Item], radius: int, *, jobs: int | None = None
) -> list[Match]:
    """Find the pairs of one photo that is asked for and one that is given, in order.

    Their fingerprints have all variants.
    """
    if not asked or not given:
        return []
    ours, theirs, count = _stacked(asked), _stacked(given), len(asked)
    pieces = [
        *_near(ours, theirs[:, :STANDING], radius, jobs, (0, count)),
        *_near(theirs, ours[:, :STANDING], radius, jobs, (count, 0)),
    ]
    return [
        _match(asked[i], given[j - count], best) for (i, j), best in sorted(_best(pieces).items())
    ]


def _by_variants(
    items: Sequence[Item], radius: int, jobs: int | None
) -> dict[tuple[int, int], _Best]:
    edited = _stacked(items)
    return _best(list(_near(edited, edited[:, :STANDING], radius, jobs)))


def _stacked(items: Sequence[Item]) -> Rows:
    return np.stack([one.fingerprint.rows for one in items])


def _near(
    edited: Rows, standing: Rows, radius: int, jobs: int | None, starts: tuple[int, int] = (0, 0)
) -> Iterator[NDArray[np.int64]]:
    """Find candidates and confirm them; the photos of the two sides are numbered from *starts*."""
    count = edited.shape[1]
    asked, given = edited.reshape(-1, 5), standing.reshape(-1, 5)
    found = matches(asked[:, 0], given[:, 0], radius, jobs=jobs)
    for start in range(0, len(found.first), PIECE):
        stop = start + PIECE
        one, other = found.first[start:stop], found.second[start:stop]
        apart = np.bitwise_count(asked[one, 1:] ^ given[other, 1:]).sum(axis=1, dtype=np.int64)
        photo, variant = np.divmod(one, count)
        pair = photo + starts[0], other // STANDING + starts[1]
        near = (apart <= LEVELS[Level.REVIEW]) & (pair[0] != pair[1])
        rows = np.stack([*pair, apart, found.distance[start:stop], variant])
        yield _nearest(rows[:, near])


def _best(pieces: list[NDArray[np.int64]]) -> dict[tuple[int, int], _Best]:
    if not pieces:
        return {}
    columns = _nearest(np.hstack(pieces)).tolist()
    return {(i, j): _Best(*rest) for i, j, *rest in zip(*columns, strict=True)}


def _nearest(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keep the nearest of each pair: *rows* are two photos, two distances and a variant."""
    rows[:2].sort(axis=0)
    rows = rows[:, np.lexsort(rows[::-1])]
    fresh = np.ones(rows.shape[1], bool)
    fresh[1:] = (np.diff(rows[:2], axis=1) != 0).any(axis=0)
    return rows[:, fresh]


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _by_name(items: Sequence[Item], radius: int, jobs: int | None) -> dict[tuple[int, int], _Best]:
    """Compare the hash that was asked for; of those with several parts the nearest counts."""
    parts = [
        (number, int(part, 16))
        for number, one in enumerate(items)
        for part in (one.fingerprint.other or "").split(",")
    ]
    owners = [number for number, _ in parts]
    best: dict[tuple[int, int], _Best] = {}
    found = pairs(np.array([value for _, value in parts], np.uint64), radius, jobs=jobs)
    for first, second, distance in zip(*(column.tolist() for column in found), strict=True):
        one, other = owners[first], owners[second]
        if one != other:
            prints = items[one].fingerprint, items[other].fingerprint
            apart = (prints[0].phash256 ^ prints[1].phash256).bit_count()
            new = _Best(apart, distance)
            pair = _pair(one, other)
            best[pair] = min(best.get(pair, new), new)
    return best


def _match(one: Item, other: Item, best: _Best) -> Match:
    exact = one.image_hash == other.image_hash
    series = not exact and is_series(one, other)
    sure = (level for level, most in LEVELS.items() if best.distance256 <= most)
    level = Level.REVIEW if series else next(sure, Level.REVIEW)
    return Match(
        one.path, other.path, best.distance, best.distance256, VARIANTS[best.variant],
        level, series=series, exact=exact,
    )  # fmt: skip


def is_series(one: Item, other: Item) -> bool:
    """Tell by the moment and the camera that two photos are two, however like they are."""
    return _differ(one.taken, other.taken) or bool(
        one.serial and other.serial and one.serial != other.serial
    )


def _differ(one: str | None, other: str | None) -> bool:
    """Compare moments, each as precise as its file says it."""
    return bool(one and other and not one.startswith(other) and not other.startswith(one))


# ── groups ──────────────────────────────────────────────────────────────────────────────────────


def groups(items: Sequence[Item], found: Iterable[Match]) -> Iterator[Group]:
    """Gather photos around references, those with the most likenesses first, in order of paths.

    Every photo that is like another is in a group. One is in several where it is like references
    that are not like each other.
    """
    like: dict[str, dict[str, Match]] = {}
    for match in found:
        like.setdefault(match.first, {})[match.second] = match
        like.setdefault(match.second, {})[match.first] = match
    by_path = {one.path: one for one in items}
    stars = [_group(by_path, star, like) for star in _stars(by_path, like)]
    yield from sorted(stars, key=lambda group: [member.item.path for member in group.members])


def _stars(
    by_path: Mapping[str, Item], like: Mapping[str, Mapping[str, Match]]
) -> Iterator[tuple[str, list[str]]]:
    def standing(path: str) -> tuple[int, bool, int, str]:
        item = by_path[path]
        return -len(like[path]), item.credit is None, -item.pixels, path

    gathered: set[str] = set()
    for reference in sorted(like, key=standing):
        if reference in gathered:
            continue
        free = [path for path in like[reference] if path not in gathered]
        around = sorted(free or like[reference])
        gathered.update(around, (reference,))
        yield reference, around


def _group(
    by_path: Mapping[str, Item],
    star: tuple[str, list[str]],
    like: Mapping[str, Mapping[str, Match]],
) -> Group:
    reference, around = star
    members = (
        Member(by_path[reference], None),
        *(Member(by_path[path], _turned(like[reference][path], reference)) for path in around),
    )
    same = all(member.match is None or member.match.exact for member in members)
    conflict = _in_conflict(members)
    hashes = sorted(member.item.sha256 for member in members)
    return Group(
        id=hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:12],
        kind="exact" if same else "near",
        members=members,
        conflict=conflict,
        suggestion=None if conflict else _suggested(members, like),
    )


# ── credits ─────────────────────────────────────────────────────────────────────────────────────


def _in_conflict(members: Iterable[Member]) -> bool:
    credits = {member.item.credit for member in members if member.item.credit}
    return any(
        compared(one, other).verdict == "different"
        for one, other in combinations(sorted(credits), 2)
    )


def _suggested(
    members: Sequence[Member], like: Mapping[str, Mapping[str, Match]]
) -> Suggestion | None:
    """Take the credit that says most, and give it to those directly like the photo that has it."""
    without = [member.item.path for member in members if member.item.credit is None]
    offers = [
        (len(targets), len(item.credit), number, item, targets)
        for number, item in enumerate(member.item for member in members)
        if item.credit and (targets := [path for path in without if path in like[item.path]])
    ]
    if not offers:
        return None
    *_, item, targets = max(offers, key=lambda offer: (offer[0], offer[1], -offer[2]))
    evidence = tuple(_turned(like[item.path][path], item.path) for path in targets)
    return Suggestion(str(item.credit), item.path, tuple(targets), evidence)


def _turned(match: Match, first: str) -> Match:
    """Give the same likeness seen from one of the two."""
    if match.first == first:
        return match
    return replace(match, first=match.second, second=match.first)
