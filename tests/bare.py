"""What has to work without any extra: run by ``python ci/dependencies.py bare``, no test tool needed.

Every command does its work on the sample images; what needs an extra says which, and never fails
with somebody else's error.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

import credits
from credits.commands import main

SAMPLES = Path(__file__).resolve().parents[1] / "sample_images"
EXTRAS = (
    "pillow_heif",
    "imagecodecs",
    "brotli",
    "psycopg",
    "django",
    "wagtail",
    "faiss",
    "pdqhash",
)
# what is called → the exit codes it may end with
CALLS = {
    ("show", "."): (0, 3),
    ("check", ".", "--format", "html", "-o", "report.html"): (1,),
    ("check", ".", "--duplicates"): (1,),
    ("embed", "bare.jpg", "--caption", "A day", "--creator", "Ann Lee"): (0,),
    ("fix", "bare.jpg", "--unsafe-fixes"): (0, 1),
    ("log",): (0,),
    ("undo",): (0,),
    ("explain", "bare.jpg"): (0, 1),
    ("scan", "article.html", "article.md"): (0, 1),
    ("render", "harbour-at-dawn.jpg"): (0,),
    ("carry", "stadium.jpg", "stadium-small.jpg"): (0, 1),
    ("publish", "harbour-at-dawn.jpg", "--to", "public"): (0, 1),
    ("dedupe", ".", "--exit-zero"): (0,),
    ("index", ".", "--catalog", "archive.db"): (0, 3),
    ("search", "stadium.jpg", "--catalog", "archive.db"): (0,),
    ("index", ".", "--catalog", "postgresql://nobody@localhost/none"): (2,),
    ("parse", "Photo: Ann Lee/AP"): (0,),
    ("baseline", "create", "."): (0,),
    ("init", "--yes"): (0,),
    ("config",): (0,),
    ("rules",): (0,),
    ("rule", "CRD101"): (0,),
    ("schema", "check"): (0,),
    ("doctor",): (0, 1),
    ("completion", "bash"): (0,),
}


def tried() -> list[str]:
    """Call everything; gives what ended as it may not."""
    wrong = []
    for arguments, allowed in CALLS.items():
        code = main(list(arguments))
        if code not in allowed:
            wrong.append(f"credits {' '.join(arguments)}: exit {code}")
    return wrong


def begun() -> list[str]:
    """Run in a copy of the samples; gives what is wrong."""
    installed = [name for name in EXTRAS if importlib.util.find_spec(name) is not None]
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(SAMPLES, place, dirs_exist_ok=True)
        os.chdir(place)
        os.environ |= {"CREDITS_JOURNAL": f"{place}/journal", "CREDITS_CACHE": f"{place}/cache"}
        shutil.copyfile("harbour-at-dawn.jpg", "bare.jpg")
        credits.strip("bare.jpg")
        wrong = tried()
        os.chdir(SAMPLES)
    return [*(f"{name} is installed: this proves nothing" for name in installed), *wrong]


if __name__ == "__main__":
    found = begun()
    sys.stdout.write("\n".join(found or [f"{len(CALLS)} calls without any extra"]) + "\n")
    sys.exit(1 if found else 0)
