"""Reading what a file says of its own lengths costs no more than the file."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

import credits
from credits import _bytes
from credits._bytes import File
from tests.pictures import picture


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


def test_what_comes_out_of_a_pipe_is_held() -> None:
    data = picture()
    photo = credits.read(Pipe(data))  # type: ignore[arg-type]
    assert photo.sha256 == hashlib.sha256(data).hexdigest()
    assert photo.image_data_hash == credits.read(data).image_data_hash
    assert photo.traces == {}
    assert credits.embed(Pipe(data), city="Kyiv") == credits.embed(data, city="Kyiv")
    found = credits.check(Pipe(data), fingerprints=True)  # type: ignore[arg-type]
    assert found == credits.check(data, fingerprints=True)


class Pipe(io.RawIOBase):
    """A stream that is read once, as pipes are."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size < 0
        data, self.data = self.data, b""
        return data


@pytest.mark.parametrize("image", [None, 5, [], {}, io.StringIO("text"), object()])
def test_what_is_no_image_at_all_is_the_caller_s_mistake(image: Any) -> None:
    for door in (credits.read, credits.embed, credits.fingerprint):
        with pytest.raises(TypeError, match="path, bytes or a binary|open it in binary mode"):
            door(image)
