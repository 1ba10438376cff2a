"""Words of a copyright notice that name nobody."""

from __future__ import annotations

import re
from functools import cache

from credits.vocabulary import load


@cache
def empty_notice() -> re.Pattern[str]:
    """Give the pattern of the signs, years and phrases that stand in a notice beside a name."""
    said = [word for words in load("notices")["reserved"].values() for word in words]
    each = "|".join(map(re.escape, sorted(said, key=len, reverse=True)))
    year = r"(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?"
    sign = r"©|\(c\)|℗|&copy;|copyright|copr\.?|\bc\b"
    return re.compile(rf"(?:(?:{sign}|{year}|{each})[\s,.:;/|-]*)+", re.IGNORECASE)
