"""Reading what a file says of its own lengths costs no more than the file."""

from __future__ import annotations

from pathlib import Path

from credits import _bytes
from credits._bytes import File


def test_no_more_is_asked_of_the_system_than_the_file_has(tmp_path: Path, monkeypatch) -> None:
    """It makes room for all that is asked for, and a length in a file may say 4 GB."""
    asked: list[int] = []
    real = _bytes.pread

    def pread(descriptor: int, length: int, start: int) -> bytes:
        asked.append(length)
        return real(descriptor, length, start)

    monkeypatch.setattr(_bytes, "pread", pread)
    path = tmp_path / "a.jpg"
    path.write_bytes(b"0123456789")
    with File(str(path)) as source:
        assert source.peek(4, 1 << 40) == b"456789"
        assert source.peek(0, 5) == b"01234"
    assert asked == [6, 10]
