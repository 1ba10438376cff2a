"""``credits publish``."""

from __future__ import annotations

from pathlib import Path

from tests.pictures import picture
from tests.test_publication import folder, names, private
from tests.test_renditions import SAID


def test_command(run, tmp_path: Path) -> None:
    place = folder(tmp_path, a=SAID)
    (place / "b c.jpg").write_bytes(private("jpeg"))
    code, out, _ = run("publish", place, "--to", "public")
    assert code == 0
    assert (
        "photos/b c.jpg → public/b c.jpg\n  removed gps: GPSPosition 50.45000 N, 30.51667 E" in out
    )
    assert (
        out.endswith("2 photos checked, 2 with findings (2 notes): nothing blocks publication\n")
        or "nothing blocks publication" in out
    )
    (place / "d.jpg").write_bytes(picture("jpeg", (300, 200)))
    code, out, _ = run("publish", place, "--to", "other")
    assert code == 1
    assert out.startswith("nothing was published\n")
    assert not (tmp_path / "other").exists()
    code, out, _ = run("publish", place, "--to", "other", "--keep-going", "--format", "json")
    assert code == 1
    assert '"schema": "credits/publish/1"' in out
    assert names(tmp_path / "other") == ["a.jpg", "b c.jpg"]
    assert run("publish", place)[0] == 2
    assert run("publish", place, "--to", "x", "--keep", "shoes")[0] == 2
