"""Quality: how many edited copies are found, and how many strangers are taken for copies.

Makes 35 edits of real photos (bench/edits.py), and asks which of them are still found from the
originals: by credits at its levels, and by imagehash.phash, imagehash.dhash and PDQ at the largest
threshold with at most one false pair in a million. Strangers are counted twice: over all pairs of
different originals, and over every edited copy with every other original. Photos are split in
halves by their place in the list; thresholds of credits were chosen on the first, the second is
what is reported.

The peers come with `pip install 'photo-credits[bench]'`.

    python bench/likeness.py PHOTOS [--half second|first] [--more] [--record]
"""

from __future__ import annotations

import argparse
import io
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import imagehash
import numpy as np
import pdqhash
from edits import EDITS, MORE
from PIL import Image
from record import record

from credits.duplicates import LEVELS, RADII, Level
from credits.fingerprints import LEAST_DETAIL, fingerprint

MILLION = 1e-6
# series of one place from several angles, and wallpapers that come twice, found by eye
SERIES = ("alicevision", "openMVG", "pierotofy")
TWICE = {
    frozenset((f"debian-{a:04}.jpg", f"debian-{b:04}.jpg"))
    for a, b in ((0, 42), (4, 38), (9, 43), (16, 19), (23, 41), (26, 44), (30, 37), (36, 45))
}  # fmt: skip
PEERS = ("imagehash.phash", "imagehash.dhash", "pdqhash")


class Seen(NamedTuple):
    """A picture as each tool sees it: our rows of words, the peers' bits."""

    rows: np.ndarray
    detail: float
    bits: dict[str, np.ndarray]


def seen(data: bytes) -> Seen:
    ours = fingerprint(data, variants=True)
    image = Image.open(io.BytesIO(data))
    bits = {
        "imagehash.phash": imagehash.phash(image).hash.ravel(),
        "imagehash.dhash": imagehash.dhash(image).hash.ravel(),
        "pdqhash": pdqhash.compute(np.asarray(image.convert("RGB")))[0].astype(bool),
    }
    return Seen(ours.rows, ours.detail, {name: np.packbits(row) for name, row in bits.items()})


def photo(path: Path, more: bool) -> tuple[Seen, list[Seen]]:
    image = Image.open(path).convert("RGB")
    edits = EDITS | (MORE if more else {})
    return seen(path.read_bytes()), [seen(edit(image)) for edit in edits.values()]


def ours(one: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Give the least distance of 256 bits where 64 are within the radius, else 999.

    *one* has rows of words, *others* such rows for each of many pictures.
    """
    least = np.full(len(others), 999)
    for a, b in ((one, others[:, :2]), (one[:2], others)):
        near = np.bitwise_count(a[None, :, None, 0] ^ b[:, None, :, 0]) <= RADII["phash"]
        which, left, right = np.nonzero(near)
        apart = np.bitwise_count(a[left, 1:] ^ b[which, right, 1:]).sum(axis=1)
        np.minimum.at(least, which, apart)
    return least


def theirs(one: np.ndarray, others: np.ndarray) -> np.ndarray:
    return np.bitwise_count(one ^ others).sum(axis=1)


class Table(NamedTuple):
    """Distances by tool: of true pairs (photo, edit), of strangers among originals and edits."""

    true: dict[str, np.ndarray]
    originals: dict[str, np.ndarray]
    edited: dict[str, np.ndarray]


def strangers(names: list[str], usable: np.ndarray, number: int) -> np.ndarray:
    """Tell which photos are other pictures than this one."""
    mine = names[number]
    series = mine.split("-")[0]
    return usable & np.array([
        other != mine
        and frozenset((mine, other)) not in TWICE
        and not (series in SERIES and other.startswith(series))
        for other in names
    ])  # fmt: skip


def measured(names: list[str], made: list[tuple[Seen, list[Seen]]]) -> Table:
    usable = np.array([one.detail >= LEAST_DETAIL for one, _ in made])
    rows = np.stack([one.rows for one, _ in made])
    bits = {peer: np.stack([one.bits[peer] for one, _ in made]) for peer in PEERS}
    found: dict[str, dict[str, list[Any]]] = {
        part: {tool: [] for tool in ("credits", *PEERS)} for part in Table._fields
    }
    for number, (one, edits) in enumerate(made):
        if not usable[number]:
            continue
        other = strangers(names, usable, number)
        later = other & (np.arange(len(made)) > number)
        for copy in (one, *edits):
            distances = {"credits": ours(copy.rows, rows)}
            distances |= {peer: theirs(copy.bits[peer], bits[peer]) for peer in PEERS}
            for tool, row in distances.items():
                if copy is one:
                    found["originals"][tool].append(row[later])
                    found["true"][tool].append([])
                else:
                    found["edited"][tool].append(row[other])
                    found["true"][tool][-1].append(row[number])
    return Table(
        {tool: np.array(rows) for tool, rows in found["true"].items()},
        *({t: np.concatenate(r) for t, r in found[part].items()} for part in Table._fields[1:]),
    )


def at_a_million(strange: np.ndarray) -> int:
    """Give the largest threshold with at most one false pair in a million."""
    allowed = int(len(strange) * MILLION)
    return int(np.sort(strange)[allowed]) - 1


def limits(table: Table) -> dict[str, tuple[str, int]]:
    """Give what is compared: the tool and the most bits, by the name of the column."""
    columns = {f"credits {level}": ("credits", most) for level, most in LEVELS.items()}
    for peer in PEERS:
        most = min(at_a_million(table.originals[peer]), at_a_million(table.edited[peer]))
        columns[f"{peer} <= {most}"] = (peer, most)
    return columns


def figures(table: Table, photos: int) -> dict[str, Any]:
    """Gather what the page on likeness says, and what it was measured with."""
    columns = limits(table)
    return {
        "photos": photos,
        "measured": len(table.true["credits"]),
        "radius": RADII["phash"],
        "levels": {str(level): most for level, most in LEVELS.items()},
        "least_detail": LEAST_DETAIL,
        "pairs": {
            "originals": len(table.originals["credits"]),
            "edited": len(table.edited["credits"]),
        },
        "tools": {
            name: {
                "tool": tool,
                "most": most,
                "recall": recall(table, tool, most, range(len(EDITS))),
                "false": {
                    "originals": int((table.originals[tool] <= most).sum()),
                    "edited": int((table.edited[tool] <= most).sum()),
                },
                "edits": {
                    edit: recall(table, tool, most, [number]) for number, edit in enumerate(EDITS)
                },
            }
            for name, (tool, most) in columns.items()
        },
    }


def recall(table: Table, tool: str, most: int, which: Any) -> float:
    """Give the percentage of edited copies that are found."""
    return round(100 * float((table.true[tool][:, list(which)] <= most).mean()), 2)


def report(table: Table) -> None:
    columns = limits(table)
    print(f"{'recall, %':18}", *(f"{name:>22}" for name in columns))
    edits = list(EDITS | MORE)[: table.true["credits"].shape[1]]
    for number, edit in enumerate(edits):
        line(edit, columns, table, [number])
    line("MEAN OF 35", columns, table, range(len(EDITS)))
    for name, part in (("originals", table.originals), ("edited", table.edited)):
        print(f"false, {name}: of {len(part['credits']):,}", end="")
        for column, (tool, most) in columns.items():
            count = int((part[tool] <= most).sum())
            print(f"; {column}: {count} ({count / len(part[tool]):.1e})", end="")
        print()


def line(name: str, columns: dict[str, tuple[str, int]], table: Table, which: Any) -> None:
    recalls = [recall(table, tool, most, which) for tool, most in columns.values()]
    print(f"{name:18}", *(f"{recall:22.1f}" for recall in recalls))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--half", choices=["first", "second"], default="second")
    parser.add_argument("--more", action="store_true", help="edits beside those in the plan, too")
    parser.add_argument("--record", action="store_true", help="keep the figures for the docs")
    wishes = parser.parse_args()
    paths = sorted(wishes.photos.glob("*.jpg"))[wishes.half == "second" :: 2]
    with ProcessPoolExecutor() as pool:
        made = list(pool.map(photo, paths, [wishes.more] * len(paths), chunksize=8))
    print(f"{len(paths)} photos, the {wishes.half} half; bits that differ, at most:",
          ", ".join(f"{level} {LEVELS[level]}" for level in Level))  # fmt: skip
    table = measured([path.name for path in paths], made)
    report(table)
    if wishes.record:
        record("likeness", figures(table, len(paths)))


if __name__ == "__main__":
    main()
