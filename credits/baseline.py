"""The baseline: what was wrong before there was a gate, so that only what is new blocks.

An entry is a photo, known by the hash of its image data, and the rules it broke; or one finding of
an article, known by its fingerprint. It survives renames and edits of metadata, and lets nothing
pass any more once the finding is gone. The file
has a line per photo, sorted, and every line but the last ends alike: git merges it line by line.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from credits.errors import PolicyError
from credits.finding import Finding, Judgement, Severity

NAME: Final = ".credits-baseline.json"
SCHEMA: Final = "credits/baseline/1"
# what may stand in it: what is wrong; what could not be judged never passes
KINDS: Final = frozenset({Severity.ERROR, Severity.WARNING})


class Entry(NamedTuple):
    """A photo of the baseline: where it was, and the codes of the rules it broke."""

    path: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries by image-data hash; *path* is the file they stand in."""

    path: str
    entries: Mapping[str, Entry]

    @property
    def count(self) -> int:
        """Count the findings it lets pass."""
        return sum(len(entry.rules) for entry in self.entries.values())

    def without(self, gone: Iterable[tuple[str, str]]) -> Baseline:
        """Leave out some pairs of image and rule, and the photos that are left with none."""
        drop = set(gone)
        kept = {
            image: Entry(entry.path, rules)
            for image, entry in self.entries.items()
            if (rules := tuple(rule for rule in entry.rules if (image, rule) not in drop))
        }
        return Baseline(self.path, kept)


def made(path: str, judgements: Iterable[Judgement]) -> Baseline:
    """Make a baseline of what counts in a run; paths in it are relative to its own folder."""
    entries: dict[str, Entry] = {}
    for one in judgements:
        place = beside(path, one.path)
        for finding in one.findings:
            known = key(finding, one)
            if known and finding.severity in KINDS and finding.suppression is None:
                before = entries.get(known, Entry(place, ()))
                codes = {*before.rules, finding.code}
                entries[known] = Entry(min(place, before.path), tuple(sorted(codes)))
    return Baseline(path, entries)


def key(finding: Finding, one: Judgement) -> str | None:
    """Say what a finding is known by: its photo, itself in an article; None where nobody knows."""
    return finding.fingerprint or None if one.checked.kind == "article" else one.image


def beside(path: str, photo: str) -> str:
    """Name a photo from the folder of a baseline, with forward slashes."""
    inside = os.path.relpath(photo, os.path.dirname(path) or os.curdir)
    # a name that is no text is told as far as it is one
    return inside.replace(os.sep, "/").encode(errors="backslashreplace").decode()


def text_of(baseline: Baseline) -> str:
    """Write the file: one line per photo, and the schema, whose name sorts after every hash."""
    rows = [
        f"{json.dumps(image)}: "
        f"{json.dumps({'path': entry.path, 'rules': list(entry.rules)}, ensure_ascii=False)},\n"
        for image, entry in sorted(baseline.entries.items())
    ]
    return "{\n" + "".join(rows) + f'"schema": "{SCHEMA}"\n' + "}\n"


def load(path: str) -> Baseline:
    """Read a baseline.

    Raises:
        PolicyError: it is missing, or is none.
    """
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except OSError as error:
        raise PolicyError(f"cannot be opened: {error.strerror}", path=path,
                          help="credits baseline create") from None  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise PolicyError(f"is no baseline: {error}", path=path) from None
    if not isinstance(data, dict) or data.pop("schema", None) != SCHEMA:
        raise PolicyError(f'is no baseline: there is no "schema": "{SCHEMA}"', path=path)
    return Baseline(path, dict(_entries(data, path)))


def _entries(data: Mapping[str, Any], path: str) -> Iterator[tuple[str, Entry]]:
    for image, entry in data.items():
        rules = entry.get("rules") if isinstance(entry, dict) else None
        if not re.fullmatch(r"[0-9a-f]{64}", image) or not isinstance(rules, list):
            raise PolicyError(f"the entry {image[:80]!r} is none: it needs a path and rules",
                              path=path, help="credits baseline create")  # fmt: skip
        yield image, Entry(str(entry.get("path", "")), tuple(sorted(map(str, rules))))
