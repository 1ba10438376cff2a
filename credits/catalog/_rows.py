"""Photos as rows: paths that are no text, fingerprints in words of 64 bits, records as JSON."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from credits.catalog import schema
from credits.catalog._states import State
from credits.duplicates import Item, Missed
from credits.fingerprints import VARIANTS, Fingerprint
from credits.record import Record

Row = Mapping[str, Any]

FLAT: Final = "has too little detail to be told from other pictures"
# bytes of a name that are no text stand between slashes: no name has any
_ODD: Final = re.compile("[\udc80-\udcff]")
_KEPT: Final = re.compile("//([0-9a-f]{2})/")


def kept(name: str) -> str:
    """Write a path so that every database holds it."""
    return _ODD.sub(lambda found: f"//{ord(found[0]) - 0xDC00:02x}/", name)


def named(name: str) -> str:
    """Read a path as `kept` wrote it."""
    return _KEPT.sub(lambda found: chr(0xDC00 + int(found[1], 16)), name) if "//" in name else name


class Seen(NamedTuple):
    """What was seen of one file: its state then, and its photo, or why there is none to compare.

    *image_hash* is None where no image data was found.
    """

    folder: str
    name: str
    state: State
    found: Item | Missed
    record: Record
    image_hash: str | None = None
    fingerprint: Fingerprint | None = None


def picture_row(seen: Seen) -> dict[str, Any]:
    """Give the row of a picture."""
    row: dict[str, Any] = {"image_hash": seen.image_hash, "made_by": schema.MAKING}
    taken = seen.fingerprint
    if taken is None:
        return row | dict.fromkeys(["codes64", "codes256", "detail", *_COLUMNS])
    codes = taken.rows.astype("<u8")
    signed = np.ascontiguousarray(codes[:, 0]).view("<i8").tolist()
    return row | {
        "codes64": codes[:, 0].tobytes(),
        "codes256": codes[:, 1:].tobytes(),
        "detail": taken.detail,
        **dict(zip(_COLUMNS, signed, strict=True)),
    }


_COLUMNS: Final = tuple(str(column.name) for column in schema.CODES)


def file_row(seen: Seen) -> dict[str, Any]:
    """Give the row of a file."""
    found = seen.found
    item = found if isinstance(found, Item) else None
    said = seen.record.model_dump(mode="json", exclude_defaults=True)
    return {
        "folder": kept(seen.folder),
        "name": kept(seen.name),
        **seen.state._asdict(),
        "made_by": schema.MAKING,
        "image_hash": seen.image_hash,
        "sha256": item and item.sha256,
        "credit": item and item.credit,
        "record": json.dumps(said, ensure_ascii=True),
        "taken": item and item.taken,
        "serial": item and item.serial,
        "pixels": item and item.pixels,
        "problem": None if isinstance(found, Item) else found.reason,
        "undecided": isinstance(found, Missed) and found.undecided,
    }


def fingerprint_of(row: Row) -> Fingerprint | None:
    """Give a fingerprint back from its row; None where there were no pixels."""
    if row["codes64"] is None:
        return None
    count = len(VARIANTS)
    first = np.frombuffer(row["codes64"], "<u8").reshape(count, 1)
    rest = np.frombuffer(row["codes256"], "<u8").reshape(count, 4)
    codes = np.hstack([first, rest]).astype(np.uint64)
    whole = codes[0].astype(">u8").tobytes()
    return Fingerprint(
        phash=int.from_bytes(whole[:8]),
        phash256=int.from_bytes(whole[8:]),
        detail=row["detail"],
        variants=codes,
    )


def found_of(row: Row, path: str | None = None) -> Item | Missed:
    """Give back what was found of a file, under the *path* it is asked for by."""
    path = path or os.path.join(named(row["folder"]), named(row["name"]))
    taken = fingerprint_of(row)
    if row["problem"] is not None or taken is None:
        return Missed(path, row["problem"] or FLAT, undecided=row["undecided"])
    return Item(
        path=path,
        sha256=row["sha256"],
        image_hash=row["image_hash"],
        fingerprint=taken,
        credit=row["credit"],
        taken=row["taken"],
        serial=row["serial"],
        pixels=row["pixels"],
    )


def record_of(row: Row) -> Record:
    """Give back what a file said."""
    return Record.model_validate(json.loads(row["record"]))


def state_of(row: Row) -> State:
    """Give the state a file had."""
    return State(row["size"], row["mtime_ns"], row["beside"])
