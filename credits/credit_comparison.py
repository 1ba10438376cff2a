"""Whether two credits say the same: one answer for conflicts, printed against embedded, copies.

Law: what is compared is who is named, not how: "AP Photo/Jane Doe" and "Jane Doe/AP" are the same,
whatever the case, the accents, the order, the agency's spelling and the house's style.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal, TypeAlias

from credits.credit_bridge import line_of, read_credit
from credits.credit_line import CreditLine
from credits.record import Record
from credits.vocabulary import Vocabulary, default, folded

# "compatible": neither names somebody the other has another one for
Verdict: TypeAlias = "Literal['same', 'compatible', 'different']"
Credit: TypeAlias = "str | CreditLine | Record | None"
Form: TypeAlias = "tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Difference:
    """What only the *first* and only the *second* credit names as its *part*.

    It *contradicts* if both name somebody the other does not, and not one name in short.
    """

    part: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    contradicts: bool

    def __str__(self) -> str:
        sides = (", ".join(names) or "nobody" for names in (self.first, self.second))
        return f"{self.part}: {' / '.join(sides)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two credits agree, and in what not."""

    verdict: Verdict
    differences: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        """Tell whether both name the same."""
        return self.verdict == "same"

    def __str__(self) -> str:
        return "; ".join(map(str, self.differences)) or self.verdict


def compared(first: Credit, second: Credit, *, vocabulary: Vocabulary | None = None) -> Comparison:
    """Compare two credits, each a printed text, a parsed line or a record.

    ``same``: the same people and organisations; ``compatible``: one says less, or each says what
    the other leaves out; ``different``: they name others. The differences tell who.
    """
    known = vocabulary or default()
    if isinstance(first, str) and isinstance(second, str) and folded(first) == folded(second):
        return _SAME
    one, other = _Named(_line(first, known), known), _Named(_line(second, known), known)
    # a name is taken for a person on one side and for an organisation on the other
    if one.everybody == other.everybody:
        return _SAME
    found = tuple(_differences(one, other))
    verdict: Verdict = "different" if any(each.contradicts for each in found) else "compatible"
    return Comparison(verdict, found) if found else _SAME


_SAME: Final = Comparison("same")
_SPELT_OUT: Final = re.compile("([aou])e")
# Cyrillic consonants and what Latin has for them, in the spellings of English, German and French;
# vowels are spelt too differently to count
_HEARD: Final = {ord(letter): sound for letter, sound in zip(
    "абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя", (
        "", "b", "v", "g", "g", "d", "", "", "", "s", "s", "", "", "", "", "k", "l", "m", "n", "",
        "p", "r", "s", "t", "", "v", "v", "g", "s", "s", "s", "s", "", "", "", "", "", "",
    ), strict=True)}  # fmt: skip
_LETTERS: Final = {
    "shch": "s", "sch": "s", "tch": "s", "sh": "s", "ch": "s", "zh": "s", "ts": "s", "tz": "s",
    "c": "s", "z": "s", "kh": "g", "gh": "g", "h": "g", "ph": "v", "f": "v", "w": "v",
    "x": "ks", "q": "k",
} | dict.fromkeys("aeiouyj'’", "")  # fmt: skip
_LATIN: Final = re.compile("|".join(_LETTERS))
_HISS: Final = re.compile("ts|s+")
_TWICE: Final = re.compile(r"(.)\1+")
_LONG_INITIALS: Final = frozenset({"ch", "ph", "th"})


def _line(credit: Credit, known: Vocabulary) -> CreditLine:
    if isinstance(credit, CreditLine):
        return credit
    if isinstance(credit, Record):
        return line_of(credit, vocabulary=known)
    return read_credit(credit or "", known)


class _Named:
    """Who a line names: by the form they are compared in, as printed."""

    def __init__(self, line: CreditLine, known: Vocabulary) -> None:
        self.creators = {_form(name): name for name in line.creators}
        self.organisations = dict(_organisations(line, known))
        self.everybody = self.creators.keys() | self.organisations.keys()


def _form(name: str) -> Form:
    """Give what is compared of a name: its words in any order, for some print the surname first.

    German writes an umlaut as two letters where there is none to type.
    """
    return tuple(sorted(_SPELT_OUT.sub(r"\1", folded(name)).split()))


def _organisations(line: CreditLine, known: Vocabulary) -> Iterator[tuple[Form, str]]:
    named = (*line.organisations, line.via)
    # a site or a holder counts where nobody else is named
    if not (line.creators or any(named)):
        named = (line.source, line.copyright_holder)
    for name in filter(None, named):
        found = known.organisation(name)
        yield _form(found.name if found else name), name


def _differences(one: _Named, other: _Named) -> Iterator[Difference]:
    for part in ("creators", "organisations"):
        first, second = getattr(one, part), getattr(other, part)
        left, right = first.keys() - second.keys(), second.keys() - first.keys()
        pairs = [pair for pair in product(left, right) if _may_be_one(*pair)]
        contradicts = left - {mine for mine, _ in pairs} and right - {other for _, other in pairs}
        if left or right:
            yield Difference(
                part, _printed(first, left), _printed(second, right), bool(contradicts)
            )


def _printed(names: dict[Form, str], forms: Iterable[Form]) -> tuple[str, ...]:
    wanted = frozenset(forms)
    return tuple(name for form, name in names.items() if form in wanted)


def _may_be_one(one: Form, other: Form) -> bool:
    return _is_shortened(one, other) or _is_respelt(one, other)


def _is_respelt(one: Form, other: Form) -> bool:
    """Tell whether two names in two scripts may be one person's.

    Cyrillic has to sound like Latin, whoever spelt it out; of other scripts nobody can say.
    """
    scripts = {_script(one), _script(other)}
    if len(scripts) == 1:
        return False
    if scripts != {"CYRILLIC", "LATIN"}:
        return True
    short, whole = sorted((_sounds(one), _sounds(other)), key=len)
    return any(len(sound) > 1 for sound in short) and all(sound in whole for sound in short)


def _script(form: Form) -> str:
    letter = next(filter(str.isalpha, "".join(form)), " ")
    return unicodedata.name(letter, "").partition(" ")[0]


def _sounds(form: Form) -> tuple[str, ...]:
    """Give the consonants of each word as they are heard; hisses are one, so are v and f."""
    heard = (_HISS.sub("s", _LATIN.sub(_as_heard, word.translate(_HEARD))) for word in form)
    return tuple(filter(None, (_TWICE.sub(r"\1", sound) for sound in heard)))


def _as_heard(found: re.Match[str]) -> str:
    return _LETTERS[found[0]]


def _is_shortened(one: Form, other: Form) -> bool:
    """Tell whether one name is the other in short: Doe, J. Doe, Jane Doe."""
    short, whole = sorted((one, other), key=_length)
    if not any(len(word) > 1 and word in whole for word in short):
        return False
    return all(word in whole or _is_initial(word, whole) for word in short)


def _length(form: Form) -> tuple[int, int]:
    return len(form), sum(map(len, form))


def _is_initial(word: str, whole: Form) -> bool:
    """Tell whether a word is the initials of others: J, JD, and what dots end elsewhere: Ch, Th."""
    if len(word) == 1 or word in _LONG_INITIALS:
        return any(one.startswith(word) for one in whole)
    return len(word) == 2 and not Counter(word) - Counter(one[0] for one in whole)
