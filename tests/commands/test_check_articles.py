"""``credits check`` over built sites."""

from __future__ import annotations

from pathlib import Path

from tests.articles.sites import hugo


def test_command(run, tmp_path: Path) -> None:
    hugo(tmp_path / "public")
    code, out, _ = run("check", "public", "--select", "ART")
    assert code == 1
    assert (
        "public/posts/flood/index.html\n  error ART901 photo-without-visible-credit (line 16): "
        in out
    )
    assert out.endswith(
        "4 photos and 1 article checked, 1 with findings (1 error, 1 warning): publication is blocked\n"
    )
    assert run("check", "public/posts", "--select", "ART", "--jobs", "2")[1] == out
