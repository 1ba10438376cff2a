"""Photos from other servers: nobody can look at them here, and the page has to name somebody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credits.articles import scan
from credits.policy import Policy
from tests.commands.conftest import run  # noqa: F401

CDN = "https://cdn.example/2026/rally"


@pytest.fixture
def judged(run):  # noqa: F811
    """Judge a page: the exit code, and what articles' rules find: code, severity and line."""

    def _judged(text: str, *options: str, name: str = "page.html") -> tuple[int, list[object]]:
        Path(name).write_text(text, encoding="utf-8")
        words = ("check", name, "--select", "ART901,ART903,ART905", "--format", "json", *options)
        code, out, _ = run(*words)
        found = json.loads(out)["findings"]
        return code, [(one["code"], one["severity"], one["line"]) for one in found]

    return _judged


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.html", f'\n<figure><img src="{CDN}.jpg" alt="A rally"><figcaption>A rally.</figcaption></figure>'),
        ("page.html", '\n<img src="//cdn.example/x?id=7" alt="A rally">'),
        ("page.html", f'\n<figure><img src="{CDN}.jpg" alt=""><figcaption>A rally.</figcaption></figure>'),
        ("page.html", f'\n<img src="{CDN}-logo.jpg" alt="A rally" width="100%" height="auto">'),
        ("story.md", f"\n![A rally]({CDN}.webp)"),
        ("story.rst", f"\n.. image:: {CDN}.png\n   :alt: A rally\n"),
    ],
)  # fmt: skip
def test_a_photo_that_nobody_is_credited_for_is_held(judged, run, name, text) -> None:  # noqa: F811
    assert judged(text, name=name) == (3, [("ART901", "hold", 2)])
    (_, out, _) = run("check", name, "--select", "ART901")
    assert "is shown without a credit, and comes from another server" in out
    assert "help: write the credit under it" in out
    assert judged(text, "--profile", "blog", name=name)[1] == [("ART901", "warning", 2)]


@pytest.mark.parametrize(
    "text",
    [
        f'<figure><img src="{CDN}.jpg" alt="A rally"><figcaption>A rally. Photo: Ann Lee/dpa</figcaption></figure>',
        # credited once, shown at other sizes elsewhere
        f'<meta property="og:image" content="{CDN}-1200x630.jpg?w=1200"><img src="{CDN}-300x200.webp" alt="A rally">'
        f'<figure><img src="{CDN}.jpg" alt="A rally"><figcaption>Photo: Ann Lee/dpa</figcaption></figure>',
        '<img src="https://cdn.example/logo.png" alt="The paper"><img src="https://cdn.example/icons/x" alt="X">',
        '<img src="https://cdn.example/flag.svg" alt="Norway"><img src="https://cdn.example/favicon.ico" alt="x">',
        '<img src="https://secure.gravatar.com/avatar/0a1b?s=200" alt="Ann Lee">',
        '<img src="https://cdn.example/avatars/ann.jpg" alt="Ann Lee">',
        '<img src="https://cdn.example/ann.jpg" alt="Ann Lee" width="48" height="48">',
        '<img src="https://cdn.example/ann.jpg" alt="Ann Lee" width=" 48px ">',
        '<img src="https://img.shields.io/badge/build-passing-green" alt="build"><img src="https://ci.example/a/badge.svg" alt="x">',
        '<img src="https://count.example/pixel.gif?x=1" alt=""><img src="https://count.example/c" width="1" height="1">',
        '<img src="https://cdn.example/{{ page.image }}" alt="A rally"><img src="data:image/png;base64,AAAA" alt="x">',
    ],
)  # fmt: skip
def test_what_is_credited_or_no_photo_passes(judged, text: str) -> None:
    assert judged(text) == (0, [])


def test_what_is_said_to_be_decoration_is_a_warning(judged) -> None:
    assert judged(f'<img src="{CDN}.jpg" alt="">') == (0, [("ART901", "warning", 1)])


def test_covers_and_pictures_for_networks(judged) -> None:
    social = f'<meta property="og:image" content="{CDN}.jpg">'
    assert judged(social) == (0, [("ART905", "warning", 1)])
    assert judged(f"---\nimage: {CDN}.jpg\n---\n", name="a.md")[1] == [("ART905", "warning", 2)]
    # shown, it is said once
    both = f'{social}\n<img src="{CDN}-800x600.jpg" alt="A rally">'
    assert judged(both) == (3, [("ART901", "hold", 2)])


def test_one_address_is_no_other(judged) -> None:
    """A script that serves all pictures tells them apart behind the question mark."""
    page = (
        '<figure><img src="https://cdn.example/get?id=1" alt="A"><figcaption>Photo: Ann Lee</figcaption></figure>\n'
        '<img src="https://cdn.example/get?id=2" alt="B">'
    )
    assert judged(page) == (3, [("ART901", "hold", 2)])


def test_the_policy_says_what_is_no_photo(judged) -> None:
    text = f'<img src="{CDN}.jpg?w=300" alt="A rally">'
    for glob in ("cdn.example/**", "**/2026/*.jpg", "rally.jpg"):
        Path("credits.toml").write_text(f'[roles]\ndecorative = ["{glob}"]\n')
        assert judged(text) == (0, [])
    Path("credits.toml").write_text("detect-roles = false\n")
    assert judged('<img src="https://cdn.example/logo.png" alt="x">')[0] == 3
    Path("credits.toml").write_text('[roles]\nphoto = ["cdn.example/**"]\n')
    assert judged('<img src="https://cdn.example/logo.png" alt="x">')[0] == 3


def test_a_comment_lets_it_pass(judged) -> None:
    text = (
        '<!-- credits: ignore ART901 reason="the agency shows it" until=2099-12-31 -->\n'
        f'<img src="{CDN}.jpg" alt="A rally">'
    )
    Path("credits.toml").write_text("max-waiver-days = 99999\n")
    assert judged(text) == (0, [("ART901", "hold", 2)])


def test_the_side_a_page_gives(tmp_path: Path) -> None:
    sizes = {'width="640" height="48"': 48, "width=64.5px": 64, 'width="50%"': None, "": None}
    for said, side in sizes.items():
        (use,) = scan(f'<img src="a.jpg" {said}>'.encode(), kind="html").photos
        assert use.side == side


def test_roles_from_afar_have_reasons() -> None:
    role, reason = Policy().role_afar("https://cdn.example/icons/a.png")
    assert (role, reason) == ("icon", "'icons' in its address")
    assert Policy().role_afar("https://cdn.example/a.jpg", 95) == ("icon", "95 pixels in the page")
    assert Policy().role_afar("https://cdn.example/iconic/police-badge.png").role == "photo"
