"""No regular expression of the package takes more time than its text is long."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import credits
from credits import policy
from credits._credit_shapes import _LONGEST as SHAPE
from credits.articles._files import LONGEST as NAME
from credits.rules._credit import _LONGEST as CREDIT
from tests.growth import spent
from tests.patterns import Pattern, Runs, collected, sites
from tests.pictures import picture

NOW = datetime(2026, 6, 1, tzinfo=UTC)

# no path of a file is longer (PATH_MAX of Linux), no way to a photo in an article either
PATH = 4096
# what goes by the square of its text, and the most that reaches it, cut by the constant named here
BOUNDED = {
    "_credit_shapes.py:_FOR": SHAPE,
    "_globs.py:Glob": PATH,
    "articles/_files.py:RENDITIONS": NAME,
    "policy.py:_parts": policy._WIDE,
    "rules/_credit.py:_PARTS": CREDIT,
}
# what such a text may take (s)
MOST = 0.25

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="a clock of POSIX")


@pytest.fixture(scope="module")
def patterns() -> list[Pattern]:
    return collected()


def test_every_pattern_is_known(patterns: list[Pattern]) -> None:
    """Each place in the source has given its pattern, and no pattern came from elsewhere."""
    assert {one.site for one in patterns} == set(sites())
    assert len(sites()) >= 200
    assert len({one[1:] for one in patterns}) >= 350


def test_no_pattern_takes_more_than_its_length(patterns: list[Pattern]) -> None:
    tried, slow = 0, {}
    for runs in {one[1:]: Runs(one) for one in patterns}.values():
        name = sites()[runs.pattern.site].name
        tried += len(runs.attacks)
        if name in BOUNDED:
            longest = runs.longest(BOUNDED[name])
            slow |= {name: longest} if longest > MOST else {}
        elif attack := runs.slow():
            slow[name] = attack
    assert not slow
    assert tried > 9_000


@pytest.mark.parametrize("text", [
    r"(a+)+$", r"(a|a)*$", r"(\w|_)*-", r"(?:\s*x\s*)*y", r"\s+$", r"\s*[,;]", r"<[^>]*>", r"\w+@", r"<!--.*?-->",
    r"(?:<!--.*?-->\s*)*<rss", r"[\w.]+(?:[-_][\w.]+)+$", r"\w*\d\w*$", r"url\((['\"]?)(.*?)\1\s*\)", r"^(.+\.)*$",
])  # fmt: skip
def test_what_is_slow_is_seen(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack finds the classes of patterns that go wrong, some of which were ours."""
    site = next(iter(sites()))
    monkeypatch.setattr(Runs, "MOST", 0.1)
    runs = Runs(Pattern(site, text, re.compile(text).flags))
    runs.manner = "finditer"
    assert runs.slow() is not None


BARE = picture("jpeg", (200, 150))
# what took from seconds to for ever, by what a stranger may put into a page or a photo
FOUND: dict[str, Callable[[], object]] = {
    "comments before a feed": lambda: credits.scan(b"<!---->" * 500 + b"x"),
    "blanks in an address of a style": lambda: credits.scan(b"<p style='background:url(" + b" " * 9000 + b"'>"),
    "dashes in a class": lambda: credits.scan(b"<p class='" + b"-" * 60_000 + b"'><img src=a.jpg>", kind="html"),
    "parts of a rendition's name": lambda: scanned_in_a_site("_huaaaaaaaa" + "_a" * 300 + "!.jpg"),
    "shortcodes without end": lambda: credits.scan(b"{{<img src=x>" * 20_000, kind="markdown"),
    "fences without end": lambda: credits.scan(b"```{figure}\n" * 30_000, kind="markdown"),
    "captions without end": lambda: credits.scan(b"/// caption\n" * 30_000, kind="markdown"),
    "a fence of backticks": lambda: credits.scan(b"`" * 60_000, kind="markdown"),
    "paragraphs": lambda: refused(b",\n\n" * 130_000),
    "emphasis": lambda: refused(b"*a* " * 100_000),
    "a title like a name of a file": lambda: judged(title="_" * 60 + "!", caption="_" * 60 + "!"),
    "blanks in a caption": lambda: judged(caption="NO SALES" + " " * 60_000 + "x"),
    "dashes in an alternative text": lambda: judged(alt_text="A" + " - " * 20_000 + "x"),
    "digits of an inventory": lambda: credits.parse("Photo: " + "0" * 239 + "!"),
    "blank lines of a settings file": lambda: settings(b"\n" * 60_000 + b"# credits"),
}  # fmt: skip


def scanned_in_a_site(src: str) -> object:
    Path("a.html").write_text(f"<img src='{src}'>")
    return credits.scan("a.html", root=".")


def refused(text: bytes) -> None:
    with pytest.raises(credits.errors.Unsupported, match=r"is an article of \d+ (lines|asterisks)"):
        credits.scan(text, kind="markdown")


def judged(**said: str) -> object:
    return credits.check(credits.embed(BARE, **said), policy.Policy(profile="strict"), now=NOW)


def settings(data: bytes) -> None:
    Path("pyproject.toml").write_bytes(data)
    assert policy.find(".") is None


@pytest.mark.parametrize("name", FOUND)
def test_what_was_slow(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert spent(FOUND[name]) < 2
