"""Measure articles: one long page scanned, and a whole built site judged.

Run ``python bench/articles.py``. The page has 77 kB and 60 figures, each with a caption and a credit
of its own; the site has 1,000 pages and 2,000 photos, and is judged by the command as a user runs
it, with two processes and nothing remembered. Bounds: 15 ms of processor time a page, 10 s a site.
"""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PAGE_BYTES = 77_000
FIGURES = 60
PAGES, PHOTOS, SHOWN = 1000, 2000, 4
NAMES = ("Ann", "Jonas", "Ida", "Tomas", "Solomiia", "Evgeny", "Zoë", "Kaspar", "Olga", "Ibrahim")
SURNAMES = ("Lee", "Brandt", "Moreau", "Berg", "Verbytska", "Epanchintsev", "Müller", "Holm")
AGENCIES = ("TASS", "dpa", "AP", "Reuters", "AFP", "Getty Images", "Lindhaven Courier")
TEXT = (
    "The fleet went to sea at six, nine weeks later than in any year on record, and the harbour "
    "master said that he had never seen so many people on the quay at that hour of the day. "
)


def credit(number: int) -> str:
    first, last = NAMES[number % len(NAMES)], SURNAMES[number // 3 % len(SURNAMES)]
    return f"Photo: {first} {last}/{AGENCIES[number % len(AGENCIES)]}"


def figure(number: int, src: str) -> str:
    return (
        f'<figure class="wp-block-image size-large"><a href="{src}"><img src="{src}" loading="lazy" '
        f'alt="People on the quay, number {number}" width="1024" height="683"></a><figcaption '
        f'class="wp-element-caption">People on the quay of Lindhaven on day {number} of the storm. '
        f"{credit(number)}</figcaption></figure>\n"
    )


def page(figures: Iterator[str], length: int) -> str:
    parts = [
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>A day</title></head><body><article>"
    ]
    parts += figures
    room = length - sum(map(len, parts))
    count = max(1, room // (len(TEXT) + 8))
    parts += [f"<p>{TEXT}</p>\n"] * count
    return "".join([*parts, "</article></body></html>"])


def long_page(first: int = 0) -> bytes:
    numbers = range(first, first + FIGURES)
    figures = (figure(number, f"/img/{number}.jpg") for number in numbers)
    return page(figures, PAGE_BYTES).encode()


def measure_page(rounds: int = 40) -> None:
    from credits.articles import scan

    data = long_page()
    assert len(scan(data).photos) == FIGURES
    times = []
    for number in range(1, rounds + 1):
        data = long_page(number * FIGURES)  # no caption was ever seen before
        begin = time.process_time()
        scan(data)
        times.append((time.process_time() - begin) * 1000)
    print(f"page of {len(data)} bytes, {FIGURES} figures: best {min(times):.1f} ms, "
          f"median {sorted(times)[rounds // 2]:.1f} ms of processor time")  # fmt: skip
    if "--profile" in sys.argv:
        profile()


def profile() -> None:
    from credits.articles import scan

    pages = [long_page(number * FIGURES) for number in range(1000, 1020)]
    with cProfile.Profile() as seen:
        for data in pages:
            scan(data)
    pstats.Stats(seen).sort_stats("tottime").print_stats(22)


def photo(number: int, plain: bytes) -> bytes:
    import credits

    first, last = NAMES[number % len(NAMES)], SURNAMES[number // 3 % len(SURNAMES)]
    agency = AGENCIES[number % len(AGENCIES)]
    caption = f"People on the quay of Lindhaven on day {number} of the storm."
    return credits.embed(plain, caption=caption, creators=[f"{first} {last}"], credit_line=agency,
                         copyright_notice=f"© 2026 {agency}", date_created="2026-03-14")  # fmt: skip


def build(root: Path) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((480, 320), 60).convert("RGB").save(out, "JPEG", quality=70)
    (root / "img").mkdir(parents=True)
    for number in range(PHOTOS):
        (root / "img" / f"{number}.jpg").write_bytes(photo(number, out.getvalue()))
    for number in range(PAGES):
        shown = ((number * SHOWN + step) % PHOTOS for step in range(SHOWN))
        place = root / "posts" / str(number)
        place.mkdir(parents=True)
        figures = (figure(one, f"/img/{one}.jpg") for one in shown)
        (place / "index.html").write_text(page(figures, 20_000))


def measure_site() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "public"
        build(root)
        command = [sys.executable, "-m", "credits", "check", "public", "--no-cache", "--jobs", "2",
                   "--select", "CRD,CAP301,ALT,ART,FIL", "--exit-zero"]  # fmt: skip
        world = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        done = subprocess.run(
            command, cwd=folder, env=world, capture_output=True, text=True, check=True
        )
        wall = time.perf_counter() - begin
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(done.stdout.splitlines()[-1])
        print(
            f"site of {PAGES} pages and {PHOTOS} photos: {wall:.1f} s, {spent:.1f} s of processor time"
        )


if __name__ == "__main__":
    measure_page()
    if "--page" not in sys.argv:
        measure_site()
