"""What stands beside an image and speaks of it: XMP sidecars, ``.license`` files, ``REUSE.toml``.

Sources: XMP Specification Part 3, 1.2 (external storage); REUSE Specification 3.3. Adobe names a
sidecar ``name.xmp``, darktable and digiKam ``name.ext.xmp``; both are read, the longer name first,
because it can mean only one image. Of a raw file and a JPEG of the same name ``name.xmp`` belongs
to the raw file. What REUSE says counts where nothing else says anything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, Literal, NamedTuple

from credits import _toml
from credits._globs import Glob, Wild
from credits.blocks import xmp
from credits.containers import FORMATS, Problem
from credits.fields import NAMES, Claims, claims

Naming = Literal["stem", "full"]

# more is no sidecar: it would not be decoded anyhow
MOST: Final = 32 << 20
MOST_TABLE: Final = 4 << 20
_TAG: Final = re.compile(r"SPDX-(FileCopyrightText|License-Identifier):(.*)")
_MARKED: Final = re.compile(r"©|\(c\)|copyright\b", re.IGNORECASE)
_MAIL: Final = re.compile(r"<[^<>]*>$")


class Beside(NamedTuple):
    """What files beside an image say: claims by block (``sidecar``, ``reuse``), and problems.

    *path* is the XMP sidecar.
    """

    path: str | None
    claims: Claims
    problems: tuple[Problem, ...]


def beside(
    image: str, wanted: frozenset[str] | None = None, names: Collection[str] = NAMES
) -> Beside:
    """Read what stands beside *image* of the properties *names*; *wanted* are their XMP names."""
    problems: list[Problem] = []
    path = existing(image)
    found: Claims = _packet(path, wanted, problems) if path else {}
    for name, value in _reuse(image, problems).items():
        if name in names:
            found.setdefault(name, {})["reuse"] = value
    if path and path == _stem_name(image) and (others := _namesakes(image)):
        named = ", ".join(map(os.path.basename, others))
        problems.append(Problem("sidecar", f"{os.path.basename(path)} also means {named}"))
    return Beside(path, found, tuple(problems))


def _packet(path: str, wanted: frozenset[str] | None, problems: list[Problem]) -> Claims:
    try:
        with open(path, "rb") as file:
            data = file.read(MOST)
    except OSError as error:
        problems.append(Problem("sidecar", f"{os.path.basename(path)}: {error.strerror}"))
        return {}
    packet = xmp.decode(data, wanted)
    problems += [Problem("sidecar", message) for message in packet.problems]
    return claims({"sidecar": packet.values})


def existing(image: str) -> str | None:
    """Find the XMP sidecar of an image."""
    full, stem = f"{image}.xmp", _stem_name(image)
    if _is_there(full):  # a link to nothing, too, says that there should be one
        return full
    if _is_there(stem) and not _belongs_to_raw(image):
        return stem
    return None


# most photos have none, and `os.path.lexists` raises an error within for each that is not there
if os.access in os.supports_follow_symlinks and os.access(__file__, os.F_OK, follow_symlinks=False):

    def _is_there(path: str) -> bool:
        return os.access(path, os.F_OK, follow_symlinks=False)

else:  # Windows, and systems whose sandbox refuses to be asked so
    _is_there = os.path.lexists


def place_of(image: str, naming: Naming = "stem") -> str:
    """Say where the sidecar of an image is, or is to be written.

    *naming* is ``stem`` (``name.xmp``, as Adobe and Photo Mechanic) or ``full``
    (``name.ext.xmp``, as darktable and digiKam); a name that means several images is never given.
    """
    found = existing(image)
    if found:
        return found
    ambiguous = _belongs_to_raw(image) or bool(_namesakes(image))
    return f"{image}.xmp" if naming == "full" or ambiguous else _stem_name(image)


def _stem_name(image: str) -> str:
    return f"{os.path.splitext(image)[0]}.xmp"


@cache
def _suffixes(*, written: bool) -> frozenset[str]:
    """List the endings of the formats that are written, or of those that are only read."""
    forms = [form for form in FORMATS.values() if bool(form.WRITES) is written]
    return frozenset(suffix for form in forms for suffix in form.SUFFIXES)


def _belongs_to_raw(image: str) -> bool:
    raw = _suffixes(written=False)
    return os.path.splitext(image)[1].lower() not in raw and any(
        os.path.splitext(other)[1].lower() in raw for other in _namesakes(image)
    )


def _namesakes(image: str) -> list[str]:
    """List the other images of the same name; of a raw file only the other raw files."""
    stem, suffix = os.path.splitext(os.path.basename(image))
    folder = os.path.dirname(image)
    raw = _suffixes(written=False)
    known = raw if suffix.lower() in raw else raw | _suffixes(written=True)
    try:
        names = os.listdir(folder or os.curdir)
    except OSError:
        return []
    return sorted(
        os.path.join(folder, name)
        for name in names
        if name != os.path.basename(image)
        and (parts := os.path.splitext(name))[0] == stem
        and parts[1].lower() in known
    )


# ── REUSE ───────────────────────────────────────────────────────────────────────────────────────


class _Said(NamedTuple):
    """What REUSE says of a file: the copyright texts and the licence expressions."""

    texts: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.licences)


_NOTHING: Final = _Said()


def _reuse(image: str, problems: list[Problem]) -> dict[str, Any]:
    said = _license_file(f"{image}.license", problems) or _tables(image, problems)
    if said is _NOTHING:
        return {}
    values: dict[str, Any] = {}
    if said.texts:
        values["copyright_notice"] = "; ".join(map(_notice, said.texts))
    if said.licences:
        values["usage_terms"] = " AND ".join(said.licences)
    return values


def _notice(text: str) -> str:
    text = _MAIL.sub("", text.rstrip()).rstrip()
    return text if _MARKED.match(text) else f"© {text}"


def _license_file(path: str, problems: list[Problem]) -> _Said:
    if not os.access(path, os.F_OK):
        return _NOTHING
    try:
        with open(path, encoding="utf-8") as file:
            found = [(tag, _uncommented(text)) for tag, text in _TAG.findall(file.read(MOST))]
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem("reuse", f"{os.path.basename(path)}: {error}"))
        return _NOTHING
    return _Said(
        tuple(text for tag, text in found if tag == "FileCopyrightText" and text),
        tuple(text for tag, text in found if tag != "FileCopyrightText" and text),
    )


def _uncommented(text: str) -> str:
    """Take away blanks, and the end of the comment that a tag stands in."""
    return text.strip().removesuffix("*/").removesuffix("-->").strip()


def _tables(image: str, problems: list[Problem]) -> _Said:
    """Ask the ``REUSE.toml`` files from the image's folder up to the root of the project."""
    folder, closest = os.path.dirname(image), _NOTHING
    for path in _table_paths(folder if os.path.isabs(folder) else os.path.abspath(folder)):
        if not os.access(path, os.F_OK):
            continue
        try:
            status = os.stat(path)
            rows = _rows(path, status.st_mtime_ns, status.st_size)
        except (OSError, ValueError, RecursionError) as error:
            problems.append(Problem("reuse", f"{path}: {error}"))
            continue
        said, precedence = _asked(rows, os.path.relpath(image, os.path.dirname(path)))
        if said and (not closest or precedence == "override"):
            closest = said
        if os.path.lexists(os.path.join(os.path.dirname(path), ".git")):
            break
    return closest


@lru_cache(maxsize=256)
def _table_paths(folder: str) -> tuple[str, ...]:
    """List where tables may stand, from a folder that is named from the root upwards."""
    folder = os.path.normpath(folder)
    paths = [os.path.join(folder, "REUSE.toml")]
    while (above := os.path.dirname(folder)) != folder:
        folder = above
        paths.append(os.path.join(folder, "REUSE.toml"))
    return tuple(paths)


class _Row(NamedTuple):
    globs: tuple[Glob, ...]
    precedence: str
    said: _Said


@lru_cache(maxsize=64)
def _rows(path: str, _: int, size: int) -> tuple[_Row, ...]:
    if size > MOST_TABLE:
        raise ValueError(f"is longer than {MOST_TABLE} bytes")
    with open(path, encoding="utf-8") as file:
        table = _toml.loaded(file.read())
    rows = table.get("annotations", [])
    return tuple(_row(row) for row in rows if isinstance(row, Mapping))


def _row(row: Mapping[str, Any]) -> _Row:
    said = _Said(
        tuple(_texts(row.get("SPDX-FileCopyrightText"))),
        tuple(_texts(row.get("SPDX-License-Identifier"))),
    )
    globs = tuple(_glob(glob) for glob in _texts(row.get("path")))
    return _Row(globs, str(row.get("precedence", "closest")), said)


def _texts(value: Any) -> Iterator[str]:
    listed = value if isinstance(value, list) else [value or ""]
    yield from (text for item in listed if (text := str(item).strip()))


def _glob(glob: str) -> Glob:
    """Take apart a glob of REUSE: ``*`` stays in a folder, ``**`` does not, a backslash escapes."""
    pieces = re.findall(r"\\.|\*\*|\*|[^\\*]+|\\", glob)
    wild = {"*": Wild.NAME, "**": Wild.PATH}
    return Glob(wild.get(piece) or piece.removeprefix("\\") for piece in pieces)


def _asked(rows: tuple[_Row, ...], inside: str) -> tuple[_Said, str]:
    """Give what the last row that means the file says (REUSE 3.3, "REUSE.toml")."""
    name = inside.replace(os.sep, "/")
    for row in reversed(rows):
        if any(glob.matches(name) for glob in row.globs):
            return row.said, row.precedence
    return _NOTHING, ""
