"""ExifTool and Exiv2, asked as independent witnesses."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.conftest import absent


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        absent(f"the witness {name}")
    return str(path)


def exiftool(paths: Iterable[Path], *options: str) -> dict[str, dict[str, Any]]:
    """Ask ExifTool for every tag of every file: file name → tag with its group → value."""
    arguments = ["-j", "-G1", "-a", "-n", "-u", *options, "-@", "-"]
    done = subprocess.run(
        [_tool("exiftool"), *arguments],
        input="\n".join(map(str, paths)),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return {Path(row["SourceFile"]).name: row for row in json.loads(done.stdout or "[]")}


def exiv2(path: Path) -> dict[str, list[str]]:
    """Ask Exiv2 for every tag of a file: key → values as they are stored."""
    done = subprocess.run(
        [_tool("exiv2"), "-q", "-PEIXkv", str(path)], capture_output=True, check=False
    )
    found: dict[str, list[str]] = {}
    key = ""
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        head, _, value = line.partition(" ")
        if head.startswith(("Exif.", "Iptc.", "Xmp.")):
            key = head
            found.setdefault(key, []).append(value.strip())
        elif key:
            found[key][-1] += "\n" + line
    return found
