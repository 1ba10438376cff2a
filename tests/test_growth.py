"""Texts made to take a pattern long: what they cost grows as they do, whatever reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import credits
from credits.moment import moment_in
from credits.record import Record
from credits.template import Place, filled
from tests.growth import is_linear

# what patterns begin with, repeat, and look for in vain
PIECES = (
    " ", "\t\n", "a", "a ", "A. ", "Ann ", "Ann Lee, ", "and ", "-", "–", "/", "(", ")", "((a", '"', "„", "'",
    "©", "© 2026 ", ".", "...", ",", ";", ":", ": ", "|", "1", "1 ", "2026-", "2026-01-01 ", "5 p.m. ", "14 days ",
    "@", "a@", "http://", "http://a.", "www.a.b/", "Photo: ", "Foto: Ann Lee/AP ", "Photo by ", "via ", "Source: ",
    "CC BY-", "HANDOUT ", "EMBARGO until ", "Mandatory credit: ", "фото ", "Фото: Іван/", "摄", "記者", "صورة: ",
    "Ph", "by ", "AP/", "[", "]", "<", "\\", "{", "é", "e\u0301", "\u202e", "\0",
)  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "parse": credits.parse,
    "dates": moment_in,
    "template": lambda text: filled(text.replace("{", "{{"), Record(), Place("a/b.jpg", 7)),
    "scan": lambda text: credits.scan(f"<figure><img src=a.jpg><figcaption>{text}".encode()),
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_no_piece_repeated_takes_more_than_its_length(reader: str) -> None:
    read = READERS[reader]
    slow = [
        piece for piece in PIECES
        if not is_linear(lambda size, piece=piece: read(piece * (size // len(piece)) + "!"), 1000)
    ]  # fmt: skip
    assert not slow
