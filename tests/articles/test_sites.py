"""Built sites: every photo found once with its words and its file, every planted fault, nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import credits
from credits.articles import scan
from credits.checker import check
from credits.policy import Policy
from tests.articles.sites import STYLES, Site, hugo
from tests.pictures import VALUES, picture

NOW = datetime(2026, 6, 1, tzinfo=UTC)
# what pages are judged by; the photos have rules of their own
PAGES = ("ART", "ALT", "GAT")


@pytest.fixture(params=STYLES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    return STYLES[request.param](tmp_path / "public")


def line_of(page: Path, src: str) -> list[int]:
    """Give the lines in which a picture with this address begins."""
    lines = page.read_text().splitlines()
    return [number for number, line in enumerate(lines, 1) if src in line]


def test_every_photo_is_found_once(site: Site) -> None:
    for name, expected in site.pages.items():
        page = site.root / name
        found = [use for use in scan(page, root=str(site.root)).photos if "icon.png" not in use.src]
        assert [use.src for use in found] == [shown.src for shown in expected]
        for use, shown in zip(found, expected, strict=True):
            assert use.file == (str(site.root / shown.file) if shown.file else None)
            assert use.caption == shown.caption
            line = use.credit
            parties = (*line.creators, *line.organisations, line.source) if line else ()
            assert tuple(filter(None, parties)) == shown.named
            assert use.place.line in line_of(page, use.src)


def faults(root: Path, **settings: object) -> list[tuple[str, str, int | None]]:
    policy = Policy(select=PAGES, root=str(root.parent), **settings)
    return [
        (str(Path(one.path).relative_to(root)), one.code, one.line)
        for one in check([root], policy, now=NOW)
        if one.suppression is None
    ]


def test_every_planted_fault_is_found_and_nothing_else(site: Site) -> None:
    found = faults(site.root)
    assert sorted((page, code) for page, code, _ in found) == sorted(
        (page, code) for page, code, _ in site.faults
    )
    for page, code, src in site.faults:
        (line,) = [line for name, its, line in found if (name, its) == (page, code)]
        if src is not None:
            assert line in line_of(site.root / page, src)


def test_each_photo_and_page_is_judged_once(site: Site) -> None:
    seen: list[str] = []
    check(
        [site.root],
        Policy(root=str(site.root)),
        now=NOW,
        on_subject=lambda one: seen.append(one.path),
    )
    assert len(seen) == len(set(seen))
    assert {str(site.root / name) for name in site.pages} <= set(seen)


def test_roles_are_respected(tmp_path: Path) -> None:
    """Pictures that are no photos are left out: by their looks, or by the policy's globs."""
    site = hugo(tmp_path / "public")
    found = faults(site.root, roles={"decorative": ("public/images/**", "images/**")})
    assert found == []


# ── comments that let something pass ────────────────────────────────────────────────────────────


def commented(tmp_path: Path, comment: str) -> list[tuple[str, str, int | None]]:
    site = hugo(tmp_path / "public")
    page = site.root / "posts/flood/index.html"
    text = page.read_text()
    page.write_text(
        text.replace('<figure class="align-center">', f'{comment}<figure class="align-center">')
    )
    return [one for one in faults(site.root) if one[1] != "ART903"]


def test_a_comment_with_reason_and_day_lets_one_photo_pass(tmp_path: Path) -> None:
    assert (
        commented(
            tmp_path, '<!-- credits: ignore ART901 reason="cleared by desk" until=2026-07-31 -->'
        )
        == []
    )


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ('<!-- credits: ignore ART901 reason="cleared" until=2026-05-31 -->', ["ART901", "GAT001"]),
        ("<!-- credits: ignore ART901 until=2026-07-31 -->", ["ART901", "GAT002"]),
        ('<!-- credits: ignore ART901 reason="x" -->', ["ART901", "GAT002"]),
        ('<!-- credits: ignore ART901 reason="x" until=tomorrow -->', ["ART901", "GAT002"]),
        ('<!-- credits: ignore ALT401 reason="x" until=2026-07-31 -->', ["ART901", "GAT002"]),
        ('<!-- credits: ignore reason="x" until=2026-07-31 -->', ["ART901", "GAT002"]),
        ('<!-- credits: ignore ART901 reason="x" until=2099-12-31 -->', ["ART901", "GAT002"]),
    ],
)
def test_other_comments_let_nothing_pass(tmp_path: Path, comment: str, codes: list[str]) -> None:
    assert sorted(code for _, code, _ in commented(tmp_path, comment)) == codes


def test_what_passed_is_reported_as_such(tmp_path: Path) -> None:
    site = hugo(tmp_path / "public")
    page = site.root / "posts/flood/index.html"
    page.write_text(
        '<!-- credits: ignore ART, ALT reason="old page" until=2026-07-31 -->' + page.read_text()
    )
    passed = [
        one
        for one in check([page], Policy(select=PAGES, root=str(site.root)), now=NOW)
        if one.suppression
    ]
    # the comment speaks for the photo behind it, not for all
    assert passed == []


def test_articles_that_cannot_be_read_are_held(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel>&a;</channel></rss>'
    )
    (tmp_path / "b.md").write_text("---\na: [\n---\n\ntext\n")
    found = credits.check([tmp_path], Policy(root=str(tmp_path)), now=NOW)
    assert [(Path(one.path).name, one.code, str(one.severity)) for one in found] == [
        ("a.rss", "FIL951", "hold"), ("b.md", "FIL951", "warning"),
    ]  # fmt: skip


def test_markdown_and_feeds_are_judged(tmp_path: Path) -> None:
    site = hugo(tmp_path / "public")
    (site.root / "images/note.md").write_text(
        "---\ncover: square.jpg\n---\n\n# A note\n\n![](square.jpg)\n"
    )
    (site.root / "index.xml").write_text(
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item>'
        '<media:content url="/images/square.jpg" medium="image"/></item></channel></rss>'
    )
    found = [one for one in faults(site.root) if not one[0].startswith("posts")]
    assert sorted(found) == [("images/note.md", "ART901", 7), ("index.xml", "ART905", 1)]


COMMENT = '<!-- credits: ignore ART901 reason="imprint" until=2026-07-31 -->'
LINES = {
    "page.html": f'{COMMENT}<figure><img src="a.jpg"></figure><figure><img src="b.jpg"></figure>',
    "page.md": f"{COMMENT}\n\n![A](a.jpg) ![B](b.jpg)\n",
}


@pytest.mark.parametrize("name", LINES)
def test_a_comment_speaks_for_one_photo_of_its_line(tmp_path: Path, name: str) -> None:
    credited = credits.embed(picture("jpeg", (200, 150)), **VALUES)
    for photo in ("a.jpg", "b.jpg"):
        (tmp_path / photo).write_bytes(credited)
    (tmp_path / name).write_text(LINES[name])
    policy = Policy(select=("ART901", "GAT"), root=str(tmp_path))
    found = [one for one in check([tmp_path / name], policy, now=NOW) if one.code == "ART901"]
    assert [one.suppression is not None for one in found] == [True, False]


@pytest.mark.parametrize("code", ["```html\n{}\n```", "~~~~\n{}\n~~~~", "so: `{}`", "``` \n{}"])
def test_a_comment_that_is_shown_lets_nothing_pass(tmp_path: Path, code: str) -> None:
    (tmp_path / "a.jpg").write_bytes(credits.embed(picture("jpeg", (200, 150)), **VALUES))
    end = "\n```" if code.endswith("{}") else ""
    (tmp_path / "page.md").write_text(f"{code.format(COMMENT)}{end}\n\n![A](a.jpg)\n")
    policy = Policy(select=("ART901", "GAT"), root=str(tmp_path))
    (found,) = check([tmp_path / "page.md"], policy, now=NOW)
    assert (found.code, found.suppression) == ("ART901", None)


def test_an_article_is_judged_with_the_photos_it_shows(tmp_path: Path) -> None:
    """Who checks the article alone is told of photos that nobody is credited for."""
    (tmp_path / "a.jpg").write_bytes(picture("jpeg", (200, 150)))
    (tmp_path / "b.jpg").write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
    (tmp_path / "page.md").write_text("![A](a.jpg) ![A](a.jpg)\n\n![B](b.jpg)\n")
    policy = Policy(select=("CRD101",), root=str(tmp_path))
    found = [(Path(one.path).name, one.code) for one in check(tmp_path / "page.md", policy)]
    assert found == [("a.jpg", "CRD101"), ("b.jpg", "FIL953")]
    assert len(check([tmp_path / "page.md", tmp_path], policy)) == 2
