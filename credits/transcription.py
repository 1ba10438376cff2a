"""From article to file: what pages say of their photos, settled against what the files say.

Law: nothing is put over a value that is there and differs, unless asked to; what differs is told,
with the line that says so. A credit is judged as a whole: where the page names other people than
the file, none of it is taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

from credits.articles import Article, Use
from credits.credit_bridge import changes, line_of
from credits.credit_comparison import compared
from credits.credit_line import CreditLine, parse
from credits.errors import CreditsError
from credits.fields import present
from credits.photo import Photo, read
from credits.record import Record
from credits.table import Row
from credits.vocabulary import Vocabulary, default

# who is named is compared at once, however the file spreads it over these
NAMING: Final = frozenset({"creators", "credit_line"})


class Clash(NamedTuple):
    """A *field* of the photo at *path* that the article says otherwise: what it says, what stays.

    *place* is ``article:line``.
    """

    path: str
    field: str
    said: str
    kept: str
    place: str


class Transcript(NamedTuple):
    """What is to be written (a row per photo), and what stands against it.

    *missing* are the uses whose file was not found, with the article; *others* the pictures that
    are no photos; *errors* the files that could not be read.
    """

    rows: tuple[Row, ...]
    clashes: tuple[Clash, ...] = ()
    missing: tuple[tuple[Article, Use], ...] = ()
    others: tuple[str, ...] = ()
    errors: tuple[CreditsError, ...] = ()


def transcribe(
    articles: Iterable[Article],
    *,
    overwrite: bool = False,
    is_photo: Callable[[Photo], bool] = lambda _: True,
    vocabulary: Vocabulary | None = None,
) -> Transcript:
    """Work out what articles say of their photos that the files do not.

    The caption, the alt text and the credit of every use count, the first that says something
    before the others. *overwrite* lets the articles have the last word. *is_photo* tells for which
    pictures: a logo's alt text names a link, not what it shows.
    """
    rows: list[Row] = []
    clashes: list[Clash] = []
    others: list[str] = []
    errors: list[CreditsError] = []
    uses, missing = _by_file(articles)
    for path, told in uses.items():
        try:
            photo = read(path)
        except CreditsError as error:
            errors.append(error.located(path))
            continue
        if not is_photo(photo):
            others.append(path)
        else:
            book = _Book(path, photo.record, vocabulary or default(), overwrite=overwrite)
            for place, use in told:
                book.take(place, use)
            rows.append(Row(path, book.values, told[0][0]))
            clashes += book.clashes
    return Transcript(tuple(rows), tuple(clashes), tuple(missing), tuple(others),
                      tuple(errors))  # fmt: skip


Told = list[tuple[str, Use]]


def _by_file(
    articles: Iterable[Article],
) -> tuple[dict[str, Told], list[tuple[Article, Use]]]:
    found: dict[str, Told] = {}
    missing: list[tuple[Article, Use]] = []
    for article in articles:
        for use in article.photos:
            if use.file is None:
                missing.append((article, use))
            else:
                place = f"{article.path or '-'}:{use.place.line}"
                found.setdefault(use.file, []).append((place, use))
    return found, missing


class _Book:
    """What is to be written into one photo, while its uses are gone through."""

    def __init__(self, path: str, record: Record, words: Vocabulary, *, overwrite: bool) -> None:
        self.path = path
        self.before = record
        self.known = Record() if overwrite else record
        self.words = words
        self.values: dict[str, Any] = {}
        self.clashes: list[Clash] = []

    def take(self, place: str, use: Use) -> None:
        for name, text in (("caption", use.caption), ("alt_text", use.alt)):
            if text:
                self._settle(place, name, text, _same_text)
        if use.credit is not None and not use.credit.is_placeholder:
            self._credit(place, use.credit)

    def _credit(self, place: str, said: CreditLine) -> None:
        values = changes(replace(said, caption=None))
        known = line_of(self.known, vocabulary=self.words)
        if compared(said, known, vocabulary=self.words).verdict == "different":
            self._clash(place, "credit", said.format() or str(said), known.format())
            return
        dressed = compared(said, self.before, vocabulary=self.words).same
        for name, value in values.items():
            if not (name in NAMING and dressed and present(getattr(self.before, name))):
                self._settle(place, name, value, _always if name in NAMING else _same_text)

    def _settle(self, place: str, name: str, said: Any, same: Callable[[str, str], bool]) -> None:
        kept = getattr(self.known, name)
        if not present(kept):
            self.values[name] = said
            self.known = Record.model_validate({**self.known.model_dump(), name: said})
        elif not same(str(said), str(kept)):
            self._clash(place, name, str(said), str(kept))

    def _clash(self, place: str, name: str, said: str, kept: str) -> None:
        self.clashes.append(Clash(self.path, name, said, kept, place))


def _always(_: str, __: str) -> bool:
    return True


def _same_text(said: str, kept: str) -> bool:
    """Tell whether two texts say the same, a credit at the end of the kept one set aside."""
    one, other = _plain(said), _plain(kept)
    return one == other or one == _plain(parse(kept).caption or "")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def told(transcript: Transcript, named: Callable[[str], str] = str) -> Iterator[str]:
    """Say, a line each, what the articles say otherwise, and which photos are not here or are none.

    *named* gives a path the form it is printed in.
    """
    for clash in transcript.clashes:
        yield (
            f"{named(clash.path)}: {clash.field} stays {clash.kept!r}; "
            f"{clash.place} says {clash.said!r}"
        )
    for article, use in transcript.missing:
        yield f"{article.path or '-'}:{use.place.line}: no file found for {use.src}"
    for path in transcript.others:
        yield f"{named(path)}: is no photo but a mark or a drawing, and is left alone"
