"""Speed of fingerprints, side by side with the peers, in one process and one thread.

Makes press-size JPEGs (13.5 megapixels, quality 90, 4:2:0) of real photos, with little, some and much
grain, because what a JPEG weighs decides what decoding it costs; and copies of 1200 pixels (quality
85). Every tool gets the same bytes in memory; each round takes all tools in turn, CPU time counts,
the best round is printed. Then threads, and what an import costs.

The peers come with `pip install 'photo-credits[bench]'`.

    python bench/fingerprints.py PHOTOS [--files 12] [--rounds 5] [--record]
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import imagehash
import numpy as np
import pdqhash
from PIL import Image
from record import record

import credits
from credits.fingerprints import HASHES, fingerprint

PRESS, WEB = (4500, 3000), 1200
GRAINS = {"press, little grain": 0.8, "press, some grain": 1.5, "press, much grain": 2.8}


def encoded(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, subsampling=2)
    return out.getvalue()


def press(path: Path, grain: float) -> Image.Image:
    with Image.open(path) as photo:
        upright = photo.convert("RGB")
    size = PRESS if upright.width >= upright.height else PRESS[::-1]
    values = np.asarray(upright.resize(size, Image.Resampling.LANCZOS)).astype(np.float32)
    noise = np.random.default_rng(7).normal(0, grain, values.shape[:2])
    return Image.fromarray((values + noise[..., None]).clip(0, 255).astype(np.uint8))


def make(folder: Path, count: int) -> dict[str, list[bytes]]:
    paths = sorted(folder.glob("*.jpg"))
    sets: dict[str, list[bytes]] = {name: [] for name in (*GRAINS, "web")}
    for path in paths[:: max(1, len(paths) // count)][:count]:
        for name, grain in GRAINS.items():
            image = press(path, grain)
            sets[name].append(encoded(image, 90))
        image.thumbnail((WEB, WEB), Image.Resampling.LANCZOS)
        sets["web"].append(encoded(image, 85))
    return sets


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def draft(data: bytes) -> None:
    """Decode as little as our hashes ask for, and nothing else."""
    image = opened(data)
    image.draft("L", (HASHES["phash"].side,) * 2)
    image.load()


TOOLS: dict[str, Callable[[bytes], object]] = {
    "Pillow draft decode alone": draft,
    "credits: pHash 64 + 256": fingerprint,
    "credits: and all variants": partial(fingerprint, variants=True),
    "Pillow full decode alone": lambda data: opened(data).load(),
    "imagehash.phash": lambda data: imagehash.phash(opened(data)),
    "imagehash.phash 256": lambda data: imagehash.phash(opened(data), hash_size=16),
    "imagehash.dhash": lambda data: imagehash.dhash(opened(data)),
    "credits --exact": partial(fingerprint, exact=True),
    "pdqhash": lambda data: pdqhash.compute(np.asarray(opened(data).convert("RGB"))),
}


def spent(tool: Callable[[bytes], object], files: list[bytes]) -> float:
    start = time.process_time()
    for data in files:
        tool(data)
    return (time.process_time() - start) / len(files)


def measure(files: list[bytes], rounds: int) -> dict[str, float]:
    best = dict.fromkeys(TOOLS, float("inf"))
    for tool in TOOLS.values():
        tool(files[0])
    for _ in range(rounds):
        for name, tool in TOOLS.items():
            best[name] = min(best[name], spent(tool, files))
    print(f"{'':28}{'ms':>9}{'files/s':>10}{'x imagehash':>13}{'% of draft':>12}")
    for name, seconds in best.items():
        times, share = (
            best["imagehash.phash"] / seconds,
            best["Pillow draft decode alone"] / seconds,
        )
        print(f"{name:28}{seconds * 1e3:9.2f}{1 / seconds:10.1f}{times:13.2f}{share * 100:12.1f}")
    return {name: round(seconds * 1e3, 3) for name, seconds in best.items()}


def threads(files: list[bytes], rounds: int) -> float:
    """Compare one and two threads by the clock: both processors have to be free."""
    best = {1: float("inf"), 2: float("inf")}
    work = files * max(1, 40 // len(files))
    for _ in range(rounds):
        for count in (1, 2):
            with ThreadPoolExecutor(count) as pool:
                start = time.perf_counter()
                list(pool.map(fingerprint, work))
                best[count] = min(best[count], time.perf_counter() - start)
    print(f"two threads are {best[1] / best[2]:.2f} x as fast as one")
    return round(best[1] / best[2], 2)


IMPORTS = {
    "numpy and PIL": "import numpy, PIL.Image",
    "credits, first fingerprint": "import credits, sys; credits.fingerprint(sys.argv[1])",
    "imagehash, first phash": "import imagehash, sys; from PIL import Image; imagehash.phash(Image.open(sys.argv[1]))",
}  # fmt: skip


def imports(photo: Path, rounds: int) -> dict[str, float]:
    print("start of Python, imports and the first hash of a small photo, ms by the clock")
    took = {}
    for name, code in IMPORTS.items():
        took[name] = round(min(once(code, photo) for _ in range(max(rounds, 5))) * 1e3)
        print(f"{name:28}{took[name]:9.0f}")
    return took


def once(code: str, photo: Path) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(photo)], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--record", action="store_true", help="keep the figures for the docs")
    wishes = parser.parse_args()
    print(
        f"credits {credits.__version__}, Pillow {Image.__version__}, imagehash {imagehash.__version__}"
    )
    sets = {}
    for name, files in make(wishes.photos, wishes.files).items():
        weight = sum(map(len, files)) / len(files) / 1e6
        print(f"\n{name}: {len(files)} JPEGs of {weight:.2f} MB, {opened(files[0]).size}")
        took = measure(files, wishes.rounds)
        ratio = threads(files, wishes.rounds)
        sets[name] = {"megabytes": round(weight, 2), "ms": took, "two threads": ratio}
    print()
    started = imports(min(wishes.photos.glob("*.jpg")), wishes.rounds)
    if wishes.record:
        record("fingerprints", {"sets": sets, "start": started})


if __name__ == "__main__":
    main()
